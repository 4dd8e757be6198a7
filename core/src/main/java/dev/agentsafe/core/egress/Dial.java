package dev.agentsafe.core.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects for protocols other than HTTP, under the same rules: the site is named, the name is
 * looked up once, every address is checked, and one of those is connected to; thread-safe.
 */
public final class Dial {
  private final Egress.Config config;

  /** Connects as that configuration allows; its time limit holds for each step. */
  public Dial(Egress.Config config) {
    this.config = config;
  }

  /** How a connection is kept private. */
  public enum Security {
    /** TLS from the first byte. */
    TLS,
    /** The protocol begins in the clear and turns to TLS before anything is told. */
    UPGRADED,
    /** Not at all: on this machine only. */
    NONE
  }

  /** What came of connecting. */
  public sealed interface Dialled {
    /** There is a connection; the caller closes it. */
    record Connected(Socket socket) implements Dialled {}

    /** There is none. */
    record Refused(String why) implements Dialled {}
  }

  /** Connects. */
  public Dialled connect(String host, int port, Security security) {
    var site = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    var scheme = security == Security.NONE ? "http" : "https";
    return switch (Destination.parse(scheme + "://" + site + "/")) {
      case Destination.Read.Bad(var why) when security == Security.NONE ->
          new Dialled.Refused(why.contains("http") ? "`" + site + "` needs TLS" : why);
      case Destination.Read.Bad(var why) -> new Dialled.Refused(why);
      case Destination.Read.Good(var destination) -> connect(destination, security);
    };
  }

  private Dialled connect(Destination destination, Security security) {
    var objection = config.reach().objection(destination);
    if (objection.isPresent()) {
      return new Dialled.Refused(objection.get());
    }
    List<InetAddress> addresses;
    try {
      addresses = config.resolver().resolve(destination.host());
    } catch (UnknownHostException e) {
      return new Dialled.Refused("there is no host `" + destination.host() + "`");
    }
    for (var address : addresses) {
      var why = config.reach().objection(destination.host(), address);
      if (why.isPresent()) {
        return new Dialled.Refused(why.get());
      }
    }
    var last = "`" + destination.host() + "` has no address";
    for (var address : addresses) {
      try {
        return new Dialled.Connected(open(address, destination, security));
      } catch (IOException e) {
        last = "`" + destination.site() + "` cannot be connected to: " + e.getMessage();
      }
    }
    return new Dialled.Refused(last);
  }

  private Socket open(InetAddress address, Destination destination, Security security)
      throws IOException {
    var limit = (int) config.limits().time().toMillis();
    var socket = new Socket(Proxy.NO_PROXY);
    var done = false;
    try {
      // With its name, so that whoever turns to TLS later knows whose certificate it must be.
      var named = InetAddress.getByAddress(destination.host(), address.getAddress());
      socket.connect(new InetSocketAddress(named, destination.port()), limit);
      socket.setSoTimeout(limit);
      var opened = security == Security.TLS ? secured(socket, destination, config.trust()) : socket;
      done = true;
      return opened;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  /** TLS over a connection; the certificate must be one for that host. */
  private static Socket secured(Socket plain, Destination destination, SSLContext trust)
      throws IOException {
    var socket =
        (SSLSocket)
            trust
                .getSocketFactory()
                .createSocket(plain, destination.host(), destination.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** For a protocol that turns to TLS by itself: believes whom this believes. */
  public SSLSocketFactory upgrades() {
    return config.trust().getSocketFactory();
  }

  /** How long each step may take. */
  public Duration limit() {
    return config.limits().time();
  }
}
