package dev.agentsafe.editors.git;

/** What a look at a workspace's folder found. */
public sealed interface Seen {
  /** It is in no repository. */
  record Nothing() implements Seen {}

  /**
   * It is in a repository that is left alone.
   *
   * @param detail the path or the fault
   */
  record Unusable(Trouble trouble, String detail) implements Seen {}

  /** It is in a repository. */
  record Found(Standing standing) implements Seen {}
}
