package dev.agentsafe.core.audit;

/** What the verification of a log came to. */
public sealed interface Verdict {

  /** Whether nothing speaks against the log. */
  default boolean isValid() {
    return this instanceof Valid;
  }

  /** The sentence that people are shown. */
  String sentence();

  /**
   * Every line is as it was written.
   *
   * @param sealed how many lines the latest checkpoint covers; 0 where there is none
   * @param unsealed how many lines follow it
   */
  record Valid(long sealed, long unsealed) implements Verdict {
    /** How many lines there are. */
    public long entries() {
      return sealed + unsealed;
    }

    @Override
    public String sentence() {
      if (sealed == 0) {
        return "VALID, unsealed " + unsealed;
      }
      return "VALID, sealed " + sealed + (unsealed == 0 ? "" : ", unsealed " + unsealed);
    }
  }

  /**
   * A line is not as it was written.
   *
   * @param line the first such line, 1-based
   * @param why in words
   */
  record Failed(long line, Kind kind, String why) implements Verdict {
    @Override
    public String sentence() {
      return "FAIL at line " + line + ": " + why;
    }
  }

  /** Lines that a checkpoint covers are gone. */
  record Truncated(long signed, long present) implements Verdict {
    @Override
    public String sentence() {
      return "TRUNCATED: " + signed + " signed, " + present + " present";
    }
  }

  /** The log is another one than a checkpoint that was seen before. */
  record Fork(String why) implements Verdict {
    @Override
    public String sentence() {
      return "FORK: " + why;
    }
  }

  /** What seals the log cannot be trusted: a checkpoint, a signature or a key. */
  record BadSeal(String why) implements Verdict {
    @Override
    public String sentence() {
      return "FAIL at the seal: " + why;
    }
  }

  /** There is no log to verify, or it cannot be read. */
  record Unreadable(String why) implements Verdict {
    @Override
    public String sentence() {
      return "FAIL: " + why;
    }
  }

  /** How a line is wrong. */
  enum Kind {
    /** It is no JSON object. */
    INVALID_JSON("invalid_json"),
    /** It does not follow the line before it. */
    CHAIN_BROKEN("chain_broken"),
    /** Its content is another one than its hash says. */
    HASH_MISMATCH("hash_mismatch"),
    /** It means what was written, spelled otherwise. */
    NOT_CANONICAL("not_canonical"),
    /** It is another one than the one that a checkpoint covers. */
    NOT_SEALED("not_sealed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word for machines, such as {@code chain_broken}. */
    public String label() {
      return label;
    }
  }
}
