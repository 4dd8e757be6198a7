package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shape is looked for wherever it is: passing over texts at once passes over no secret. */
final class SecretShapesTest {
  private static final String LETTERS = "abcdefABCDEF0123456789";

  /** Of what the shapes are made, and letters that become others in lower case. */
  private static final List<String> PIECES =
      List.of(
          "-----BEGIN ",
          "EC PRIVATE KEY",
          "PRIVATE KEY BLOCK",
          "-----",
          "eyJ",
          "AKIA",
          "ASIA",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "glpat-",
          "xoxb-",
          "hvs.",
          "hvb.",
          "AIza",
          "sk_live_",
          "rk_live_",
          "npm_",
          "bearer ",
          "Basic\t",
          "BEARER ",
          "://",
          "u:",
          "@",
          "PassWord",
          "passwd",
          "PWD",
          "Secret",
          "TOKENS",
          "api_key",
          "API-Key",
          "accesskey",
          "private_key",
          "Account-Key",
          "client_key_data",
          "credentials",
          "=",
          " = ",
          "\"",
          "\": \"",
          ": ",
          ":",
          "'",
          "\n",
          " ",
          ".",
          "_",
          "-",
          "\u212a",
          "\u0130",
          "\u017f",
          "\u03a3",
          "[",
          "true");

  private static final String LONG = "0123456789abcdefghijABCDEFGHIJ0123456";

  /** One of each shape, and of each kind that a shape knows. */
  private static final List<String> SAMPLES =
      Stream.concat(
              Stream.of(
                  "-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----",
                  "-----BEGIN PGP PRIVATE KEY BLOCK-----\nMHc",
                  "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
                  "AKIA0123456789ABCDEF",
                  "ASIA0123456789ABCDEF",
                  "ghp_" + LONG,
                  "github_pat_" + LONG,
                  "glpat-" + LONG,
                  "xoxb-" + LONG,
                  "hvs." + LONG,
                  "AIza" + LONG,
                  "rk_live_" + LONG,
                  "npm_" + LONG,
                  "bearer " + LONG,
                  "Basic " + LONG,
                  "https://anna:opensesame@db.example/"),
              Stream.of(
                      "db_password",
                      "passwd",
                      "PWD",
                      "Secret",
                      "TOKENS",
                      "api-key",
                      "accesskey",
                      "private_key",
                      "AccountKey",
                      "clientKeyData",
                      "credentials")
                  .flatMap(name ->
                      Stream.of(
                          name + " = opensesame",
                          "{\"" + name + "\": \"opensesame\"}",
                          name + ": opensesame")))
          .toList();

  @Test
  void oneOfEachKindIsHidden() {
    for (var sample : SAMPLES) {
      assertThat(SecretShapes.hidden("see\n" + sample, _ -> "[gone]")).contains("[gone]");
    }
  }

  @Test
  void whateverAShapeFindsIsLookedFor() {
    var random = new Random(5);
    var found = new ArrayList<>(Collections.nCopies(SecretShapes.SHAPES.size(), 0));
    for (var round = 0; round < 15_000; round++) {
      var text = text(random);
      var lower = text.toLowerCase(Locale.ROOT);
      for (var i = 0; i < SecretShapes.SHAPES.size(); i++) {
        var shape = SecretShapes.SHAPES.get(i);
        if (shape.pattern().matcher(text).find()) {
          found.set(i, found.get(i) + 1);
          assertThat(shape.mayBeIn(lower)).as("%s in `%s`", shape.pattern(), text).isTrue();
        }
      }
    }
    assertThat(found).as("how often each shape was there").allMatch(times -> times >= 50);
  }

  @Test
  void textsWithoutSecretsArePassedOver() {
    assertThat(SecretShapes.SHAPES.stream().filter(shape -> shape.mayBeIn("scale up the web")))
        .isEmpty();
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    if (random.nextBoolean()) {
      SAMPLES
          .get(random.nextInt(SAMPLES.size()))
          .chars()
          .forEach(letter -> text.append(slipped((char) letter, random)));
    }
    for (var part = 1 + random.nextInt(6); part > 0; part--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) == 0) {
        random
            .ints(1 + random.nextInt(44), 0, LETTERS.length())
            .forEach(at -> text.append(LETTERS.charAt(at)));
      }
    }
    return text.toString();
  }

  /** Now and then another letter, or of another case. */
  private static char slipped(char letter, Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> Character.toUpperCase(letter);
      case 1 -> Character.toLowerCase(letter);
      case 2 -> LETTERS.charAt(random.nextInt(LETTERS.length()));
      default -> letter;
    };
  }
}
