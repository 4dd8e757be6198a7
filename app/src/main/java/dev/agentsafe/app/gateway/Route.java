package dev.agentsafe.app.gateway;

import java.util.Optional;

/**
 * One thing that can be called.
 *
 * @param template the path, its variable written as <code>{id}</code>
 */
record Route(String method, String template, Access access, Endpoint endpoint) {

  /** Who may call. */
  enum Access {
    /** Anybody who reaches us. */
    OPEN,
    /** An agent with an identity token. */
    AGENT,
    /** The operator, with the secret of this start. */
    OPERATOR
  }

  /** Answers a call. */
  interface Endpoint {
    Answer answer(Call call) throws InterruptedException;
  }

  /** Whether a call to it has a body. */
  boolean takesBody() {
    return method.equals("POST");
  }

  /** What the path names where it is one of this route's; the empty text where it names nothing. */
  Optional<String> match(String path) {
    var open = template.indexOf("{id}");
    if (open < 0) {
      return template.equals(path) ? Optional.of("") : Optional.empty();
    }
    var after = template.substring(open + "{id}".length());
    if (!path.startsWith(template.substring(0, open)) || !path.endsWith(after)) {
      return Optional.empty();
    }
    var end = path.length() - after.length();
    if (end <= open) {
      return Optional.empty();
    }
    var id = path.substring(open, end);
    return id.indexOf('/') < 0 ? Optional.of(id) : Optional.empty();
  }
}
