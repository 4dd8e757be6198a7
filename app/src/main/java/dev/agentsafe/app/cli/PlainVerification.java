package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a log for {@code audit verify}.
 *
 * <p>Its plain forms are understood here without the parser of the command line, which takes longer
 * to load than most logs take to verify.
 *
 * @param file as the user names it
 * @param json whether the verdict is for programs
 */
record PlainVerification(String file, boolean json) {
  private static final List<String> COMMAND = List.of("audit", "verify");
  private static final String JSON = "--json-output";

  /** What is asked for, where it is plain; anything else the parser has to look at. */
  static Optional<PlainVerification> plainly(String... args) {
    var words = new ArrayList<>(List.of(args));
    var json = words.remove(JSON);
    return words.size() == COMMAND.size() + 1
            && words.subList(0, COMMAND.size()).equals(COMMAND)
            && !words.contains(JSON)
            && !words.getLast().isEmpty()
            && !words.getLast().startsWith("-")
        ? Optional.of(new PlainVerification(words.getLast(), json))
        : Optional.empty();
  }

  /** Verifies, says the verdict, and returns the exit status that says the same. */
  int run(Session session) {
    var verdict = LogVerifier.verify(session.resolve(file));
    if (json) {
      session.print(form(verdict));
    } else {
      session.say(verdict.sentence());
    }
    return verdict.isValid() ? Exit.OK : Exit.NO;
  }

  private static Value form(Verdict verdict) {
    var members = new LinkedHashMap<String, Value>();
    members.put("valid", Value.of(verdict.isValid()));
    members.put("verdict", Value.of(verdict.sentence()));
    switch (verdict) {
      case Verdict.Valid valid -> {
        members.put("sealed", Value.of(valid.sealed()));
        members.put("unsealed", Value.of(valid.unsealed()));
      }
      case Verdict.Failed failed -> {
        members.put("line", Value.of(failed.line()));
        members.put("kind", Value.of(failed.kind().label()));
        members.put("reason", Value.of(failed.why()));
      }
      case Verdict.Truncated truncated -> {
        members.put("signed", Value.of(truncated.signed()));
        members.put("present", Value.of(truncated.present()));
      }
      case Verdict.Fork fork -> members.put("reason", Value.of(fork.why()));
      case Verdict.BadSeal bad -> members.put("reason", Value.of(bad.why()));
      case Verdict.Unreadable unreadable -> members.put("reason", Value.of(unreadable.why()));
    }
    return new Value.Fields(members);
  }
}
