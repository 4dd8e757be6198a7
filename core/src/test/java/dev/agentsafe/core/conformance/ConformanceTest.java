package dev.agentsafe.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the conformance cases of {@code -Dconformance.dir=DIR}; by default those beside the project.
 * Where they are absent it is skipped and says so.
 */
final class ConformanceTest {
  private static final List<Suite> SUITES =
      List.of(
          new AuditSuite(),
          new ConfigErrorsSuite(),
          new DecisionsSuite(),
          new MicroSuite(),
          new PolicyTestsSuite(),
          new RateRiskSuite(),
          new StateDiffSuite(),
          new TokensSuite(),
          new RollbackSuite(),
          new TemplatesSuite());

  @TestFactory
  Stream<DynamicTest> everySuite() {
    var dir =
        Path.of(
            System.getProperty(
                "conformance.dir",
                Path.of(System.getProperty("project.root", ".."), "../shared/conformance")
                    .toString()));
    assumeTrue(Files.isDirectory(dir), () -> "no conformance cases at " + dir.normalize());
    return SUITES.stream()
        .map(suite ->
            DynamicTest.dynamicTest(
                suite.name(),
                () -> {
                  var tally = suite.run(dir.resolve(suite.name()));
                  System.out.printf(
                      "suite %s: %d passed, %d failed%s%n",
                      suite.name(),
                      tally.passed(),
                      tally.failures().size(),
                      tally.optionalDifferent() == 0
                          ? ""
                          : " (" + tally.optionalDifferent() + " optional differ)");
                  assertThat(tally.failures()).isEmpty();
                }));
  }
}
