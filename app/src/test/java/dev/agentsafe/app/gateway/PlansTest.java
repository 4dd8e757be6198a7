package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Plan;
import org.junit.jupiter.api.Test;

final class PlansTest {

  private static Plans.Read read(String json) {
    return Plans.read(
        (Value.Fields) ((Json.Read.Good) Json.read(json)).value(),
        Caller.of(new AgentId("deploy-bot")));
  }

  private static Answer.Fault fault(String json) {
    return ((Plans.Read.Bad) read(json)).fault();
  }

  @Test
  void stepsKeepTheirOrderAndGetIds() {
    var plan =
        ((Plans.Read.Good) read("{\"steps\":[{\"action\":\"a\"},{\"id\":\"b\",\"action\":\"b\"}]}"))
            .plan();
    assertThat(plan.steps()).extracting(Plan.Step::id).containsExactly("step-1", "b");
  }

  @Test
  void aStepMayDependOnALaterOne() {
    assertThat(
            read(
                "{\"steps\":[{\"id\":\"a\",\"action\":\"x\",\"depends_on\":[\"b\"]},"
                    + "{\"id\":\"b\",\"action\":\"x\"}]}"))
        .isInstanceOf(Plans.Read.Good.class);
  }

  @Test
  void aCycleIsRefusedWithItsPlace() {
    assertThat(
            fault(
                "{\"steps\":[{\"id\":\"z\",\"action\":\"x\"},"
                    + "{\"id\":\"a\",\"action\":\"x\",\"depends_on\":[\"b\"]},"
                    + "{\"id\":\"b\",\"action\":\"x\",\"depends_on\":[\"a\"]}]}"))
        .satisfies(f -> assertThat(f.field()).contains("steps[1].depends_on"))
        .satisfies(f -> assertThat(f.message()).contains("`a` depends on itself"));
  }

  @Test
  void oneIdTwiceIsRefused() {
    assertThat(
            fault("{\"steps\":[{\"id\":\"a\",\"action\":\"x\"},{\"id\":\"a\",\"action\":\"y\"}]}")
                .message())
        .isEqualTo("Two steps have the id `a`.");
  }

  @Test
  void anUnknownDependencyIsRefused() {
    assertThat(fault("{\"steps\":[{\"action\":\"x\",\"depends_on\":[\"q\"]}]}").field())
        .contains("steps[0].depends_on");
  }

  @Test
  void anIdThatIsNoneIsRefusedWithItsPlace() {
    assertThat(fault("{\"steps\":[{\"id\":\"a b\",\"action\":\"x\"}]}").field())
        .contains("steps[0].id");
  }

  @Test
  void noStepsOrTooManyAreRefused() {
    assertThat(fault("{\"steps\":[]}").field()).contains("steps");
    assertThat(fault("{}").field()).contains("steps");
    var many = "{\"action\":\"x\"},".repeat(100) + "{\"action\":\"x\"}";
    assertThat(fault("{\"steps\":[" + many + "]}").field()).contains("steps");
  }

  @Test
  void aFaultInAStepNamesItsField() {
    assertThat(fault("{\"steps\":[{\"action\":\"x\"},{\"action\":5}]}").field())
        .contains("steps[1].action");
    assertThat(fault("{\"steps\":[{\"action\":\"x\",\"param\":{}}]}").field())
        .contains("steps[0].param");
    assertThat(fault("{\"steps\":[7]}").field()).contains("steps[0]");
  }
}
