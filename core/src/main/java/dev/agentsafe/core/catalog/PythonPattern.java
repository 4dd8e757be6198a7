package dev.agentsafe.core.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Says a pattern of Python's {@code re} in Java's words.
 *
 * <p>What differs is spelled out: classes follow Python's Unicode rules, {@code ^}, {@code $} and
 * {@code .} know only {@code \n} as a line end, every group is named by its number.
 */
final class PythonPattern {
  private static final int LONGEST = 2_000;
  private static final int DEEPEST = 50;

  private final PatternText in;
  private final Set<Integer> tested;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<Integer> closed = new HashSet<>();
  private final Set<Integer> testedHere = new HashSet<>();
  private final Deque<PatternFlags> flags = new ArrayDeque<>();
  private int groups;
  private int depth;

  private PythonPattern(String source, Set<Integer> tested) {
    this.in = new PatternText(source);
    this.tested = tested;
    flags.push(PatternFlags.NONE);
  }

  /**
   * Compiles it.
   *
   * @throws Defect where Python would not take it, or Java cannot say it
   */
  static Pattern compile(String source) throws Defect {
    if (source.length() > LONGEST) {
      throw new Defect("it is longer than 2000 characters");
    }
    var first = new PythonPattern(source, Set.of());
    var text = first.translate();
    if (!first.testedHere.isEmpty()) {
      text = new PythonPattern(source, first.testedHere).translate();
    }
    try {
      return Pattern.compile(text, Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException e) {
      throw new Defect(e.getDescription());
    }
  }

  /** Why a pattern is none. */
  static final class Defect extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Defect(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    /** In words. */
    String why() {
      return why;
    }
  }

  private String translate() throws Defect {
    alternatives();
    if (in.more()) {
      throw new Defect("unbalanced parenthesis");
    }
    return out.toString();
  }

  private PatternFlags now() {
    return flags.getFirst();
  }

  private void alternatives() throws Defect {
    sequence();
    while (in.eat("|")) {
      out.append('|');
      sequence();
    }
  }

  private void sequence() throws Defect {
    while (in.more() && in.peek() != '|' && in.peek() != ')') {
      if (now().verbose() && in.skipBlank()) {
        continue;
      }
      var from = out.length();
      var repeatable = atom();
      if (now().verbose()) {
        in.skipAllBlank();
      }
      quantifier(from, repeatable);
    }
  }

  /** Translates one atom and says whether it may be repeated. */
  private boolean atom() throws Defect {
    var c = in.next();
    switch (c) {
      case '^' -> out.append(now().multiline() ? "(?:\\A|(?<=\\n))" : "\\A");
      case '$' -> out.append(now().multiline() ? "(?=\\n|\\z)" : "(?=\\n?\\z)");
      case '.' -> out.append(now().dotAll() ? "(?s:.)" : "[^\\n]");
      case '[' -> out.append(new PatternClass(in, now()).translate());
      case '(' -> {
        return group();
      }
      case '*', '+', '?' -> throw new Defect("nothing to repeat");
      case '\\' -> {
        return escape();
      }
      default -> out.append(PatternText.literal(c));
    }
    return c != '^' && c != '$';
  }

  private void quantifier(int from, boolean repeatable) throws Defect {
    var quantifier = in.quantifier();
    if (quantifier.isEmpty()) {
      return;
    }
    if (!repeatable) {
      throw new Defect("nothing to repeat");
    }
    out.insert(from, "(?:").append(')').append(quantifier);
    if (now().verbose()) {
      in.skipAllBlank();
    }
    if (!in.quantifier().isEmpty()) {
      throw new Defect("multiple repeat");
    }
  }

  private boolean escape() throws Defect {
    if (!in.more()) {
      throw new Defect("a backslash at the end");
    }
    var word = now().word();
    switch (in.peek()) {
      case 'A' -> out.append("\\A");
      case 'Z' -> out.append("\\z");
      case 'b' ->
          out.append("(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))");
      case 'B' ->
          out.append(
              "(?!\\A\\z)(?:(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + "))");
      case 'd', 'D', 's', 'S', 'w', 'W' -> {
        out.append(now().shorthand(in.next()));
        return true;
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        reference();
        return true;
      }
      default -> {
        out.append(PatternText.literal(in.escapedCodePoint()));
        return true;
      }
    }
    in.next();
    return false;
  }

