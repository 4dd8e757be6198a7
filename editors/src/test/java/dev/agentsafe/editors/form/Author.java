package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Somebody who writes documents in a manner of their own, and changes anything in a form. */
final class Author {
  static final List<String> HOSTILE =
      List.of(
          ": ",
          "a: b",
          "a:",
          ":a",
          "#",
          "a # b",
          "a #b",
          "- ",
          "-",
          "- a",
          "? a",
          "  before",
          "behind  ",
          "",
          " ",
          "\"",
          "'",
          "it's",
          "\"quoted\" and 'quoted'",
          "\\",
          "\\n",
          "a\nb",
          "a\n\n  b\n",
          "\n",
          "a\n",
          "a\r\nb",
          "\t",
          "a\tb",
          "ü",
          "日本語",
          "🦀 crab",
          "a\u2028b",
          "a\u2029b",
          "a\u0085b",
          "\ufeffa",
          "a\ufeffb",
          "\u0000",
          "\u001b[31m",
          "\u00a0",
          "a\u200bb",
          "yes",
          "No",
          "on",
          "true",
          "null",
          "~",
          "1",
          "01",
          "1e3",
          "1.5",
          ".5",
          "0x1f",
          "1_000",
          "12:30",
          "+1",
          "-.inf",
          ".NaN",
          "2020-01-01",
          "2020-01-01T00:00:00Z",
          "<<",
          "=",
          "[a]",
          "{a: b}",
          "]",
          "}",
          ",",
          "a, b",
          "&a",
          "*a",
          "!t",
          "|",
          ">",
          "|-",
          "%a",
          "@a",
          "`a`",
          "---",
          "...",
          "--- a",
          "scale-*",
          "a".repeat(300),
          "word ".repeat(60).strip(),
          "y",
          "n");

  private final Random random;
  private final int step;
  private final int dashes;
  private final boolean windows;

