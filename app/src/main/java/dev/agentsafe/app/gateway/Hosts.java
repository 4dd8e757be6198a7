package dev.agentsafe.app.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Refuses what a web page could make a browser send: a call under a name that is not ours, or one
 * that says which page it comes from.
 *
 * @param names the host names that we answer to, in lower case
 */
record Hosts(Set<String> names) {
  Hosts {
    names = Set.copyOf(names);
  }

  /** The names that mean this machine, and the one we were told to listen on. */
  static Hosts of(String host) {
    return new Hosts(
        Set.copyOf(
            java.util.List.of("localhost", "127.0.0.1", "[::1]", host.toLowerCase(Locale.ROOT))
                .stream()
                .distinct()
                .toList()));
  }

  /** Why that call is not let in, if it is not. */
  Optional<Answer> refusal(Request request) {
    var headers = request.getHeaders();
    if (headers.contains(HttpHeader.ORIGIN) || fromElsewhere(headers.get("Sec-Fetch-Site"))) {
      return Optional.of(
          Answer.error(403, "origin_refused", "Calls from web pages are not let in."));
    }
    var host = Request.getServerName(request);
    if (host == null || !names.contains(bracketed(host.toLowerCase(Locale.ROOT)))) {
      return Optional.of(
          Answer.error(
              421, "wrong_host", "The `Host` header does not name this gateway's address."));
    }
    return Optional.empty();
  }

  private static boolean fromElsewhere(@org.jspecify.annotations.Nullable String site) {
    return site != null && !site.equals("none") && !site.equals("same-origin");
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
