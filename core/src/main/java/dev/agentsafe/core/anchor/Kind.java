package dev.agentsafe.core.anchor;

import java.util.Arrays;
import java.util.Optional;

/** What kind of receipt somebody gives for a checkpoint. */
public enum Kind {
  /** A witness signed it after it saw that the log had only grown. */
  COSIGNATURE("note", "witness"),
  /** An authority signed when it was there at the latest, as RFC 3161 says. */
  TIMESTAMP("tsr", "time-stamp"),
  /** A bucket holds a copy that nobody can change or delete for a time. */
  COPY("lock", "locked copy");

  private final String suffix;
  private final String label;

  Kind(String suffix, String label) {
    this.suffix = suffix;
    this.label = label;
  }

  /** What the names of its receipts end with. */
  public String suffix() {
    return suffix;
  }

  static Optional<Kind> of(String suffix) {
    return Arrays.stream(values()).filter(k -> k.suffix.equals(suffix)).findFirst();
  }

  /** The word for people. */
  @Override
  public String toString() {
    return label;
  }
}
