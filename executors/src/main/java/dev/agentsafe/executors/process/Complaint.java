package dev.agentsafe.executors.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kubectl says in the place of the API's answer, in words of ours.
 *
 * <p>Nothing is repeated of it but the name of a plugin and a number: what plugins write may hold
 * what they are to keep.
 *
 * @param sent whether the request may have reached the API
 */
record Complaint(boolean sent, String words) {
  private static final int LONGEST_NAME = 120;
  private static final Pattern NOT_FOUND =
      Pattern.compile(
          "getting credentials: exec: (?:executable|fork/exec) (\\S+?):?"
              + " (?:not found|no such file or directory|permission denied)(?s:.*)");
  private static final Pattern FAILED =
      Pattern.compile(
          "getting credentials: exec: executable (\\S+) failed with exit code ([0-9]+)(?s:.*)");

  /** Beginnings of what kubectl says where a connection was never made, each with its meaning. */
  private record Known(String beginning, String part, String words) {}

  private static final List<Known> UNSENT =
      List.of(
          new Known("getting credentials:", "", "the plugin that logs in gave nothing of use"),
          new Known("dial tcp", "no such host", "the host name of its API is not known"),
          new Known("dial tcp", "connection refused", "its API does not take connections"),
          new Known("dial tcp", "", "its API could not be connected to"),
          new Known("proxyconnect", "", "the proxy on the way could not be connected to"),
          new Known("tls: failed to verify certificate", "", "its certificate was not accepted"),
          new Known("net/http: TLS handshake timeout", "", "its API could not be connected to"),
          new Known("http: server gave HTTP response to HTTPS", "", "its API speaks no TLS"));

  /** What that text means, said about a cluster. */
  static Complaint of(String context, String text) {
    var gone = NOT_FOUND.matcher(text);
    if (gone.matches()) {
      return unsent(
          context,
          "the plugin"
              + name(gone)
              + " that logs in is not where `kubectl` looks for it, or may not be run");
    }
    var failed = FAILED.matcher(text);
    if (failed.matches()) {
      return unsent(
          context,
          "the plugin"
              + name(failed)
              + " that logs in ended with code "
              + failed.group(2)
              + "; the login may have expired, log in again");
    }
    return UNSENT.stream()
        .filter(k -> text.startsWith(k.beginning()) && text.contains(k.part()))
        .findFirst()
        .map(k -> unsent(context, k.words()))
        .orElseGet(() ->
            new Complaint(
                true,
                "`kubectl` lost the connection to context `"
                    + context
                    + "` before an answer came"));
  }

  private static Complaint unsent(String context, String why) {
    return new Complaint(
        false,
        "`kubectl` could not reach context `" + context + "`: " + why + ". Nothing was sent");
  }

  private static String name(Matcher found) {
    return Optional.of(found.group(1))
        .filter(n -> n.length() <= LONGEST_NAME && n.matches("[A-Za-z0-9._/\\\\:+-]+"))
        .map(n -> " `" + n + "`")
        .orElse("");
  }

  /** What the API means by 401, which it says in no more words than one. */
  static String notLetIn(String context) {
    return "the cluster does not accept the login that `kubectl` has for context `"
        + context
        + "`; it may have expired, log in again";
  }
}
