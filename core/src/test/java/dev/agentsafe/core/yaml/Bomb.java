package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A small text that some reader of YAML makes much of. */
record Bomb(String name, String text) {
  private static final int MANY = 20_000;

  static List<Bomb> all() {
    var bombs = new ArrayList<Bomb>();
    bombs.add(new Bomb("aliases of aliases", laughs()));
    bombs.add(new Bomb("an alias many times", "a: &a [x, x]\nb: [" + "*a, ".repeat(MANY) + "x]\n"));
    bombs.add(new Bomb("an alias of itself", "a: &a [*a]\n"));
    bombs.add(new Bomb("merged keys", "a: &a {x: 1}\nb:\n  <<: [*a, *a]\n"));
    bombs.add(new Bomb("lists in lists", "[".repeat(MANY) + "]".repeat(MANY)));
    bombs.add(new Bomb("lists never closed", "[".repeat(3 * MANY)));
    bombs.add(new Bomb("mappings in mappings", "{a: ".repeat(MANY) + "}".repeat(MANY)));
    bombs.add(new Bomb("blocks in blocks", blocks()));
    bombs.add(new Bomb("items in items", "- ".repeat(MANY)));
    bombs.add(new Bomb("keys that are mappings", "? ".repeat(MANY) + "x"));
    bombs.add(new Bomb("unknown keys", lines("key%d: 1")));
    bombs.add(new Bomb("one key many times", "rules: []\n".repeat(MANY)));
    bombs.add(new Bomb("unknown keys of rules", "rules:\n" + lines("  - {nmae%d: 1}")));
    bombs.add(new Bomb("a number of many digits", "rules: " + "9".repeat(MANY * 3)));
    bombs.add(new Bomb("a number in sixties", "rules: 1" + ":59".repeat(MANY)));
    bombs.add(new Bomb("a priority of many digits", priority()));
    bombs.add(new Bomb("a number in base 16", "rules: 0x" + "f".repeat(MANY * 3)));
    bombs.add(new Bomb("a long key", "k".repeat(MANY * 3) + ": 1\n"));
    bombs.add(new Bomb("a text never closed", "rules: \"" + "a\n\n".repeat(MANY)));
    bombs.add(new Bomb("escapes", "rules: \"" + "\\U0001F600".repeat(MANY / 2) + "\"\n"));
    bombs.add(new Bomb("many documents", "---\na: 1\n".repeat(MANY)));
    bombs.add(new Bomb("many directives", "%TAG ! tag:x,2000:\n".repeat(MANY) + "--- a\n"));
    bombs.add(
        new Bomb("a tag that makes objects", "rules: !!javax.script.ScriptEngineManager []\n"));
    bombs.add(new Bomb("comments alone", "# x\n".repeat(MANY)));
    bombs.add(new Bomb("more than is read", "a".repeat(Document.LONGEST + 1)));
    return bombs;
  }

  private static String laughs() {
    return "a0: &a0 [lol, lol, lol]\n"
        + IntStream.range(1, 30)
            .mapToObj(i -> "a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1))
            .collect(Collectors.joining());
  }

  private static String blocks() {
    var text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.repeat(" ", i).append("a:\n");
    }
    return text.toString();
  }

  private static String priority() {
    return "rules: [{name: a, match: {}, decision: alow, reason: r, priority: "
        + "7".repeat(MANY)
        + "}]";
  }

  private static String lines(String format) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> format.formatted(i) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return name;
  }
}
