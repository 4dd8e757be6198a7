package dev.agentsafe.core.runner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an executor says of how it does an action, for people; {@code docs/actions.md} is made of
 * it.
 *
 * @param grammar a parameter to what its value must be, in words, beyond what the catalogue
 *     declares; what holds between several has all their names, such as {@code min, max}
 * @param prechecks the name of each precheck that it knows to what that looks at
 * @param course what it does from rehearsal to verification
 * @param undoing whether it can be undone
 */
public record Manual(
    Map<String, String> grammar, Map<String, Check> prechecks, Course course, Undoing undoing) {
  public Manual {
    grammar = Collections.unmodifiableMap(new LinkedHashMap<>(grammar));
    prechecks = Collections.unmodifiableMap(new LinkedHashMap<>(prechecks));
  }

  /** What becomes of a run whose precheck does not hold. */
  public enum Weight {
    /** It is stopped. */
    BLOCKING,
    /** People are told. */
    ADVISORY,
    /** One or the other, as {@link Check#words} says. */
    DEPENDS
  }

  /**
   * A precheck.
   *
   * @param words what holds where it passes
   */
  public record Check(Weight weight, String words) {

    /** One that stops the run where it does not hold. */
    public static Check blocking(String words) {
      return new Check(Weight.BLOCKING, words);
    }

    /** One that warns where it does not hold. */
    public static Check advisory(String words) {
      return new Check(Weight.ADVISORY, words);
    }

    /** One that stops the run or warns. */
    public static Check depends(String words) {
      return new Check(Weight.DEPENDS, words);
    }
  }

  /**
   * The way of an action, each in a sentence without its full stop.
   *
   * @param rehearsal where what would change comes from, and which side effects are listed
   * @param execution what is sent
   * @param verification what is waited for
   * @param owners which other owners of the object are named; {@code -} where it can have none
   */
  public record Course(String rehearsal, String execution, String verification, String owners) {}

  /** Whether what was done can be undone. */
  public sealed interface Undoing {

    /** By the catalogue's roll-back action; the words say what comes back. */
    record Inverse(String words) implements Undoing {}

    /** It cannot, and this is why. */
    record Irreversible(String why) implements Undoing {}

    /** There is nothing to undo. */
    record ChangesNothing() implements Undoing {}
  }
}
