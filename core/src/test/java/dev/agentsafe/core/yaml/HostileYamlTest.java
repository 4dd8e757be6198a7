package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.lint.Code;
import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.style.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Test T11: texts that were broken, mistyped or made to do harm.
 *
 * <p>Nothing is thrown, nothing costs much, and what is refused is refused with its place. Time is
 * the processor's, with room to spare; what was measured is in the documentation.
 */
@Timeout(600)
final class HostileYamlTest {
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_NANOS = 10_000_000_000L;
  private static final int MALFORMED = 2_000;
  private static final int TYPOS = 500;
  private static final Path STARTER =
      Sources.root().resolve("app/src/main/resources/dev/agentsafe/app/starter");
  private static final Path REFERENCE = Sources.root().resolve("../shared/reference-data");
  private static final String[] BROKEN = {
    "\t",
    "&a ",
    "*a",
    "!!int ",
    "<<: *a",
    "---\n",
    "...\n",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "|\n",
    "%YAML 1.3\n",
    "? ",
    "\u0000",
    "\uFEFF",
    "\uD800",
    "@",
    "`",
    ",",
    ": : ",
    "\n  \n \t- ",
  };

  /** One kind of file, a good one of it, and what loads it. */
  private record Good(Source source, Function<Source, Loaded<?>> loader) {

    Loaded<?> load(String text) {
      return loader.apply(new Source(source.file(), text));
    }
  }

  private static List<Good> policies() throws IOException {
    Function<Source, Loaded<?>> loader = source -> RuleLoader.load(List.of(source));
    var found = new ArrayList<>(all(STARTER.resolve("policies"), loader));
    found.addAll(all(REFERENCE.resolve("policies"), loader));
    return found;
  }

  private static List<Good> all() throws IOException {
    var found = new ArrayList<>(policies());
    found.addAll(all(STARTER.resolve("actions"), s -> CatalogLoader.load(List.of(s))));
    found.addAll(all(REFERENCE.resolve("actions"), s -> CatalogLoader.load(List.of(s))));
    found.addAll(all(STARTER.resolve("tests"), s -> PolicyTests.load(List.of(s))));
    found.add(good(STARTER.resolve("inventory.yaml"), InventoryLoader::load));
    found.add(good(REFERENCE.resolve("inventory.yaml"), InventoryLoader::load));
    return found;
  }

  private static List<Good> all(Path folder, Function<Source, Loaded<?>> loader)
      throws IOException {
    var found = new ArrayList<Good>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        found.add(good(file, loader));
      }
    }
    return found;
  }

  private static Good good(Path file, Function<Source, Loaded<?>> loader) throws IOException {
    var name = String.valueOf(file.getFileName());
    return new Good(new Source(name, Files.readString(file)), loader);
  }

  /** Loads, and holds what it cost and what it said against what is promised. */
  private static Loaded<?> cheaply(Good good, String text) {
    var done = Effort.of(() -> good.load(text));
    assertThat(done.effort().bytes())
        .as("bytes for %s", good.source().file())
        .isLessThan(MOST_BYTES);
    assertThat(done.effort().cpuNanos())
        .as("time for %s", good.source().file())
        .isLessThan(MOST_NANOS);
    if (done.result() instanceof Loaded.Bad<?>(List<Problem> problems)) {
      assertThat(problems)
          .isNotEmpty()
          .allSatisfy(p -> {
            assertThat(p.location().file()).isEqualTo(good.source().file());
            assertThat(p.location().line()).isPositive();
            assertThat(p.location().column()).isPositive();
            assertThat(Code.of(p.code())).as(p.code()).isPresent();
          });
    }
    return done.result();
  }

  @Test
  void malformedFilesAreRefusedWithTheirPlaces() throws IOException {
    var random = new Random(20_261_111);
    var seeds = all();
    int refused = 0;
    int tried = 0;
    while (refused < MALFORMED) {
      var seed = seeds.get(random.nextInt(seeds.size()));
      var text = broken(seed.source().text(), random);
      if (cheaply(seed, text) instanceof Loaded.Bad<?>) {
        refused++;
      }
      var source = List.of(new Source("f.yaml", text));
      assertThat(Linter.check(new WorkspaceFiles(source, source, Optional.empty(), source)))
          .isNotEmpty();
      assertThat(++tried).as("texts that turned out to be no worse").isLessThan(4 * MALFORMED);
    }
  }

  private static String broken(String good, Random random) {
    var text = new StringBuilder(good);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(40)));
        case 1 -> text.setLength(Math.max(1, at));
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 60)));
        default -> text.insert(at, BROKEN[random.nextInt(BROKEN.length)]);
      }
    }
    return text.toString();
  }

  /** One slip of the finger in a key, or in a word of a fixed set, of a policy that loads. */
  @Test
  void noMistypedPolicyLoads() throws IOException {
    var random = new Random(4_711);
    var seeds = policies();
    int made = 0;
    int guessed = 0;
    while (made < TYPOS) {
      var seed = seeds.get(random.nextInt(seeds.size()));
      var words = MeaningfulWords.of(seed.source());
      var word = words.get(random.nextInt(words.size()));
      var typo = word.mistyped(random);
      if (typo.isEmpty()) {
        continue;
      }
      var loaded = cheaply(seed, word.replacedBy(typo.get()));
      assertThat(loaded)
          .as("%s for %s in %s", typo.get(), word.text(), seed.source().file())
          .isInstanceOf(Loaded.Bad.class);
      var problems = ((Loaded.Bad<?>) loaded).problems();
      assertThat(problems).anyMatch(p -> p.location().line() == word.line());
      guessed +=
          problems.stream().anyMatch(p -> p.message().contains("`" + word.text() + "`")) ? 1 : 0;
      made++;
    }
    assertThat(guessed)
        .as("problems that name the word that was meant")
        .isGreaterThan(TYPOS * 9 / 10);
  }

  /** What is left out of a long list of warnings must not be the one error. */
  @Test
  void manyWarningsDoNotHideAnError() throws IOException {
    var good = Files.readString(STARTER.resolve("actions/scale-deployment.yaml"));
    var dates = "2024-01-01, ".repeat(300) + "2024-01-01";
    var text =
        good.replaceFirst("(?m)^  fields:$", "  fields:\n    dates: [" + dates + "]")
            + "reversibel: 1\n";
    var loaded = CatalogLoader.load(List.of(new Source("a.yaml", text)));
    assertThat(loaded).isInstanceOf(Loaded.Bad.class);
    assertThat(((Loaded.Bad<?>) loaded).problems())
        .filteredOn(p -> p.code().equals("unquoted-date"))
        .hasSize(200);
    assertThat(((Loaded.Bad<?>) loaded).problems()).anyMatch(p -> p.code().equals("unknown-key"));
  }

  static List<Bomb> bombs() {
    return Bomb.all();
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void bombsDoNotGoOff(Bomb bomb) {
    for (var good :
        List.of(
            new Good(new Source("b.yaml", ""), s -> CatalogLoader.load(List.of(s))),
            new Good(new Source("b.yaml", ""), s -> RuleLoader.load(List.of(s))),
            new Good(new Source("b.yaml", ""), s -> PolicyTests.load(List.of(s))),
            new Good(new Source("b.yaml", ""), InventoryLoader::load))) {
      assertThat(cheaply(good, bomb.text())).as(bomb.name()).isInstanceOf(Loaded.Bad.class);
    }
  }

  @Test
  void thereAreTwentyBombs() {
    assertThat(Bomb.all()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(Bomb.all()).extracting(Bomb::name).doesNotHaveDuplicates();
  }
}
