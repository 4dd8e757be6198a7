package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.audit.Verification;
import dev.agentsafe.core.audit.Verification.KeyOrigin;

/** What a verdict means, and what to do; in words. */
final class VerdictWords {
  private VerdictWords() {}

  /** What it means and what to do; of a valid log also how far its key is to be believed. */
  static String meaning(Verification found) {
    var meaning = meaning(found.verdict());
    return found.verdict().isValid() && found.seal().filter(s -> !isPinned(s)).isPresent()
        ? Words.of("verdict.unpinned", meaning)
        : meaning;
  }

  /** What it means and what to do. */
  static String meaning(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(var sealed, _) when sealed == 0 -> Words.of("verdict.unsealed");
      case Verdict.Valid(_, var unsealed) when unsealed > 0 -> Words.of("verdict.partly", unsealed);
      case Verdict.Valid _ -> Words.of("verdict.valid");
      case Verdict.Failed failed ->
          switch (failed.kind()) {
            case INVALID_JSON, NOT_CANONICAL -> Words.of("verdict.spelling");
            case CHAIN_BROKEN -> Words.of("verdict.chain");
            case HASH_MISMATCH -> Words.of("verdict.hash");
            case NOT_SEALED -> Words.of("verdict.written");
          };
      case Verdict.Truncated(var signed, var present) ->
          Words.of("verdict.truncated", signed - present);
      case Verdict.Fork _ -> Words.of("verdict.fork");
      case Verdict.BadSeal _ -> Words.of("verdict.seal");
      case Verdict.Unreadable _ -> Words.of("verdict.unreadable");
    };
  }

  /** Whose word it is that the key counts. */
  static String key(Verification.Seal seal) {
    var name = Untrusted.line(seal.key().name() + "+" + seal.key().idText(), 120);
    return switch (seal.keyOrigin()) {
      case PINNED -> Words.of("verify.key.pinned", name);
      case SEEN -> Words.of("verify.key.seen", name);
      case BESIDE -> Words.of("verify.key.beside", name);
    };
  }

  /** Whether somebody outside has said that the key counts. */
  static boolean isPinned(Verification.Seal seal) {
    return seal.keyOrigin() == KeyOrigin.PINNED;
  }
}
