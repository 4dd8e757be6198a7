package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Read in pieces or strictly: a good text says the same, a bad one is bad in both. */
final class PiecesTest {
  private static final Path STARTER =
      Path.of("../app/src/main/resources/dev/agentsafe/app/starter");
  private static final Path REFERENCE = Path.of("../../shared/reference-data");
  private static final String RULES =
      """
      # what may be done
      rules:
        - name: one # the first
          match: {actions: ["a-*", b]}
        - name: two
          reason: |
            - name: no rule
            it's text
        - name: three
          reason: "of two
            lines"
      x-more: [1,
        2]
      """;

  private static Optional<Node> strictly(String text) {
    return Document.read(new Source("f", text), new Problems("f"));
  }

  private static void agrees(String text) {
    var problems = new Problems("f");
    var strict = Document.read(new Source("f", text), problems);
    var pieces = Pieces.of(text);
    var found = pieces.placed().stream().flatMap(placed -> placed.problems("f").stream()).toList();

    assertThat(found.isEmpty()).as("%.2000s %s", text, found).isEqualTo(problems.list().isEmpty());
    if (pieces.isSound()) {
      assertThat(pieces.root()).as(text).isEqualTo(strict);
    }
    assertThat(found).allMatch(p -> p.location().line() > 0 && p.location().column() > 0);
  }

  @Test
  void aTextIsCutAtEntriesAndAtItemsAndNowhereElse() {
    var pieces = Pieces.of(RULES);

    assertThat(pieces.placed().stream().map(p -> p.above() + p.key()))
        .containsExactly("0", "2rules", "4rules", "8rules", "11");
    assertThat(pieces.root()).isEqualTo(strictly(RULES));
    assertThat(pieces.comments().stream().map(c -> c.span().line() + c.text() + c.alone()))
        .containsExactly("1# what may be donetrue", "3# the firstfalse");
  }

  @Test
  void valuesKnowWhereTheyEnd() {
    var root = (Node.Mapping) strictly("a: [x, 'y y']\nb:\n  c: d\n\n\ne: f\n").orElseThrow();

    assertThat(root.entries().stream().map(entry -> entry.value().span()))
        .containsExactly(new Span(1, 4, 1, 14), new Span(3, 3, 3, 7), new Span(6, 4, 6, 5));
  }

  @Test
  void aBrokenRuleHidesNoOther() {
    var text = RULES.replace("match: {actions: [\"a-*\", b]}", "match: {actions: [\"a-*\", b}");
    var pieces = Pieces.of(text);

    assertThat(pieces.broken("p.yaml"))
        .extracting(broken -> broken.span().line())
        .containsExactly(4);
    assertThat(pieces.broken("p.yaml").getFirst().why().toString()).startsWith("p.yaml:4:");
    var rules =
        (Node.Sequence) ((Node.Mapping) pieces.root().orElseThrow()).entries().getFirst().value();
    assertThat(rules.items().stream().map(rule -> Section.peek(rule, "name")))
        .containsExactly("one", "two", "three");
  }

  @Test
  void aWordThatIsBeingTypedIsAKeyWithoutAValue() {
    var pieces = Pieces.of("rules:\n  - name: one\n    mat\n    reason: r\n");
    var rules =
        (Node.Sequence) ((Node.Mapping) pieces.root().orElseThrow()).entries().getFirst().value();

    assertThat(((Node.Mapping) rules.items().getFirst()).entries())
        .extracting(entry -> entry.key().text() + entry.key().line())
        .containsExactly("name2", "mat3", "reason4");
    assertThat(pieces.broken("f").getFirst().why().location().line()).isEqualTo(3);
  }

  @Test
  void whatWasBegunAndNeverEndedIsReportedWhereItBegins() {
    assertThat(Pieces.of("a: 'x\nb: 1\nc: 2\n").broken("f").getFirst().why().toString())
        .startsWith("f:1:4: ");
    assertThat(Pieces.of("a: [x,\n  y\nb: 1\n").broken("f").getFirst().why().toString())
        .startsWith("f:1:4: ");
    assertThat(Pieces.of("a: 1\nword\nb: 1\n").broken("f").getFirst().why().toString())
        .startsWith("f:2:1: ");
  }

  @Test
  void aTextOfSeveralLinesMayLookLikeWhatComesNext() {
    agrees("a: \"x\nb: y\"\nc: 1\n");
    agrees("rules:\n- a: \"x\n- b: y\"\n- c: z\nd: 1\n");
    agrees("rules:\n- a: \"x\n- b: y\nd: y\"\nd: 1\n");
    agrees("rules:\n- a: [x,\n- b: y]\n- c: z\nd: 1\n");
    assertThat(Pieces.of("rules:\n- a: 'x\n- b: y'\nd: 1\n").isSound()).isTrue();
    assertThat(Pieces.of("rules:\n- a: 'x\n- b: y\nd: 1\n").placed()).hasSize(4);
  }

  @Test
  void goodFilesAreReadAlikeInPieces() throws IOException {
    int files = 0;
    for (var folder : List.of(STARTER, REFERENCE)) {
      try (var all = Files.walk(folder)) {
        for (var file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
          var text = Files.readString(file);
          agrees(text);
          agrees(text.replace("\n", "\r\n"));
          files++;
        }
      }
    }
    assertThat(files).isGreaterThan(60);
  }

