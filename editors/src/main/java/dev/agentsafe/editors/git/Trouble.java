package dev.agentsafe.editors.git;

/** Why there is a repository that is left alone. */
public enum Trouble {
  /** It has no folder of files. */
  BARE,
  /** What makes it a repository cannot be read. */
  BROKEN,
  /** A file of it is more than is read here, or has no end. */
  TOO_LARGE,
  /** It is of a kind that is not known here. */
  UNKNOWN_FORMAT,
  /** Its {@code .git} leads to another place, which does not lead back. */
  LEADS_AWAY,
  /** Its configuration takes in other files. */
  INCLUDES,
  /** It belongs to somebody else than the workspace does. */
  OTHER_OWNER
}
