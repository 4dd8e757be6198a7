package dev.agentsafe.editors.git;

import org.eclipse.jgit.lib.RepositoryState;

/** What somebody has begun in a repository and not ended. */
public enum Underway {
  NOTHING,
  MERGE,
  REBASE,
  CHERRY_PICK,
  REVERT,
  BISECT,
  /** Patches are being applied. */
  APPLY;

  static Underway of(RepositoryState state) {
    return switch (state) {
      case SAFE, BARE -> NOTHING;
      case MERGING, MERGING_RESOLVED -> MERGE;
      case CHERRY_PICKING, CHERRY_PICKING_RESOLVED -> CHERRY_PICK;
      case REVERTING, REVERTING_RESOLVED -> REVERT;
      case REBASING, REBASING_REBASING, REBASING_MERGE, REBASING_INTERACTIVE -> REBASE;
      case APPLY -> APPLY;
      case BISECTING -> BISECT;
    };
  }
}
