package dev.agentsafe.editors.code;

/** What the code area says on the screen; whoever shows it has the words. */
public enum Phrase {
  EDITOR,
  LINE_PROBLEMS,
  FIND,
  REPLACEMENT,
  MATCH_CASE,
  WHOLE_WORD,
  EXPRESSION,
  NEXT,
  PREVIOUS,
  CLOSE,
  REPLACE,
  REPLACE_ALL,
  /** With which it is, and of how many. */
  COUNT,
  /** With how many. */
  FOUND,
  NOTHING_FOUND,
  /** With why. */
  BAD_EXPRESSION,
  /** With why. */
  BAD_REPLACEMENT,
  TOO_LONG,
  /** With how many. */
  REPLACED,
  CHANGED_MEANWHILE,
  LINE,
  /** With how many lines there are. */
  LINE_HELP,
  UNDO,
  REDO,
  CUT,
  COPY,
  PASTE,
  SELECT_ALL,
  COMMENT,
  WRAP,
  /** With the number of the line. */
  FIXES
}