  Author(Random random) {
    this.random = random;
    step = 1 + random.nextInt(4);
    dashes = random.nextBoolean() ? 0 : 1 + random.nextInt(3);
    windows = random.nextInt(4) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A document with rules, comments and empty lines. */
  String document() {
    var text = new StringBuilder(random.nextInt(6) == 0 ? "\ufeff" : "");
    comment(text, 0);
    text.append("rules:").append(trail()).append('\n');
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(3) == 0) {
        text.append('\n');
      }
      comment(text, dashes);
      text.append(" ".repeat(dashes)).append("- ");
      fields(text, dashes + 2, 0, true);
    }
    if (random.nextBoolean()) {
      comment(text, dashes);
      text.append("x-last: ").append(scalar()).append(trail());
      text.append(random.nextBoolean() ? "\n" : "");
    }
    return windows ? text.toString().replace("\n", "\r\n") : text.toString();
  }

  /** Tests whose parameters are anything, in any layout. */
  String tests() {
    var text = new StringBuilder();
    comment(text, 0);
    text.append("tests:").append(trail()).append('\n');
    for (int i = 0; i <= random.nextInt(2); i++) {
      comment(text, dashes);
      text.append(" ".repeat(dashes)).append("- name: test ").append(i).append(trail());
      var indent = "\n" + " ".repeat(dashes + 2);
      text.append(indent).append("action: ");
      text.append(any(List.of("scale-deployment", "restart-pod", "\"nobody's\"")));
      text.append(indent).append("expect: deny").append(indent).append("params:");
      switch (random.nextInt(4)) {
        case 0 -> text.append(" {namespace: ").append(scalar()).append(", replicas: 3}\n");
        case 1 -> text.append(" {}").append(trail()).append('\n');
        default -> {
          text.append(trail()).append('\n');
          params(text, dashes + 2 + step);
        }
      }
    }
    return windows ? text.toString().replace("\n", "\r\n") : text.toString();
  }

  private void params(StringBuilder text, int column) {
    boolean some = false;
    for (var key : List.of("namespace", "replicas", "dry_run", "\"odd one\"", "labels", "list")) {
      if (random.nextInt(3) > 0 || (!some && key.equals("list"))) {
        some = true;
        comment(text, column);
        text.append(" ".repeat(column)).append(key).append(':');
        value(text, column, 1);
      }
    }
  }

  private void comment(StringBuilder text, int column) {
    while (random.nextInt(4) == 0) {
      text.append(" ".repeat(column)).append("# ").append(random.nextInt(1000)).append('\n');
      text.append(random.nextInt(3) == 0 ? "\n" : "");
    }
  }

  private String trail() {
    return random.nextInt(4) == 0 ? "  # " + random.nextInt(1000) : "";
  }

  private void fields(StringBuilder text, int column, int depth, boolean begun) {
    var keys = List.of("name", "description", "match", "decision", "callers", "roles", "x-note");
    boolean first = begun;
    for (var key : keys) {
      if (random.nextInt(3) == 0 && !(key.equals("name") && begun)) {
        continue;
      }
      if (!first) {
        comment(text, column);
        text.append(" ".repeat(column));
      }
      first = false;
      text.append(key).append(':');
      value(text, column, depth);
    }
  }

  private void value(StringBuilder text, int column, int depth) {
    switch (random.nextInt(depth > 2 ? 5 : 8)) {
      case 0 -> text.append(trail()).append('\n');
      case 1 ->
          text.append(" [")
              .append(scalar())
              .append(", ")
              .append(scalar())
              .append(']')
              .append(trail())
              .append('\n');
      case 2 -> block(text, column);
      case 3 ->
          text.append(" {a: ").append(scalar()).append(", b: []}").append(trail()).append('\n');
      case 4 -> text.append(' ').append(scalar()).append(trail()).append('\n');
      case 5 -> list(text, column);
      case 6 -> {
        text.append(trail()).append('\n');
        int deeper = column + step;
        text.append(" ".repeat(deeper));
        text.append("name: ").append(scalar()).append(trail()).append('\n');
        comment(text, deeper);
        text.append(" ".repeat(deeper)).append("decision:");
        value(text, deeper, depth + 1);
      }
      default -> {
        text.append(trail()).append('\n').append(" ".repeat(column + dashes)).append("- ");
        fields(text, column + dashes + 2, depth + 2, true);
      }
    }
  }

  private void list(StringBuilder text, int column) {
    text.append(trail()).append('\n');
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      comment(text, column + dashes);
      text.append(" ".repeat(column + dashes)).append("- ").append(scalar()).append(trail());
      text.append('\n');
    }
  }

  private void block(StringBuilder text, int column) {
    text.append(' ').append(any(List.of("|", "|-", ">", ">-"))).append('\n');
    for (int i = 0; i <= random.nextInt(3); i++) {
      text.append(" ".repeat(column + step)).append("words # of it\n");
      text.append(random.nextInt(4) == 0 ? "\n" : "");
    }
  }

  private String scalar() {
    return any(
        List.of(
            "a",
            "plain words",
            "'it''s'",
            "\"q\\n\"",
            "1",
            "true",
            "null",
            "2020-01-01",
            "scale-*",
            "\"\"",
            "'# no'",
            "1.5"));
  }

  Value text() {
    return Value.of(any(HOSTILE));
  }

  private Value single() {
    return switch (random.nextInt(6)) {
      case 0 -> Value.of(random.nextBoolean());
      case 1 -> new Value.Int(BigInteger.valueOf(random.nextLong()));
      case 2 ->
          new Value.Real(
              any(List.of(0.5, -2.0, 1e20, 1e-7, 3e15, 0.0, Double.MAX_VALUE, -1.25e-300)));
      default -> text();
    };
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 1 ? 1 : 4)) {
      case 1 -> new Value.Items(List.of(single(), value(depth + 1)));
      case 2 -> {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("name", single());
        fields.put(any(HOSTILE), value(depth + 1));
        yield new Value.Fields(fields);
      }
      case 3 ->
          new Value.Items(List.of(new Value.Fields(Map.of("roles", Value.texts(List.of("x"))))));
      default -> single();
    };
  }

  /** Some change of a document. */
  Change change(Node root) {
    var places = new ArrayList<Where>();
    places(root, Where.ROOT, places);
    var at = any(places);
    var node = at.in(root).orElseThrow();
    boolean keyed = !at.isRoot() && at.steps().getLast() instanceof Where.Step.Key;
    if (keyed && random.nextInt(8) == 0) {
      return new Change.Rename(at, any(HOSTILE));
    }
    return switch (node) {
      case Node.Scalar scalar ->
          keyed && random.nextInt(4) == 0
              ? random.nextBoolean() ? new Change.Clear(at) : new Change.Rename(at, any(HOSTILE))
              : new Change.Set(at, random.nextInt(4) == 0 ? value(0) : single());
      case Node.Sequence list ->
          switch (random.nextInt(list.items().isEmpty() ? 1 : keyed ? 4 : 3)) {
            case 0 -> new Change.Add(at, value(0));
            case 1 -> new Change.Remove(at, random.nextInt(list.items().size()));
            case 2 ->
                new Change.Move(
                    at, random.nextInt(list.items().size()), random.nextInt(list.items().size()));
            default -> new Change.Clear(at);
          };
      case Node.Mapping map ->
          switch (random.nextInt(keyed ? 5 : 4)) {
            case 3 ->
                map.entries().isEmpty()
                    ? new Change.Set(at.key("new"), value(0))
                    : new Change.Move(
                        at,
                        random.nextInt(map.entries().size()),
                        random.nextInt(map.entries().size()));
            case 0 -> new Change.Set(at.key(any(HOSTILE)), value(0));
            case 1 -> new Change.Set(at.key("approval").key("quorum").key("roles"), value(0));
            case 2 -> new Change.Add(at.key("tags"), value(0));
            default -> new Change.Clear(at);
          };
    };
  }

  private static void places(Node node, Where at, List<Where> all) {
    all.add(at);
    switch (node) {
      case Node.Scalar scalar -> {}
      case Node.Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          places(list.items().get(i), at.item(i), all);
        }
      }
      case Node.Mapping map ->
          map.entries().forEach(e -> places(e.value(), at.key(e.key().text()), all));
    }
  }
}
