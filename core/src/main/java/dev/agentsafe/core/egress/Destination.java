package dev.agentsafe.core.egress;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL in the one spelling that we accept: no part of it can be read in two ways.
 *
 * <p>Libraries and servers differ on user names, back-slashes, octal addresses and characters
 * outside of ASCII; such URLs are refused, so that what was checked is what is connected to.
 *
 * @param scheme {@code https} or {@code http}
 * @param host a lower-case DNS name, a dotted IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param target path and query, beginning with {@code /}
 */
public record Destination(String scheme, String host, int port, String target) {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]{2,39}");
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  // A last label that begins with a digit is a number to somebody: decimal, octal or hexadecimal.
  private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?[0-9][^.]*");
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<host>\\[[^\\[\\]/?@]*]|[^\\[\\]/?@:]*)"
              + "(?::(?<port>[0-9]{1,5}))?(?<target>[/?].*)?");
  private static final Pattern TARGET =
      Pattern.compile("/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");
  private static final int LONGEST = 2048;

  /** Checks the parts; use {@link #parse} for what people wrote. */
  public Destination {
    objection(scheme, host, port, target)
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
  }

  /** What came of reading a URL. */
  public sealed interface Read {
    /** It is one. */
    record Good(Destination destination) implements Read {}

    /** It is not, or may be read in two ways. */
    record Bad(String why) implements Read {}
  }

  /** Reads a URL. */
  public static Read parse(String url) {
    if (url.length() > LONGEST) {
      return new Read.Bad("a URL has at most " + LONGEST + " characters, not " + url.length());
    }
    if (!url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return new Read.Bad(
          "a URL holds printable ASCII only; write a name of another script in its `xn--` form");
    }
    var parts = URL.matcher(url);
    if (!parts.matches()) {
      return new Read.Bad(
          "a URL is `https://host[:port]/path`, without user name, fragment and back-slash");
    }
    var scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
    var host = parts.group("host").toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
      if (host.indexOf(':') < 0) {
        return new Read.Bad("only an IPv6 address stands in brackets");
      }
    }
    var port = parts.group("port") == null ? usual(scheme) : Integer.parseInt(parts.group("port"));
    var rest = parts.group("target") == null ? "/" : parts.group("target");
    var target = rest.startsWith("?") ? "/" + rest : rest;
    var objection = objection(scheme, host, port, target);
    return objection.isPresent()
        ? new Read.Bad(objection.get())
        : new Read.Good(new Destination(scheme, host, port, target));
  }

  private static int usual(String scheme) {
    return scheme.equals("http") ? 80 : 443;
  }

  private static Optional<String> objection(String scheme, String host, int port, String target) {
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("the scheme must be `https`, not `" + scheme + "`");
    }
    var why = hostObjection(host);
    if (why.isPresent()) {
      return why;
    }
    if (scheme.equals("http") && !isLoopback(host)) {
      return Optional.of("plain `http` is for this machine only; use `https`");
    }
    if (port < 1 || port > 65_535) {
      return Optional.of("a port is between 1 and 65535, not `" + port + "`");
    }
    return TARGET.matcher(target).matches()
        ? Optional.empty()
        : Optional.of(
            "path and query begin with one `/` and hold letters, digits and `-._~!$&'()*+,;=:@/?%`;"
                + " encode the rest");
  }

  /** Why that is no host; empty: it is one. */
  static Optional<String> hostObjection(String host) {
    if (host.indexOf(':') >= 0) {
      return isIpv6(host)
          ? Optional.empty()
          : Optional.of("`" + host + "` is no IPv6 address; write it without zone and IPv4 part");
    }
    if (IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    if (host.length() > 253 || !NAME.matcher(host).matches()) {
      return Optional.of(
          "`" + host + "` is no host name: labels of letters, digits and `-`, joined by `.`");
    }
    return NUMBER.matcher(host).matches()
        ? Optional.of("`" + host + "` may be read as a number; write an address as `192.0.2.1`")
        : Optional.empty();
  }

  private static boolean isIpv6(String host) {
    if (!IPV6.matcher(host).matches()) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(host).getAddress().length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether it is this machine by its own words: {@code localhost} or a loopback address. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || ((IPV4.matcher(host).matches() || isIpv6(host))
            && InetAddress.ofLiteral(host).isLoopbackAddress());
  }

  /** Whether its port is the one that its scheme implies. */
  boolean hasUsualPort() {
    return port == usual(scheme);
  }

  /**
   * {@code host:port}, an IPv6 address in brackets; names it in the list of what may be reached.
   */
  public String site() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Scheme and site; path and query may hold a secret. */
  @Override
  public String toString() {
    return scheme + "://" + site() + (target.equals("/") ? "/" : "/…");
  }
}
