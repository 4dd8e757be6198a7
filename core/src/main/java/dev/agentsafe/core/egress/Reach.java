package dev.agentsafe.core.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be reached; immutable.
 *
 * @param sites {@code host:port} each
 * @param privateNetworks ranges that are not public and may be reached all the same
 */
public record Reach(Set<String> sites, List<Network> privateNetworks) {
  public Reach {
    sites = Set.copyOf(sites);
    privateNetworks = List.copyOf(privateNetworks);
  }

  /** Nothing. */
  public static final Reach NOTHING = new Reach(Set.of(), List.of());

  /** Only that one site, and only where it is public or this machine. */
  public static Reach only(Destination destination) {
    return new Reach(Set.of(destination.site()), List.of());
  }

  /** Why a request may not go there, before its name is looked up; empty: it may. */
  public Optional<String> objection(Destination destination) {
    if (sites.contains(destination.site())) {
      return Optional.empty();
    }
    var entry = destination.hasUsualPort() ? destination.host() : destination.site();
    return Optional.of(
        "`" + destination.site() + "` is not among `egress.hosts`; add `" + entry + "` there");
  }

  /** Why that address of a host may not be connected to; empty: it may. */
  public Optional<String> objection(String host, InetAddress address) {
    var shown = "`" + host + "` leads to `" + address.getHostAddress() + "`, ";
    if (Destination.isLoopback(host)) {
      return address.isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(shown + "which is not this machine");
    }
    return switch (Network.kind(address)) {
      case PUBLIC -> Optional.empty();
      case NEVER ->
          Optional.of(shown + "an address of this machine, its link or its cloud: never reached");
      case PRIVATE ->
          privateNetworks.stream().anyMatch(n -> n.holds(address))
              ? Optional.empty()
              : Optional.of(
                  shown + "which is not public; add its range to `egress.private_networks`");
    };
  }
}
