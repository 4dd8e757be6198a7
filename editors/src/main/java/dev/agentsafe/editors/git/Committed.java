package dev.agentsafe.editors.git;

/** What came of a commit. */
public sealed interface Committed {
  /**
   * It is there.
   *
   * @param isStaged whether what is staged was brought up to it; if not, it is behind
   */
  record Done(String id, boolean isStaged) implements Committed {}

  /**
   * Nothing was changed.
   *
   * @param detail the file or the fault
   */
  record Refused(Reason reason, String detail) implements Committed {}

  /** Why nothing was committed. */
  enum Reason {
    /** A commit has a message. */
    NO_MESSAGE,
    /** The configuration does not say who commits. */
    NO_AUTHOR,
    /** Nothing was chosen that differs from the last commit. */
    NOTHING,
    /** A merge or something like it has begun and not ended. */
    UNDERWAY,
    /** A merge left several versions of a file. */
    CONFLICTED,
    /** The repository wants signatures. */
    SIGNED,
    /** The last commit holds more than is read here. */
    TOO_LARGE,
    /** Another process changes what is staged. */
    LOCKED,
    /** Somebody else committed meanwhile, or switched to another branch. */
    MOVED,
    /** A file does not hold any more what was checked, or cannot be committed. */
    OTHER_FILE,
    /** The repository cannot be used, or the disk refuses. */
    UNUSABLE
  }
}
