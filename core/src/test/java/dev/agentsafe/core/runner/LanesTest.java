package dev.agentsafe.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs that write one thing follow one another in the order in which they were lined up. */
final class LanesTest {
  private final Lanes lanes = new Lanes();

  @Test
  void theNextOneGoesWhenTheOneBeforeIsOver() {
    var first = lanes.lineUp(Set.of("web"));
    var second = lanes.lineUp(Set.of("web"));
    var third = lanes.lineUp(Set.of("web"));
    assertThat(first.hasCome()).isTrue();
    assertThat(second.hasCome()).isFalse();
    first.close();
    assertThat(second.hasCome()).isTrue();
    assertThat(third.hasCome()).isFalse();
  }

  @Test
  void whatHasNothingInCommonDoesNotWait() {
    lanes.lineUp(Set.of("web"));
    assertThat(lanes.lineUp(Set.of("shop")).hasCome()).isTrue();
    assertThat(lanes.lineUp(Set.of()).hasCome()).isTrue();
  }

  @Test
  void oneThatWritesSeveralThingsWaitsForAllOfThem() {
    var web = lanes.lineUp(Set.of("web"));
    var node = lanes.lineUp(Set.of("node"));
    var both = lanes.lineUp(Set.of("web", "node"));
    var behind = lanes.lineUp(Set.of("node"));
    web.close();
    assertThat(both.hasCome()).isFalse();
    node.close();
    assertThat(both.hasCome()).isTrue();
    assertThat(behind.hasCome()).isFalse();
    both.close();
    assertThat(behind.hasCome()).isTrue();
  }

  @Test
  void oneThatGivesUpLetsThoseBehindPass() throws InterruptedException {
    var first = lanes.lineUp(Set.of("web"));
    var second = lanes.lineUp(Set.of("web"));
    var third = lanes.lineUp(Set.of("web"));
    assertThat(second.await(Duration.ofMillis(1))).isFalse();
    second.close();
    assertThat(third.hasCome()).isFalse();
    first.close();
    assertThat(third.hasCome()).isTrue();
  }

  @Test
  void oneThatIsCalledOffWaitsNoMore() throws InterruptedException {
    var first = lanes.lineUp(Set.of("web"));
    var second = lanes.lineUp(Set.of("web"));
    assertThat(second.callOff("not wanted")).isTrue();
    assertThat(second.callOff("again")).isTrue();
    assertThat(second.await(Duration.ofSeconds(5))).isTrue();
    assertThat(second.calledOff()).hasValue("not wanted");
    first.close();
    assertThat(first.callOff("too late")).isFalse();
  }

  @Test
  void oneThatIsOverIsWaitedForUntilItMakesRoom() {
    var first = lanes.lineUp(Set.of("web"));
    var second = lanes.lineUp(Set.of("web"));
    first.end();
    assertThat(first.callOff("too late")).isFalse();
    assertThat(second.hasCome()).isFalse();
    first.close();
    assertThat(second.hasCome()).isTrue();
  }

  @Test
  void oneThatActsIsInterruptedAndItsOutcomeIsWhatTheExecutorThenKnows() {
    var turn = lanes.lineUp(Set.of("web"));
    var effected =
        turn.act(
            "effect",
            () -> {
              turn.callOff("Called off.");
              Thread.sleep(60_000);
              return new Effected.NotDone("never");
            },
            Duration.ofSeconds(60));
    assertThat(((Effected.InDoubt) effected).why())
        .isEqualTo("Called off. The executor was interrupted.");
  }

  @Test
  void oneThatIsDoneAllTheSameIsDone() {
    var turn = lanes.lineUp(Set.of("web"));
    var done = new Effected.Done(dev.agentsafe.core.canonical.Value.of("ok"));
    assertThat(
            turn.act(
                "effect",
                () -> {
                  turn.callOff("Called off.");
                  return done;
                },
                Duration.ofSeconds(60)))
        .isEqualTo(done);
  }
}
