package dev.agentsafe.editors.finding;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.PatternSyntaxException;

/**
 * Adds up how often an expression demands that something is repeated, one repetition inside of
 * another. What repeats something that reads nothing, such as the beginning of a line, would never
 * end otherwise.
 */
final class Repetitions {
  private static final long MOST = 5_000;

  private final String expression;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long here = 1;
  private long last = 1;
  private int at;

  private Repetitions(String expression) {
    this.expression = expression;
  }

  /**
   * Refuses an expression that repeats too much.
   *
   * @throws PatternSyntaxException where it does
   */
  static void check(String expression) {
    new Repetitions(expression).run();
  }

  private void run() {
    while (at < expression.length()) {
      char c = expression.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> set();
        case '(' -> {
          outer.push(here);
          here = 1;
          last = 1;
          at++;
        }
        case ')' -> {
          last = here;
          here = Math.max(last, outer.isEmpty() ? 1 : outer.pop());
          at++;
        }
        case '{' -> count();
        default -> {
          // What says how greedy a repetition is does not begin anything.
          last = c == '?' || c == '+' || c == '*' ? last : 1;
          at++;
        }
      }
    }
  }

  private void escape() {
    last = 1;
    if (expression.startsWith("\\Q", at)) {
      int end = expression.indexOf("\\E", at);
      at = end < 0 ? expression.length() : end + 2;
      return;
    }
    at += 2;
    if (at <= expression.length()
        && "xpPNo".indexOf(expression.charAt(at - 1)) >= 0
        && expression.startsWith("{", at)) {
      int end = expression.indexOf('}', at);
      at = end < 0 ? expression.length() : end + 1;
    }
  }

  /** Passes over a set of characters, with sets in it. */
  private void set() {
    int depth = 0;
    do {
      char c = expression.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      at += c == '\\' ? 2 : 1;
    } while (depth > 0 && at < expression.length());
    last = 1;
  }

  private void count() {
    int end = ++at;
    long times = 0;
    while (end < expression.length() && Character.isDigit(expression.charAt(end))) {
      times = Math.min(times * 10 + Character.digit(expression.charAt(end), 10), MOST + 1);
      end++;
    }
    last *= Math.max(times, 1);
    if (last > MOST) {
      throw new PatternSyntaxException(
          "repeats something more than " + MOST + " times", expression, at - 1);
    }
    here = Math.max(here, last);
    at = end;
    int close = expression.indexOf('}', end);
    at = close < 0 ? end : close + 1;
  }
}
