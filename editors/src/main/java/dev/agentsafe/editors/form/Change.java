package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;

/** What somebody did in a form. */
public sealed interface Change {

  /** The place that it is made at. */
  Where at();

  /**
   * Gives a place a value, with what has to be around it where that is not there yet.
   *
   * @param value what the document says there afterwards
   */
  record Set(Where at, Value value) implements Change {}

  /**
   * Takes a key away, with its value and the comments that stand in it. A mapping that may be left
   * out and has no other key goes with it.
   */
  record Clear(Where at) implements Change {}

  /** Gives a key another name. */
  record Rename(Where at, String name) implements Change {}

  /** Adds an item at the end of a list, with the list where there is none yet. */
  record Add(Where at, Value item) implements Change {}

  /** Takes an item out of a list, with the comments that stand in it; the list stays. */
  record Remove(Where at, int index) implements Change {}

  /**
   * Moves an item to another place of its list, or an entry to another place of its mapping, with
   * its comments: those in it, and those in the lines right above it. Comments with an empty line
   * behind them stay where they are.
   *
   * @param to where it is afterwards, counted from 0
   */
  record Move(Where at, int from, int to) implements Change {}
}
