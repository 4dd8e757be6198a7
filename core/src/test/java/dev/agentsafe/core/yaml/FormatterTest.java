package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laying out changes how a file looks and nothing of what it says. */
final class FormatterTest {
  private static final Path STARTER =
      Path.of("../app/src/main/resources/dev/agentsafe/app/starter");

  private static Optional<Object> meaning(String text) {
    var problems = new Problems("f");
    return Document.read(new Source("f", text), problems).map(FormatterTest::plain);
  }

  /** A value without its places. */
  private static Object plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> List.of(scalar.text(), scalar.value(), scalar.form());
      case Node.Sequence list -> list.items().stream().map(FormatterTest::plain).toList();
      case Node.Mapping map ->
          map.entries().stream()
              .map(entry -> List.of("entry", plain(entry.key()), plain(entry.value())))
              .toList();
    };
  }

  private static List<String> comments(String text) {
    return Pieces.of(text).comments().stream().map(comment -> comment.text().strip()).toList();
  }

  private static String checked(String text) {
    var laid = Formatter.format(text);
    assertThat(Formatter.format(laid)).as(text).isEqualTo(laid);
    assertThat(meaning(laid)).as(text).isEqualTo(meaning(text));
    assertThat(comments(laid)).as(text).isEqualTo(comments(text));
    return laid;
  }

  @Test
  void aFileKeepsItsMarkAndTheLineEndsOfWindows() {
    var tidy = "\ufeffrules:\r\n  - name: one\r\n    reason: >-\r\n      some\r\n      text\r\n";
    assertThat(Formatter.format(tidy)).isEqualTo(tidy);
    assertThat(checked("rules:\r\n-   name:  one\r\n")).isEqualTo("rules:\r\n  - name: one\r\n");
  }

  @Test
  void anUntidyFileIsLaidOutAndKeepsItsCommentsAndTexts() {
    var untidy =
        """
        # rules\r
        \r
        \r
        rules:
        # first
        -   name:   one   # the one
            match: { actions:  [a ,b,  'c, d'] }
            reason: >-
                long
                  text

            approval:
                  quorum:
                  - roles: [x]
                  # not yet
                  -   users: [y]  \s
            note: some
              more



        # last
        -   name: two
        """;

    assertThat(checked(untidy))
        .isEqualTo(
            """
            # rules

            rules:
              # first
              - name: one   # the one
                match: {actions: [a, b, 'c, d']}
                reason: >-
                    long
                      text

                approval:
                  quorum:
                    - roles: [x]
                    # not yet
                    - users: [y]
                note: some
                  more

              # last
              - name: two
            """);
  }

  @Test
  void goodFilesAreLaidOutAlready() throws IOException {
    try (var all = Files.walk(STARTER)) {
      for (var file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        assertThat(checked(Files.readString(file))).isEqualTo(Files.readString(file));
      }
    }
  }

  @Test
  void whatIsNoYamlIsLeftAsItIs() {
    for (var text : List.of("a: [b\n", "\ta: 1\n", "a: &x 1\n", "", "# only\n")) {
      assertThat(Formatter.format(text)).isEqualTo(text);
    }
  }

  @Test
  void aFileThatWasMessedUpComesBack() throws IOException {
    var random = new Random(8);
    for (var name :
        List.of("policies/20-production.yaml", "inventory.yaml", "tests/staging.yaml")) {
      var good = Files.readString(STARTER.resolve(name));
      for (int round = 0; round < 10; round++) {
        var messy = messedUp(good, random);
        var ends = messy.contains("\r\n") ? "\r\n" : "\n";
        assertThat(checked(messy)).isEqualTo(good.replace("\n", ends));
      }
    }
  }

  /** The same with other indentation, blanks and empty lines. */
  private static String messedUp(String good, Random random) {
    int step = 1 + random.nextInt(5);
    var lines = new ArrayList<String>();
    for (var line : good.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      var rest = line.strip();
      if (!rest.matches("(#|reason|description).*")) {
        rest = rest.replace(", ", random.nextBoolean() ? "," : " ,  ").replaceFirst(": ", ":   ");
      }
      lines.add(
          " ".repeat(step * indent)
              + (rest.startsWith("- ") ? "- " + " ".repeat(2 * step - 2) + rest.substring(2) : rest)
              + " ".repeat(random.nextInt(3)));
      if (rest.isEmpty()) {
        lines.add("");
      }
    }
    return String.join(random.nextBoolean() ? "\n" : "\r\n", lines);
  }

  @Test
  void whateverTheTextIsFormatKeepsItsMeaningAndItsCommentsAndIsDoneAtOnce() throws IOException {
    var random = new Random(9);
    var seeds = new ArrayList<String>();
    for (var name :
        List.of(
            "policies/20-production.yaml", "actions/scale-deployment.yaml", "agent-safe.yaml")) {
      seeds.add(Files.readString(STARTER.resolve(name)));
    }
    seeds.add(
        """
        a:
        - b: |
            x

             y\s
        - c: >2
            z
        - - d
          -   e # c
        -
          f: "g
           h"
        - [1,
         2]
        """);
    int changed = 0;
    for (int round = 0; round < 250; round++) {
      var text = Noise.changed(seeds.get(random.nextInt(seeds.size())), random);
      changed += checked(text).equals(text) ? 0 : 1;
    }
    for (int round = 0; round < 300; round++) {
      checked(Noise.text(random));
    }
    assertThat(changed).as("texts that were laid out").isGreaterThan(15);
  }
}
