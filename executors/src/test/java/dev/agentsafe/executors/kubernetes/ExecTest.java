package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.Rehearsal;
import io.fabric8.kubernetes.api.model.PodList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExecTest {
  private static final Catalog STARTER = Shelf.STARTER.catalog();
  private static final Catalog REFERENCE = Shelf.REFERENCE.catalog();
  private static final CommandRules RULES =
      new CommandRules(
          List.of(
              List.of("echo", "**"),
              List.of("hostname"),
              List.of("seq", "*"),
              List.of("sleep", "*"),
              List.of("false"),
              List.of("gone")));

  private Bench bench = bench(STARTER);

  private static Bench bench(Catalog catalog) {
    var bench = new Bench(Bench.text("pods.yaml"), catalog);
    bench.commands = RULES;
    return bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String web() {
    return bench.object("/api/v1/namespaces/shop-prod/pods", PodList.class).getItems().stream()
        .map(p -> p.getMetadata().getName())
        .filter(n -> n.startsWith("web-"))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> command(String... words) {
    return Map.of("pod", web(), "command", List.of(words));
  }

  private RunRecord run(String... words) {
    return bench.run("exec-pod", "prod/shop", command(words));
  }

  private static Value.Fields output(RunRecord run) {
    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    return (Value.Fields) ((RunRecord.Succeeded) run).output();
  }

  static Stream<Catalog> catalogues() {
    return Stream.of(STARTER, REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void anAllowedCommandRunsAndItsWordsReachItAsTheyAre(Catalog catalog) {
    bench.close();
    bench = bench(catalog);

    var output = output(run("echo", "a b", "; rm -rf /", "$(id)", "`id`", "&&", "ü"));

    assertThat(output.text("stdout")).contains("a b ; rm -rf / $(id) `id` && ü\n");
    assertThat(output.get("exit_code")).contains(Value.of(0));
    assertThat(output.text("container")).contains("web");
    assertThat(output.get("truncated")).contains(Value.of(false));
  }

  @Test
  void aCommandThatEndsOtherwiseSaysHow() {
    var output = output(run("false"));

    assertThat(output.get("exit_code")).contains(Value.of(1));
    assertThat(output.text("stderr")).contains("no\n");
  }

  @Test
  void whatIsNotAllowedIsNotRunWhateverTheCatalogueChecks() {
    var shell = run("sh", "-c", "id");
    var flag = run("seq", "-w");
    bench.commands = CommandRules.NONE;
    bench.through(bench.sandbox.api());
    var none = bench.executor().rehearse(bench.order("exec-pod", "prod/shop", command("reboot")));

    assertThat(((RunRecord.Skipped) shell).why())
        .contains("Precheck `command-allowlist` failed")
        .contains("the workspace does not allow this command");
    assertThat(flag).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((Rehearsal.Outcome.NotPossible) none).why()).contains("`exec: allow:`");
  }

  @Test
  void ofMuchOutputTheBeginningIsAnswered() {
    var output = output(run("seq", "20000"));

    assertThat(output.text("stdout").orElseThrow()).startsWith("1\n2\n3\n").hasSize(64 * 1024);
    assertThat(output.get("truncated")).contains(Value.of(true));
  }

  @Test
  void aCommandThatDoesNotEndInTimeIsUnknown() {
    bench.deadline = Duration.ofMillis(900);
    var order = bench.order("exec-pod", "prod/shop", command("sleep", "5"));

    var run = bench.run(order);

    assertThat(run).isInstanceOf(RunRecord.Unknown.class);
    assertThat(((RunRecord.Unknown) run).why()).contains("it may have run, or still run");
    assertThat(bench.executor().readBack(order, Value.EMPTY)).isInstanceOf(Readback.Open.class);
  }

  @Test
  void aProgramThatIsNotThereIsNoSuccess() {
    assertThat(run("gone")).isNotInstanceOf(RunRecord.Succeeded.class);
  }

  @Test
  void whatIsNoCommandIsRefusedBeforeAnythingIsAsked() {
    var order = bench.order("exec-pod", "prod/shop", command("echo", "a\0b"));

    assertThat(((Rehearsal.Outcome.NotPossible) bench.executor().rehearse(order)).why())
        .contains("Parameter `command` must be a list of 1 to 64 texts");
  }
}
