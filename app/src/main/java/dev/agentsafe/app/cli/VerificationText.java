package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.Finding;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.audit.Verification;
import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Verifies a log, says what came of it, and returns the exit status that says the same. */
final class VerificationText {
  private VerificationText() {}

  static int run(Session session, LogVerifier.Request request, boolean json) {
    return run(session, request, AnchorText.Wanted.NOTHING, json);
  }

  static int run(
      Session session, LogVerifier.Request request, AnchorText.Wanted wanted, boolean json) {
    var found = LogVerifier.verify(request);
    var anchors =
        AnchorText.of(request.log(), found.seal().map(Verification.Seal::checkpoint), wanted);
    if (json) {
      session.print(form(found, anchors));
    } else {
      session.say(found.sentence());
      anchors.lines().forEach(session::say);
    }
    return isGood(found, anchors) ? Exit.OK : Exit.NO;
  }

  private static boolean isGood(Verification found, AnchorText anchors) {
    return found.isValid() && anchors.isGood();
  }

  private static Value form(Verification found, AnchorText anchors) {
    var verdict = found.verdict();
    var members = new LinkedHashMap<String, Value>();
    members.put("valid", Value.of(isGood(found, anchors)));
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
    found
        .seal()
        .ifPresent(seal -> {
          members.put("origin", Value.of(seal.checkpoint().origin()));
          members.put("root", Value.of(seal.checkpoint().root().base64()));
          members.put("key", Value.of(seal.key().name() + "+" + seal.key().idText()));
          members.put("key_is", Value.of(seal.keyOrigin().name().toLowerCase(Locale.ROOT)));
        });
    if (found.trusted() > 0) {
      members.put("verified_before", Value.of(found.trusted()));
    }
    members.put("anchors", anchors.form());
    anchors
        .quorum()
        .ifPresent(
            quorum -> members.put("witnessed", Value.of(anchors.report().witnessed(quorum))));
    members.put("findings", Value.texts(found.findings().stream().map(Finding::sentence).toList()));
    found.forgotten().ifPresent(why -> members.put("not_remembered", Value.of(why)));
    return new Value.Fields(members);
  }
}
