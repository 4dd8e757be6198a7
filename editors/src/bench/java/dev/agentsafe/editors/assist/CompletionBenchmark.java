package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes from a keystroke in the middle of a file of rules to what can be written there and
 * to what stands there, beside reading that file once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
public class CompletionBenchmark {
  private static final String RULE =
      """
        - name: rule-%d
          description: Reading changes nothing
          priority: %d
          match:
            actions: [get-configmap, get-pod-logs, rollout-status]
            targets:
              environments: [prod]
            callers:
              roles: [observer, deployer]
          decision: allow
          reason: Known agents may look at production
      """;

  /** How long the file is. */
  @Param({"1000", "20000"})
  private int lines;

  private Optional<Workbench> bench = Optional.empty();
  private Optional<Assistant> assistant = Optional.empty();
  private Path file = Path.of("");
  private String text = "";
  private int place;
  private int version;

  /** The workspace that {@code init} writes, with one long file more. */
  @Setup
  public void workspace() throws IOException {
    var root = Files.createTempDirectory("completion");
    var starter =
        Path.of(System.getProperty("project.root", "../.."))
            .resolve("app/src/main/resources/dev/agentsafe/app/starter");
    try (var files = Files.walk(starter)) {
      for (var each : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var copy = root.resolve(starter.relativize(each).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(each, copy);
      }
    }
    var rules = new StringBuilder("rules:\n");
    for (int i = 0; i < lines / 11; i++) {
      rules.append(RULE.formatted(i, i % 900));
    }
    text = rules.toString();
    place = text.indexOf("[get-configmap", text.length() / 2) + 1;
    file = root.resolve("policies/90-many.yaml");
    var made = new Workbench(root.resolve("agent-safe.yaml"));
    made.change(file, text, 0);
    bench = Optional.of(made);
    assistant = Optional.of(new Assistant(made, Shapes.read()));
  }

  private String typed() {
    version++;
    return text.substring(0, place) + "re".substring(0, version % 3) + ", " + text.substring(place);
  }

  /** A keystroke, and everything that can be written where it was. */
  @Benchmark
  public List<Offer> keystrokeAndCompletion() {
    bench.orElseThrow().change(file, typed(), version);
    return assistant.orElseThrow().completion(file, place + version % 3);
  }

  /** What the name beside it stands for. */
  @Benchmark
  public Optional<Meaning> hover() {
    return assistant.orElseThrow().hover(file, place + 6);
  }

  /** The floor of it all: the file read once, nothing remembered. */
  @Benchmark
  public Object readOnce() {
    return Tree.of("many.yaml", text).root();
  }
}