  @Test
  void anyTextIsGoodInPiecesWhereItIsGoodStrictlyAndNothingIsThrown() throws IOException {
    var random = new Random(5);
    var seeds = seeds();
    for (int round = 0; round < 800; round++) {
      agrees(Noise.changed(seeds.get(random.nextInt(seeds.size())), random));
    }
    for (int round = 0; round < 1_200; round++) {
      agrees(Noise.text(random));
    }
  }

  @Test
  void hugeDeepBinaryAndCutTextsAreReadOrRefusedWithAPlace() throws IOException {
    var texts = new ArrayList<String>();
    for (var bit :
        List.of("[", "{a: ", "- ", "? ", "\"", "'", "a:\n ", "&a ", "*a\n", "!!a ", "|\n")) {
      texts.add(bit.repeat(3_000));
      texts.add("rules:\n  - a: 1\n  - " + bit.repeat(500) + "\n  - b: 2\n");
    }
    texts.add("a: " + "x".repeat(300_000) + "\n");
    texts.add("a: \"" + "x\n".repeat(50_000));
    texts.add("a: |\n" + "  x\n".repeat(50_000) + "b: [\n");
    texts.add("\uFEFFa: 1\r\nb: \uD83D\uDE00\r\nc: \uD800\r\n");
    var random = new Random(15);
    for (int round = 0; round < 60; round++) {
      var bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      texts.add(new String(bytes, StandardCharsets.ISO_8859_1));
      var seed = seeds().get(random.nextInt(4));
      texts.add(seed.substring(0, random.nextInt(seed.length())));
      texts.add(seed.substring(random.nextInt(seed.length())));
    }
    for (var text : texts) {
      agrees(text);
      assertThat(Formatter.format(text)).isNotNull();
    }
  }

  @Test
  void whatWasReadBeforeMakesNoDifference() throws IOException {
    var random = new Random(6);
    var seeds = seeds();
    for (int round = 0; round < 60; round++) {
      var text = seeds.get(random.nextInt(seeds.size()));
      var pieces = Pieces.of(text);
      for (int change = 0; change < 15; change++) {
        text = Noise.changed(text, random);
        pieces = pieces.edited(text);
        var fresh = Pieces.of(text);
        assertThat(pieces.root()).isEqualTo(fresh.root());
        assertThat(pieces.broken("f")).isEqualTo(fresh.broken("f"));
        assertThat(pieces.comments()).isEqualTo(fresh.comments());
        assertThat(places(pieces)).isEqualTo(places(fresh));
      }
    }
  }

  private static List<String> places(Pieces pieces) {
    return pieces.placed().stream()
        .map(p -> p.above() + p.key() + p.piece().shape() + p.piece().text())
        .toList();
  }

  /** A good text again and again, because much noise makes one that is only read as a whole. */
  @Test
  void oneChangeOfAGoodTextAndItsWayBackMakeNoDifference() throws IOException {
    var random = new Random(7);
    int kept = 0;
    for (var seed : seeds()) {
      var pieces = Pieces.of(seed);
      for (int round = 0; round < 400; round++) {
        var changed = moved(Noise.changed(seed, random), random);
        for (var text : List.of(changed, seed)) {
          var before = pieces;
          pieces = pieces.edited(text);
          assertThat(places(pieces)).as(text).isEqualTo(places(Pieces.of(text)));
          // Those that were not even placed anew: all of them are where all of a text is cut.
          var known = Collections.newSetFromMap(new IdentityHashMap<Pieces.Placed, Boolean>());
          known.addAll(before.placed());
          kept += (int) pieces.placed().stream().filter(known::contains).count();
        }
      }
    }
    assertThat(kept).as("pieces that stayed as they were").isGreaterThan(2_000);
  }

  /** Mostly as it is; else with a line of it elsewhere too, or without one. */
  private static String moved(String text, Random random) {
    var lines = new ArrayList<>(text.lines().toList());
    if (lines.size() < 2 || random.nextInt(3) > 0) {
      return text;
    }
    var line = lines.get(random.nextInt(lines.size()));
    if (random.nextBoolean()) {
      lines.remove(line);
    } else {
      lines.add(random.nextInt(lines.size()), line);
    }
    return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() {
    var before = Pieces.of(RULES);
    var after = before.edited(RULES.replace("name: two", "name: zwei\n    priority: 1"));

    assertThat(after.placed().get(1).piece()).isSameAs(before.placed().get(1).piece());
    assertThat(after.placed().get(3).piece()).isSameAs(before.placed().get(3).piece());
    assertThat(after.placed().get(3).above()).isEqualTo(before.placed().get(3).above() + 1);
  }

  private static List<String> seeds() throws IOException {
    var seeds = new ArrayList<>(List.of(RULES));
    for (var name :
        List.of(
            "policies/20-production.yaml", "actions/scale-deployment.yaml", "agent-safe.yaml")) {
      seeds.add(Files.readString(STARTER.resolve(name)));
    }
    return seeds;
  }
}