  private void reference() throws Defect {
    var octal = in.threeOctalDigits();
    if (octal >= 0) {
      out.append(PatternText.literal(octal));
      return;
    }
    var number = in.next() - '0';
    if (in.more() && in.peek() >= '0' && in.peek() <= '9') {
      number = number * 10 + (in.next() - '0');
    }
    backReference(number);
  }

  private void backReference(int group) throws Defect {
    if (!closed.contains(group)) {
      throw new Defect("there is no closed group " + group);
    }
    out.append("\\k<g").append(group).append('>');
  }

  private boolean group() throws Defect {
    if (++depth > DEEPEST) {
      throw new Defect("groups nested deeper than " + DEEPEST);
    }
    var repeatable = true;
    flags.push(now());
    if (!in.eat("?")) {
      capture();
    } else if (in.eat("P<")) {
      var name = in.until('>');
      if (!PatternText.isName(name) || names.containsKey(name)) {
        throw new Defect("bad or repeated group name `" + name + "`");
      }
      names.put(name, groups + 1);
      capture();
    } else if (in.eat("P=")) {
      backReference(named(in.until(')')));
    } else if (in.eat("#")) {
      in.until(')');
      repeatable = false;
    } else if (in.eat("(")) {
      conditional(in.until(')'));
    } else if (in.eat(":")) {
      body("(?:");
    } else if (in.eat(">")) {
      body("(?>");
    } else if (in.eat("=")) {
      body("(?=");
    } else if (in.eat("!")) {
      body("(?!");
    } else if (in.eat("<=")) {
      body("(?<=");
    } else if (in.eat("<!")) {
      body("(?<!");
    } else {
      repeatable = inlineFlags();
    }
    flags.pop();
    depth--;
    return repeatable;
  }

  private int named(String name) throws Defect {
    var group = names.get(name);
    if (group == null) {
      throw new Defect("unknown group name `" + name + "`");
    }
    return group;
  }

  private void body(String opening) throws Defect {
    out.append(opening);
    alternatives();
    close();
    out.append(')');
  }

  private void close() throws Defect {
    if (!in.eat(")")) {
      throw new Defect("a parenthesis is not closed");
    }
  }

  private void capture() throws Defect {
    var number = ++groups;
    out.append("(?<g").append(number).append('>');
    alternatives();
    close();
    closed.add(number);
    out.append(tested.contains(number) ? "(?<e" + number + ">)" : "").append(')');
  }

  /** Java has no conditionals: an empty group inside the tested one says whether it took part. */
  private void conditional(String id) throws Defect {
    var number = id.matches("[0-9]{1,3}") ? Integer.parseInt(id) : named(id);
    if (!closed.contains(number)) {
      throw new Defect("there is no closed group `" + id + "`");
    }
    testedHere.add(number);
    var test = tested.contains(number) ? "\\k<e" + number + ">" : "";
    out.append("(?:").append(test);
    sequence();
    out.append("|(?!").append(test).append(')');
    if (in.eat("|")) {
      sequence();
    }
    close();
    out.append(')');
  }

  /** Translates {@code (?i)} and {@code (?i:…)}; says whether it may be repeated. */
  private boolean inlineFlags() throws Defect {
    var start = in.position() - 2;
    var change = PatternFlags.read(in, now());
    if (in.eat(")")) {
      if (start != 0 || change.removes()) {
        throw new Defect("flags for the whole pattern must stand at its beginning");
      }
      flags.pop();
      flags.pop();
      flags.push(change.flags());
      flags.push(change.flags());
      out.append(change.flags().ignoreCase() ? "(?i)" : "");
      return false;
    }
    in.expect(':');
    flags.pop();
    flags.push(change.flags());
    body(change.flags().ignoreCase() ? "(?i:" : "(?-i:");
    return true;
  }
}
