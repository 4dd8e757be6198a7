package dev.agentsafe.editors.finding;

import dev.agentsafe.editors.document.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces in a text; stateless.
 *
 * <p>It gives up after so many looks at the text, which takes about a second, and earlier where it
 * is called off. There are expressions that go through too many ways without a look at the text:
 * {@link Lookout} does not wait for them.
 */
public final class Search {
  private static final long MOST_READS = 40_000_000;
  private static final long FEW_READS = 2_000_000;

  private Search() {}

  /** What came of looking. */
  public sealed interface Found {
    /** All places; there may be none. */
    record At(Places places) implements Found {}

    /**
     * It is no regular expression, or one that repeats too much.
     *
     * @param why in a few words
     */
    record Bad(String why) implements Found {}

    /** It was given up or called off: the expression tries too many ways. */
    record Ended() implements Found {}
  }

  /** What came of replacing. */
  public sealed interface Replaced {
    /** Edits of the text as it is, one for each place; none where nothing is found. */
    record By(List<Edit> edits) implements Replaced {
      public By {
        edits = List.copyOf(edits);
      }
    }

    /**
     * The expression or the replacement is none.
     *
     * @param why in a few words
     */
    record Bad(String why) implements Replaced {}

    /** It was given up or called off. */
    record Ended() implements Replaced {}
  }

  /** All places of a text; none for an empty query. */
  public static Found all(String text, Query query, BooleanSupplier calledOff) {
    if (query.text().isEmpty()) {
      return new Found.At(Places.NONE);
    }
    try {
      var matcher = query.pattern().matcher(new BoundedText(text, MOST_READS, calledOff));
      var from = new int[64];
      var to = new int[64];
      int count = 0;
      while (matcher.find()) {
        if (calledOff.getAsBoolean()) {
          return new Found.Ended();
        }
        if (count == from.length) {
          from = Arrays.copyOf(from, count * 2);
          to = Arrays.copyOf(to, count * 2);
        }
        from[count] = matcher.start();
        to[count++] = matcher.end();
      }
      return new Found.At(new Places(from, to, count));
    } catch (PatternSyntaxException e) {
      return new Found.Bad(why(e));
    } catch (BoundedText.Ended | StackOverflowError e) {
      // An expression that repeats a choice keeps a frame for each repetition.
      return new Found.Ended();
    }
  }

  /**
   * Edits that put the replacement into all places.
   *
   * @param replacement as it is, or where the query is an expression with {@code $1} and {@code
   *     ${name}} for its groups, {@code \n} and {@code \t}, and {@code \} before what is meant as
   *     it is
   */
  public static Replaced replaceAll(
      String text, Query query, String replacement, BooleanSupplier calledOff) {
    return replace(
        new BoundedText(text, MOST_READS, calledOff), query, replacement, 0, Integer.MAX_VALUE);
  }

  /** Edits that put the replacement into the place that begins there; at most one. */
  public static Replaced replaceAt(String text, Query query, String replacement, int from) {
    return replace(new BoundedText(text, FEW_READS, () -> false), query, replacement, from, 1);
  }

  private static Replaced replace(
      BoundedText text, Query query, String replacement, int from, int most) {
    if (query.text().isEmpty()) {
      return new Replaced.By(List.of());
    }
    var edits = new ArrayList<Edit>();
    try {
      var matcher = query.pattern().matcher(text);
      var wanted =
          query.isExpression() ? unescaped(replacement) : Matcher.quoteReplacement(replacement);
      boolean found = matcher.find(from);
      while (found && edits.size() < most && (most > 1 || matcher.start() == from)) {
        edits.add(new Edit(matcher.start(), matcher.end(), expanded(matcher, wanted)));
        found = matcher.find();
      }
      return new Replaced.By(edits);
    } catch (PatternSyntaxException e) {
      return new Replaced.Bad(why(e));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Replaced.Bad(String.valueOf(e.getMessage()));
    } catch (BoundedText.Ended | StackOverflowError e) {
      return new Replaced.Ended();
    }
  }

  /** What takes the place of the match that was just found. */
  private static String expanded(Matcher matcher, String replacement) {
    var out = new StringBuilder();
    var result = matcher.toMatchResult();
    for (int at = 0; at < replacement.length(); at++) {
      char c = replacement.charAt(at);
      if (c == '\\') {
        if (++at == replacement.length()) {
          throw new IllegalArgumentException("`\\` stands at the end");
        }
        out.append(replacement.charAt(at));
      } else if (c == '$') {
        at = group(replacement, at, result, out);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int group(String replacement, int dollar, MatchResult result, StringBuilder out) {
    int at = dollar + 1;
    if (replacement.startsWith("{", at)) {
      int end = replacement.indexOf('}', at);
      if (end < 0) {
        throw new IllegalArgumentException("`${` is not closed");
      }
      var name = replacement.substring(at + 1, end);
      var number =
          name.matches("\\d{1,4}") ? Integer.valueOf(name) : result.namedGroups().get(name);
      append(result, number, "${" + name + "}", out);
      return end;
    }
    int end = at;
    while (end < replacement.length()
        && Character.digit(replacement.charAt(end), 10) >= 0
        && (end == at
            || Integer.parseInt(replacement.substring(at, end + 1)) <= result.groupCount())) {
      end++;
    }
    if (end == at) {
      throw new IllegalArgumentException("`$` is followed by no group; write `\\$`");
    }
    append(
        result,
        Integer.valueOf(replacement.substring(at, end)),
        replacement.substring(dollar, end),
        out);
    return end - 1;
  }

  private static void append(
      MatchResult result, @Nullable Integer number, String written, StringBuilder out) {
    if (number == null || number > result.groupCount()) {
      throw new IllegalArgumentException("there is no group `" + written + "`");
    }
    var group = result.group(number);
    out.append(group == null ? "" : group);
  }

  private static String unescaped(String replacement) {
    var out = new StringBuilder();
    for (int at = 0; at < replacement.length(); at++) {
      char c = replacement.charAt(at);
      char next = c == '\\' && at + 1 < replacement.length() ? replacement.charAt(at + 1) : 0;
      switch (next) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 0 -> out.append(c);
        default -> out.append(c).append(next);
      }
      at += next == 0 ? 0 : 1;
    }
    return out.toString();
  }

  private static String why(PatternSyntaxException e) {
    return e.getIndex() < 0
        ? e.getDescription()
        : e.getDescription() + ", character " + (e.getIndex() + 1);
  }
}
