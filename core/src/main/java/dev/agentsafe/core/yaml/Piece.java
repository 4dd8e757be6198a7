package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a YAML file that was read alone; immutable. Its lines are counted from its own first
 * one, so that it stays the same wherever it moves to.
 */
public final class Piece {
  private static final int MOST_REPAIRS = 8;
  private static final int LONGEST_REPAIRED = 256 * 1024;
  private static final int LONGEST_WORD = 200;
  private static final Pattern WORD = Pattern.compile("( *(?:- ++)*+)([A-Za-z_][\\w.-]*)[ \\t]*");
  private static final Pattern DASH = Pattern.compile("( *-)(?:[ \\t].*)?");

  /** What it is of its file. */
  public enum Shape {
    /** One entry of the outermost mapping. */
    ENTRY,
    /** One item of a list that is the value of such an entry. */
    ITEM,
    /** All of it. */
    WHOLE
  }

  private final Shape shape;
  private final String text;
  private final Optional<Node> node;
  private final List<Problem> problems;
  private final List<Broken> broken;

  private Piece(
      Shape shape, String text, Optional<Node> node, List<Problem> problems, List<Broken> broken) {
    this.shape = shape;
    this.text = text;
    this.node = node;
    this.problems = List.copyOf(problems);
    this.broken = List.copyOf(broken);
  }

  /** A text that is not even looked at. */
  static Piece refused(String code, String words) {
    var problems = new Problems("");
    problems.error(1, 1, code, words);
    var broken = new Broken(new Span(1, 1, 1, 1), problems.list().getFirst());
    return new Piece(Shape.WHOLE, "", Optional.empty(), problems.list(), List.of(broken));
  }

  /** What stands there; where it is no YAML, what is left without the broken lines. */
  static Piece read(Shape shape, String text) {
    var problems = new Problems("");
    var node = parse(shape, text, problems);
    if (node.isPresent() || !problems.hasErrors()) {
      return new Piece(shape, text, node, problems.list(), List.of());
    }
    return text.length() > LONGEST_REPAIRED
        ? new Piece(shape, text, Optional.empty(), problems.list(), List.of(all(text, problems)))
        : new Repair(shape, text, problems.list()).piece();
  }

  private static Broken all(String text, Problems problems) {
    var lines = lines(text);
    return new Broken(stretch(lines, 0, lines.size() - 1), problems.list().getLast());
  }

  private static Span stretch(List<String> lines, int from, int to) {
    var last = lines.get(to);
    return new Span(from + 1, 1, to + 1, last.codePointCount(0, last.length()) + 1);
  }

  private static List<String> lines(String text) {
    return List.of(text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1));
  }

  private static Optional<Node> parse(Shape shape, String text, Problems problems) {
    int depth =
        switch (shape) {
          case WHOLE, ENTRY -> 0;
          case ITEM -> 1;
        };
    var node = Document.read(text, depth, problems);
    if (node.isEmpty() || fits(shape, node.get())) {
      return node;
    }
    problems.error(
        node.get(),
        "syntax",
        "this is no YAML: a key and `:` are expected here, this is " + node.get().kind());
    return Optional.empty();
  }

  private static boolean fits(Shape shape, Node node) {
    return switch (shape) {
      case WHOLE -> true;
      case ENTRY -> node instanceof Node.Mapping map && map.entries().size() == 1;
      case ITEM -> node instanceof Node.Sequence list && list.items().size() == 1;
    };
  }

  /** What it is of its file. */
  public Shape shape() {
    return shape;
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** A mapping of one entry, a list of one item, or the whole value. */
  public Optional<Node> node() {
    return node;
  }

  /** What is wrong with it as YAML. */
  public List<Problem> problems() {
    return problems;
  }

  /** What was passed over; empty where all of it is YAML. */
  public List<Broken> broken() {
    return broken;
  }

  /** Takes lines out until the rest can be read. */
  private static final class Repair {
    private final Shape shape;
    private final String text;
    private final List<Problem> problems;
    private final List<String> lines;
    private final List<Broken> broken = new ArrayList<>();
    private Problems noticed = new Problems("");

    Repair(Shape shape, String text, List<Problem> problems) {
      this.shape = shape;
      this.text = text;
      this.problems = problems;
      lines = lines(text);
    }

    Piece piece() {
      var left = new ArrayList<>(lines);
      var why = problems.getLast();
      for (int tries = 0; tries < MOST_REPAIRS; tries++) {
        int at = Math.clamp(why.location().line() - 1, 0, left.size() - 1);
        while (at > 0 && left.get(at).isBlank()) {
          at--;
        }
        broken.add(new Broken(stretch(lines, at, at), problems.getLast()));
        var found = attempt(left, at);
        if (found.isPresent()) {
          return new Piece(shape, text, found, problems, broken);
        }
        if (!noticed.hasErrors()) {
          break;
        }
        why = noticed.list().getLast();
      }
      return new Piece(
          shape,
          text,
          Optional.empty(),
          problems,
          List.of(new Broken(stretch(lines, 0, lines.size() - 1), problems.getLast())));
    }

    /** A bare word may be a key that is not finished; else the line is left out. */
    private Optional<Node> attempt(List<String> left, int at) {
      var line = left.get(at);
      var word = WORD.matcher(line);
      if (line.length() <= LONGEST_WORD && word.matches()) {
        left.set(at, word.group(1) + word.group(2) + ":");
        var found = read(left);
        if (found.isPresent()) {
          return found;
        }
      }
      var dash = DASH.matcher(line);
      left.set(at, dash.matches() && shape == Shape.ITEM && at == 0 ? dash.group(1) : "");
      return read(left);
    }

    private Optional<Node> read(List<String> left) {
      noticed = new Problems("");
      return parse(shape, String.join("\n", left), noticed);
    }
  }
}
