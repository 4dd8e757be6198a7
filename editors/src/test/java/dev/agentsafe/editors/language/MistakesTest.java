package dev.agentsafe.editors.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.lint.Code;
import dev.agentsafe.core.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of mistakes in good files: each is found where it is, and nothing else is said. */
final class MistakesTest {
  private static final Path STARTER =
      Path.of("../app/src/main/resources/dev/agentsafe/app/starter");
  private static final Path REFERENCE = Path.of("../../shared/reference-data");

  @TempDir private Path root;

  @BeforeEach
  void workspace() throws IOException, URISyntaxException {
    copy(STARTER, root);
    Files.copy(resource("operators.yaml"), root.resolve("operators.yaml"));
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(MistakesTest.class.getResource(name)).toURI());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> {
            try {
              var target = to.resolve(from.relativize(file).toString());
              Files.createDirectories(target.getParent());
              Files.copy(file, target);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static List<Mistake> mistakes() throws IOException, URISyntaxException {
    var all = new ArrayList<Mistake>();
    try (Stream<Path> files = Files.list(resource("mistakes"))) {
      for (var file : files.sorted().toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("# "))
            .map(Mistake::of)
            .forEach(all::add);
      }
    }
    return all;
  }

  private String said(Mistake mistake, Problem problem) {
    var at = problem.location();
    var file = root.relativize(Path.of(at.file())).toString();
    return problem.code()
        + " "
        + (file.equals(mistake.file()) ? "" : file + ":")
        + at.line()
        + ":"
        + at.column();
  }

  @Test
  void everyMistakeIsFoundWhereItIsAndNothingElseIsSaid() throws IOException, URISyntaxException {
    var bench = new Workbench(root.resolve("agent-safe.yaml"));
    var diagnosis = new Diagnosis(bench);
    var wrong = new ArrayList<String>();
    var mistakes = mistakes();
    for (var mistake : mistakes) {
      var file = root.resolve(mistake.file());
      var good = Files.readString(file);
      bench.change(file, mistake.in(good), 1);
      var said = diagnosis.list().stream().map(p -> said(mistake, p)).sorted().toList();
      if (!said.equals(mistake.said())) {
        wrong.add(mistake + " but " + said);
      }
      bench.change(file, good, 2);
    }
    assertThat(wrong).as(wrong.size() + " of " + mistakes.size()).isEmpty();
    assertThat(mistakes).hasSizeGreaterThanOrEqualTo(500);
    assertThat(mistakes.stream().flatMap(m -> m.said().stream()).map(s -> s.split(" ", 2)[0]))
        .allMatch(code -> Code.of(code).isPresent());
  }

  @Test
  void goodFilesHaveNoProblems() {
    assertThat(Diagnosis.check(root.resolve("agent-safe.yaml"))).isEmpty();
  }

  /** It asks for targets that its inventory does not have, which is a hint and may be meant. */
  @Test
  void theReferenceDataHasNoErrors() throws IOException {
    copy(REFERENCE, root.resolve("reference"));
    Files.writeString(
        root.resolve("reference/agent-safe.yaml"),
        "registry: actions\npolicies: policies\ninventory: inventory.yaml\n");

    assertThat(Diagnosis.check(root.resolve("reference/agent-safe.yaml")))
        .noneMatch(p -> p.severity() == Problem.Severity.ERROR);
  }
}
