package dev.agentsafe.core.policy;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What loading 10,000 rules costs beside a bare walk over the events of the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoadRulesBenchmark {
  private final String text = ManyRules.yaml(10_000);
  private final YAMLFactory factory = new YAMLFactory();

  /** Located, strict and validated. */
  @Benchmark
  public Object load() {
    return RuleLoader.load(List.of(new Source("rules.yaml", text)));
  }

  /** The same, and made ready to decide. */
  @Benchmark
  public Object loadAndCompile() {
    return switch (RuleLoader.load(List.of(new Source("rules.yaml", text)))) {
      case Loaded.Good<List<Rule>>(var rules, var _) -> new PolicySet(rules);
      case Loaded.Bad<List<Rule>> bad -> bad;
    };
  }

  /** Tokens alone, thrown away. */
  @Benchmark
  public Object tokens() {
    int tokens = 0;
    try (var parser = factory.createParser(text)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }
}
