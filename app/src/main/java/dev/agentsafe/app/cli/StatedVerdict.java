package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import picocli.CommandLine.Option;

/** A sentence that says whether something holds, for people or as JSON. */
final class StatedVerdict {
  @Option(names = "--json-output", description = "Prints the answer as JSON.")
  private boolean json;

  /** Whether people read it. */
  boolean isText() {
    return !json;
  }

  /**
   * Says it.
   *
   * @param what the member that says whether it holds
   * @param more members that only programs are told
   * @return the exit status that says the same
   */
  int say(Session session, String what, boolean holds, String sentence, Value.Fields more) {
    if (json) {
      var form = Value.EMPTY.with(what, Value.of(holds)).with("verdict", Value.of(sentence));
      for (var member : more.values().entrySet()) {
        form = form.with(member.getKey(), member.getValue());
      }
      session.print(form);
    } else {
      session.say(Shown.line(sentence));
    }
    return holds ? Exit.OK : Exit.NO;
  }
}
