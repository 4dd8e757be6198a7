package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/** Functions of Lambda. */
final class FunctionsTest {
  private static final String BILLS = "prod/bills";
  private static final String CONFIGURE = "lambda-update-function-config";
  private static final String INVOKE = "lambda-invoke-function";

  private Seeds seeds;
  private LambdaClient lambda;
  private Cloud cloud;
  private String function = "";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() throws IOException {
    seeds = new Seeds(Moto.shared().endpoint());
    lambda = seeds.lambda();
    function = seeds.function(Map.of("MODE", "old", "KEEP", "same"));
    use(Catalogue.STARTER);
  }

  private void use(Catalogue catalogue) {
    cloud = new Cloud(catalogue, Moto.shared().endpoint());
    cloud.target(BILLS, "aws-lambda-function", Map.of("function_name", function));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  private GetFunctionConfigurationResponse live() {
    return lambda.getFunctionConfiguration(asked -> asked.functionName(function));
  }

  @ParameterizedTest
  @EnumSource
  void setsMemoryAndTimeAndBack(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> asked = Map.of("memory_size", 512, "timeout", 30);
    var run = cloud.done(CONFIGURE, BILLS, asked);

    assertThat(run.account().before().values())
        .containsEntry("memory_size", Value.of(128))
        .containsEntry("timeout", Value.of(3))
        .containsEntry("runtime", Value.of("python3.12"));
    assertThat(run.account().after().values())
        .containsEntry("memory_size", Value.of(512))
        .containsEntry("timeout", Value.of(30));
    assertThat(live().memorySize()).isEqualTo(512);
    assertThat(live().environment().variables()).containsOnlyKeys("MODE", "KEEP");

    var back = cloud.back(CONFIGURE, BILLS, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThat(live().timeout()).isEqualTo(3);
  }

  @Test
  void theEnvironmentIsReplacedAndItsValuesAreNotShown() {
    Map<String, Object> asked =
        Map.of("environment_variables", "{\"MODE\": \"new-secret\", \"ADDED\": \"x\"}");
    var rehearsal = cloud.rehearse(CONFIGURE, BILLS, asked);

    assertThat(rehearsal.notes())
        .containsExactly(
            "Setting the environment.",
            "Variable `ADDED` is added.",
            "Variable `KEEP` is removed.",
            "Variable `MODE` gets another value.",
            "A roll-back does not restore the environment: its values are not recorded.");
    assertThat(rehearsal.notes().toString()).doesNotContain("new-secret").doesNotContain("old");

    var run = cloud.done(CONFIGURE, BILLS, asked);
    assertThat(live().environment().variables())
        .containsExactlyInAnyOrderEntriesOf(Map.of("MODE", "new-secret", "ADDED", "x"));
    assertThat(cloud.progress.toString()).doesNotContain("new-secret");

    // What a roll-back does not bring back is seen to differ: it does not pass for undone.
    var back = cloud.back(CONFIGURE, BILLS, asked, run);
    assertThat(back.account().after().get("env"))
        .isPresent()
        .isNotEqualTo(run.account().before().get("env"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"A B\": \"x\"} | names a variable that Lambda does not take: `A B`",
        "{\"AB\": 1}      | gives `AB` something that is not a text",
        "[]               | is not a JSON object",
        "nothing          | is not a JSON object",
      })
  void anEnvironmentThatIsNoneIsRefused(String environment, String why) {
    assertThat(cloud.rehearsal(CONFIGURE, BILLS, Map.of("environment_variables", environment)))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class, not -> assertThat(not.why()).contains(why));
    assertThat(cloud.rehearsal(CONFIGURE, BILLS, Map.of()))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("nothing would change"));
  }

  @ParameterizedTest
  @EnumSource
  void aCallGivesTheAnswerAndIsNotUndone(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> asked = Map.of("payload", "{\"bill\": 7}");
    assertThat(cloud.rehearse(INVOKE, BILLS, asked).notes())
        .contains("What the function does is not known here and is not undone.");

    var run = cloud.done(INVOKE, BILLS, asked);

    assertThat(CanonicalJson.text(run.output())).contains("\"status_code\":200".replace(":", ": "));
    assertThat(run.account().before().text("state")).contains("Active");
    assertThat(run.account().after()).isEqualTo(run.account().before());
    assertThat(cloud.plan(INVOKE, BILLS, asked, run))
        .isInstanceOf(RollbackPlan.Outcome.Impossible.class);
  }

  @Test
  void aPayloadThatIsNoJsonIsNotSent() {
    assertThat(cloud.rehearsal(INVOKE, BILLS, Map.of("payload", "{")))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).isEqualTo("Parameter `payload` is not JSON."));
  }

  @Test
  void aFunctionThatIsNotThereIsSaid() {
    cloud.target("prod/gone", "aws-lambda-function", Map.of("function_name", "gone"));

    assertThat(cloud.run(INVOKE, "prod/gone", Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("there is no function gone"));
  }
}
