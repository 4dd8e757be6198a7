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

  /** Each hides its group {@code s}, or all of it where it has none. */
  private static final List<Pattern> SHAPES =
      List.of(
          Pattern.compile(
              "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?"
                  + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\\z)"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{6,}(?:\\.[A-Za-z0-9_-]*){2,4}"),
          Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
          Pattern.compile(
              "\\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}"
                  + "|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}"
                  + "|hv[sbr]\\.[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{35}"
                  + "|[rs]k_live_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{36})"),
          Pattern.compile("(?i)\\b(?:bearer|basic)\\s+(?<s>[A-Za-z0-9+/=._~-]{16,})"),
          Pattern.compile("://[^/\\s:@]{0,100}:(?<s>[^/\\s@]{1,200})@"),
          Pattern.compile("(?i)\\b" + NAME + "\\s?=\\s?[\"']?(?<s>[^\\s\"',;&]{4,})"),
          Pattern.compile("(?i)\"" + NAME + "\"\\s?:\\s?\"(?<s>[^\"]{4,})\""),
          // A flag says whether something is secret, and a bracket only begins what may be one.
          Pattern.compile(
              "(?im)^[ \\t-]*"
                  + NAME
                  + ":[ \\t]+(?!(?:true|false)\\s*(?:#|$)|[\\[{])[\"']?(?<s>[^\\s\"',;]{4,})"));

  private static final Pattern MEMBER =
      Pattern.compile(
          "(?:.*[_.-])?(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key"
              + "|secret[_-]?key|private[_-]?key|account[_-]?key|client[_-]?secret"
              + "|client[_-]?key(?:[_-]?data)?|credentials?)");

  private SecretShapes() {}

  /** The text with a mark in the place of each secret in it. */
  static String hidden(String text, UnaryOperator<String> mark) {
    if (text.length() < SHORTEST) {
      return text;
    }
    var hidden = text;
    for (var shape : SHAPES) {
      hidden = shape.matcher(hidden).replaceAll(m -> Matcher.quoteReplacement(marked(m, mark)));
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
    var snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return MEMBER.matcher(snake).matches();
  }
}
