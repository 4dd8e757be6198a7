package dev.agentsafe.core.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A range of addresses, such as {@code 10.20.0.0/16}.
 *
 * @param first the first address, its bits beyond the prefix zero
 */
public record Network(InetAddress first, int prefix) {
  private static final List<Network> NEVER =
      all(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16", // link-local, and where clouds hand out credentials
          "192.0.0.0/24",
          "100.100.100.200/32", // metadata of Alibaba Cloud
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/64", // unspecified, loopback, IPv4 in IPv6 of both kinds
          "100::/64",
          "fe80::/10",
          "fec0::/10",
          "fd00:ec2::/32", // metadata of AWS
          "fd20:ce::/32", // metadata of Google Cloud
          "ff00::/8");
  private static final List<Network> UNLESS_ALLOWED =
      all(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "2001::/23", // special purposes, Teredo among them
          "2001:db8::/32",
          "2002::/16", // an IPv4 address inside
          "3fff::/20");
  private static final Network PUBLIC_IPV6 = of("2000::/3");

  /** Who may reach an address. */
  enum Kind {
    /** Anybody. */
    PUBLIC,
    /** Whoever is told that it is theirs. */
    PRIVATE,
    /** Nobody: this machine, its neighbours on the link, the cloud's metadata. */
    NEVER
  }

  /** Reads {@code address/prefix}; empty where it is none or has bits beyond its prefix. */
  public static Optional<Network> parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    var address = text.substring(0, slash);
    if (address.chars().noneMatch(c -> c == ':' || c == '.')
        || Destination.hostObjection(address).isPresent()
        || !address.matches("[0-9a-f:]*:[0-9a-f:]*|[0-9.]+")) {
      return Optional.empty();
    }
    var first = InetAddress.ofLiteral(address);
    var prefix = Integer.parseInt(text.substring(slash + 1));
    if (prefix > first.getAddress().length * 8) {
      return Optional.empty();
    }
    var network = new Network(first, prefix);
    return network.isAligned() ? Optional.of(network) : Optional.empty();
  }

  private static Network of(String text) {
    return parse(text).orElseThrow();
  }

  private static List<Network> all(String... texts) {
    return java.util.Arrays.stream(texts).map(Network::of).toList();
  }

  private boolean isAligned() {
    var bytes = first.getAddress();
    for (var bit = prefix; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether that address lies in it. */
  public boolean holds(InetAddress address) {
    var mine = first.getAddress();
    var other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (var bit = 0; bit < prefix; bit++) {
      if (((mine[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Who may reach that address. */
  static Kind kind(InetAddress address) {
    if (NEVER.stream().anyMatch(n -> n.holds(address))) {
      return Kind.NEVER;
    }
    var plain = address.getAddress().length == 4 || PUBLIC_IPV6.holds(address);
    return !plain || UNLESS_ALLOWED.stream().anyMatch(n -> n.holds(address))
        ? Kind.PRIVATE
        : Kind.PUBLIC;
  }

  /** Whether nobody may reach any address of it, whatever is allowed. */
  boolean isNeverReached() {
    return NEVER.stream().anyMatch(n -> n.prefix() <= prefix && n.holds(first));
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }
}
