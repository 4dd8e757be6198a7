package dev.agentsafe.editors.git;

/** What a file on disk is to the last commit. */
public enum Mark {
  /** It holds what the last commit holds. */
  UNCHANGED,
  /** It holds something else. */
  CHANGED,
  /** The last commit does not have it. */
  NEW,
  /** The last commit has it, the disk does not. */
  GONE,
  /** A merge left several versions of it. */
  CONFLICTED,
  /** The repository does not want it. */
  IGNORED,
  /** A symbolic link: Git keeps where it leads, and not what it holds. */
  LINK,
  /** The repository wants a program to translate it, and none is run. */
  FILTERED,
  /** It is not of this repository: of a submodule, or behind a linked folder. */
  ELSEWHERE;

  /** Whether a commit can take it. */
  public boolean isCommittable() {
    return this == CHANGED || this == NEW || this == GONE;
  }
}
