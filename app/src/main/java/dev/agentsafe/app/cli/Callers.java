package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.identity.Caller;
import java.util.regex.Pattern;

/** Reads who asks from the command line. */
final class Callers {
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final int SHORTEST_TOKEN = 40;

  private Callers() {}

  /** An identity token, where the text looks like one; else an agent id. */
  static Desk.Who who(String text, Caller.Grants grants) {
    return text.length() >= SHORTEST_TOKEN && TOKEN.matcher(text).matches()
        ? new Desk.Who.Token(text)
        : new Desk.Who.Vouched(text, grants);
  }
}
