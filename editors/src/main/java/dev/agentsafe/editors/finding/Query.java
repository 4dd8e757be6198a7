package dev.agentsafe.editors.finding;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is looked for.
 *
 * @param text as it was typed
 * @param matchesCase whether large and small letters differ
 * @param isWord whether no letter, digit or underscore may stand beside it
 * @param isExpression whether it is a regular expression, in which {@code ^} and {@code $} are the
 *     ends of lines
 */
public record Query(String text, boolean matchesCase, boolean isWord, boolean isExpression) {

  /**
   * The same as a pattern.
   *
   * @throws PatternSyntaxException where it is no regular expression, or repeats too much
   */
  Pattern pattern() {
    int flags = Pattern.MULTILINE;
    if (!matchesCase) {
      flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    }
    if (isExpression) {
      Repetitions.check(text);
    }
    var alone = isExpression ? text : Pattern.quote(text);
    var pattern = Pattern.compile(alone, flags);
    return isWord
        ? Pattern.compile("(?<![\\p{L}\\p{N}_])(?:" + alone + ")(?![\\p{L}\\p{N}_])", flags)
        : pattern;
  }
}
