package dev.agentsafe.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a host; thread-safe. */
public interface Resolver {

  /** All addresses of that name, or the one of that literal. */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** Asks the system. */
  static Resolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
