package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** From a keystroke in a policy file to what is wrong with the workspace, beside a bare parse. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class KeystrokeBenchmark {
  // from the folder `target`, where benchmarks run
  private static final Path STARTER =
      Path.of("../../app/src/main/resources/dev/agentsafe/app/starter");

  @Param({"1000", "20000"})
  private int lines;

  private Typist typist = new Typist(100);
  private final Linter linter = new Linter();
  private final List<Problem> unread = new ArrayList<>();
  private List<Source> actions = List.of();
  private List<Source> policies = List.of();
  private List<Source> tests = List.of();
  private Optional<Source> inventory = Optional.empty();

  /** The starter's workspace with one more policy file. */
  @Setup
  public void open() {
    typist = new Typist(lines);
    actions = SourceFiles.ofFolder(STARTER.resolve("actions"), "actions", unread);
    policies = SourceFiles.ofFolder(STARTER.resolve("policies"), "policies", unread);
    tests = SourceFiles.ofFolder(STARTER.resolve("tests"), "tests", unread);
    inventory = SourceFiles.read(STARTER.resolve("inventory.yaml"), unread);
    if (!unread.isEmpty()) {
      throw new IllegalStateException(unread.toString());
    }
    look(typist.good());
  }

  private List<Problem> look(String text) {
    var all = new ArrayList<>(policies);
    all.add(new Source("policies/50-teams.yaml", text));
    return linter.look(new WorkspaceFiles(actions, all, inventory, tests));
  }

  /** Everything: the pieces, the shape, the meaning of all files beside each other. */
  @Benchmark
  public List<Problem> keystroke() {
    return look(typist.next());
  }

  /** The same, by a linter that has never looked before. */
  @Benchmark
  public List<Problem> fromScratch() {
    var all = new ArrayList<>(policies);
    all.add(new Source("policies/50-teams.yaml", typist.next()));
    return Linter.check(new WorkspaceFiles(actions, all, inventory, tests));
  }

  /** The events of the YAML library for the same text, thrown away. */
  @Benchmark
  public int bareParse() {
    var parser = new ParserImpl(new StreamReader(typist.good()), new LoaderOptions());
    int events = 0;
    while (!parser.checkEvent(Event.ID.StreamEnd)) {
      parser.getEvent();
      events++;
    }
    return events;
  }
}
