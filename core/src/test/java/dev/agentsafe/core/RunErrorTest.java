package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Effected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error that nobody expects ends a run like any other; it is never going for ever. */
final class RunErrorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void anErrorOfTheLookBeforeTheEffectIsAFailureAndNothingIsDone() throws Exception {
    world.reading.set(() -> {
      throw new NoClassDefFoundError("some/Client");
    });
    try (var governor = world.open()) {
      assertThat(outcome(governor))
          .isInstanceOfSatisfying(
              RunRecord.Failed.class,
              failed -> assertThat(failed.error()).contains("NoClassDefFoundError: some/Client"));
      assertThat(world.effects).hasValue(0);
      assertThat(recorded(governor)).containsExactly("failure");
      assertNextOneRuns(governor);
    }
  }

  @Test
  void anErrorOfTheLookAfterTheEffectDoesNotMakeItUnknown() throws Exception {
    var looks = new AtomicInteger();
    world.reading.set(() -> {
      if (looks.incrementAndGet() == 2) {
        throw new NoClassDefFoundError("some/Client");
      }
    });
    try (var governor = world.open()) {
      assertThat(outcome(governor)).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(governor.runs().getFirst().output())
          .anySatisfy(line -> assertThat(line).contains("State after could not be read"));
      assertThat(recorded(governor)).containsExactly("success");
    }
  }

  @Test
  void anErrorWhileSecretsAreTakenOutOfWhatTheEffectSaidLeavesItUnknownAndRecorded()
      throws Exception {
    Value deep = Value.of("at the bottom");
    for (int i = 0; i < 200_000; i++) {
      deep = new Value.Items(List.of(deep));
    }
    world.answer.set(new Effected.Done(deep));
    try (var governor = world.open()) {
      assertThat(outcome(governor))
          .isInstanceOfSatisfying(
              RunRecord.Unknown.class,
              unknown -> assertThat(unknown.why()).contains("StackOverflowError"));
      assertThat(world.effects).hasValue(1);
      assertThat(recorded(governor)).containsExactly("unknown");
      world.answer.set(new Effected.Done(Value.of("ok")));
      assertNextOneRuns(governor);
    }
  }

  /** Nothing stands in the way of the next run on the same object, or of closing. */
  private void assertNextOneRuns(Governor governor) throws InterruptedException {
    world.reading.set(() -> {});
    assertThat(outcome(governor)).isInstanceOf(RunRecord.Succeeded.class);
    var began = System.nanoTime();
    governor.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  private static RunRecord outcome(Governor governor) throws InterruptedException {
    var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
    var begun = (Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
    return governor.awaitRun(begun.run(), PATIENCE).orElseThrow().record().orElseThrow();
  }

  /** How the runs ended, as the journal says. */
  private static List<String> recorded(Governor governor) {
    var all = new ArrayList<AuditEntry>();
    governor.history(0, all::add);
    return all.stream()
        .filter(entry -> entry.chain().type().equals(EntryType.EXECUTION))
        .map(entry -> entry.context().text("status").orElseThrow())
        .toList();
  }
}
