package dev.agentsafe.core.journal;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows what secrets look like, wherever they stand; pure.
 *
 * <p>It errs on the side of hiding. What has no shape of its own is not found: declare such
 * parameters {@code secret}.
 */
final class SecretShapes {
  private static final int SHORTEST = 8;
  private static final String NAME =
      "[A-Za-z0-9_.-]{0,40}(?:password|passwd|pwd|secret|token|api_?-?key|access_?-?key"
          + "|private_?-?key|account_?-?key|client_?-?key(?:_?-?data)?|credential)s?";

  /** One of these is in each {@link #NAME}. */
  private static final List<String> NAMED =
      List.of("pass", "pwd", "secret", "token", "key", "credential");

  /**
   * What one kind of secret looks like.
   *
   * @param sign is in every text with such a secret, in lower case
   * @param words one of them is, too
   * @param pattern hides its group {@code s}, or all of it where it has none
   */
  record Shape(String sign, List<String> words, Pattern pattern) {
    private static Shape of(String sign, List<String> words, String pattern) {
      return new Shape(sign, words, Pattern.compile(pattern));
    }

    /**
     * Whether it is worth looking; most texts have no secret, and are done with at once.
     *
     * @param lower the text in lower case
     */
    boolean mayBeIn(String lower) {
      return lower.contains(sign) && words.stream().anyMatch(lower::contains);
    }
  }

  static final List<Shape> SHAPES =
      List.of(
          Shape.of(
              "-----begin ",
              List.of("private key"),
              "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?"
                  + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\\z)"),
          Shape.of(".", List.of("eyj"), "\\beyJ[A-Za-z0-9_-]{6,}(?:\\.[A-Za-z0-9_-]*){2,4}"),
          Shape.of("a", List.of("akia", "asia"), "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
          Shape.of(
              "",
              List.of("_", "-", "hv", "aiza"),
              "\\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}"
                  + "|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}"
                  + "|hv[sbr]\\.[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{35}"
                  + "|[rs]k_live_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{36})"),
          Shape.of(
              "b",
              List.of("bearer", "basic"),
              "(?i)\\b(?:bearer|basic)\\s+(?<s>[A-Za-z0-9+/=._~-]{16,})"),
          Shape.of("@", List.of("://"), "://[^/\\s:@]{0,100}:(?<s>[^/\\s@]{1,200})@"),
          Shape.of("=", NAMED, "(?i)\\b" + NAME + "\\s?=\\s?[\"']?(?<s>[^\\s\"',;&]{4,})"),
          Shape.of("\"", NAMED, "(?i)\"" + NAME + "\"\\s?:\\s?\"(?<s>[^\"]{4,})\""),
          // A flag says whether something is secret, and a bracket only begins what may be one.
          Shape.of(
              ":",
              NAMED,
              "(?im)^[ \\t-]*"
                  + NAME
                  + ":[ \\t]+(?!(?:true|false)\\s*(?:#|$)|[\\[{])[\"']?(?<s>[^\\s\"',;]{4,})"));

  private static final Pattern MEMBER =
      Pattern.compile(
          "(?:.*[_.-])?(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key"
              + "|secret[_-]?key|private[_-]?key|account[_-]?key|client[_-]?secret"
              + "|client[_-]?key(?:[_-]?data)?|credentials?)");

  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private SecretShapes() {}

  /** The text with a mark in the place of each secret in it. */
  static String hidden(String text, UnaryOperator<String> mark) {
    if (text.length() < SHORTEST) {
      return text;
    }
    var hidden = text;
    var lower = text.toLowerCase(Locale.ROOT);
    for (var shape : SHAPES) {
      if (shape.mayBeIn(lower)) {
        hidden =
            shape
                .pattern()
                .matcher(hidden)
                .replaceAll(m -> Matcher.quoteReplacement(marked(m, mark)));
        lower = hidden.toLowerCase(Locale.ROOT);
      }
    }
    return hidden;
  }

  private static String marked(MatchResult match, UnaryOperator<String> mark) {
    var whole = match.group();
    if (!match.namedGroups().containsKey("s")) {
      return mark.apply(whole);
    }
    var secret = match.group("s");
    // What an earlier shape hid stays hidden as it is.
    if (secret.startsWith("[redacted")) {
      return whole;
    }
    var from = match.start("s") - match.start();
    return whole.substring(0, from) + mark.apply(secret) + whole.substring(from + secret.length());
  }

  /** Whether a member of that name holds a secret. */
  static boolean isSecretName(String name) {
    var snake = HUMP.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    return MEMBER.matcher(snake).matches();
  }
}
