package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing begins after a freeze has returned, whatever happens at the same moment. */
final class HoldRaceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AGENTS = 8;

  @TempDir Path folder;

  @Test
  void nothingBeginsAfterFreezeHasReturned() throws Exception {
    int rounds = Boolean.getBoolean("deep") ? 500 : 40;
    var world = new SmallWorld(folder);
    var acted = ConcurrentHashMap.<String>newKeySet();
    world.acting.set(acted::add);
    var random = new Random(11);
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        var over = new AtomicBoolean();
        var agents = new ArrayList<java.util.concurrent.Future<?>>();
        for (int i = 0; i < AGENTS; i++) {
          agents.add(threads.submit(() -> work(governor, over)));
        }
        agents.add(threads.submit(() -> askAndApprove(governor, over)));
        awaitEffects(acted, acted.size() + random.nextInt(4));
        Thread.sleep(random.nextInt(3));
        var frozen =
            (HoldDesk.Outcome.Done) governor.holds().freeze(SmallWorld.ANNA, "round " + round);
        var actedBefore = Set.copyOf(acted);
        var size = governor.journalSize();
        Thread.sleep(random.nextInt(6));
        over.set(true);
        for (var agent : agents) {
          agent.get();
        }
        for (var run : frozen.running()) {
          governor.awaitRun(run.id(), PATIENCE);
        }
        var late = new HashSet<>(acted);
        late.removeAll(actedBefore);
        frozen.running().forEach(run -> late.remove(run.order().auditId()));
        assertThat(late).as("effects of runs that the freeze did not name").isEmpty();
        assertThat(after(governor, size)).allSatisfy(HoldRaceTest::isNoBeginning);
        governor.holds().unfreeze(SmallWorld.ANNA, "next");
      }
    }
  }

  /** Decisions that are not kept in memory are read from disk, which may take its time. */
  @Test
  void aFreezeDoesNotWaitForTheDecisionOfATicketToBeFound() throws Exception {
    var world = new SmallWorld(folder);
    var workspace = ((Loaded.Good<Workspace>) Workspace.load(folder)).value();
    var opened =
        Opening.of(new Governor.Config(workspace, List.of(world), world.clock), Disk.real());
    var intake = opened.staff().intake();
    try (var _ = opened.parts().book().journal();
        var threads = Executors.newCachedThreadPool()) {
      var ticket =
          intake.submit(SmallWorld.scale("dev/web", 5), Origin.NONE).ticket().orElseThrow();
      var redeeming = new FutureTask<>(() -> intake.redeem(ticket.token(), SmallWorld.agent()));
      var hold =
          new Hold(new Hold.Reach.Everybody(), SmallWorld.ANNA.id(), "stop", world.clock.instant());
      synchronized (opened.parts().book().threads()) {
        var agent = Thread.ofPlatform().start(redeeming);
        while (agent.getState() != Thread.State.BLOCKED) {
          Thread.sleep(1);
        }
        var holds = opened.parts().holds();
        var frozen =
            threads.submit(() ->
                holds.changing(() -> {
                  holds.begin(hold);
                  return true;
                }));
        assertThat(frozen).succeedsWithin(PATIENCE).isEqualTo(true);
      }
      assertThat(redeeming.get()).isInstanceOf(Governor.Redeemed.Refused.class);
      assertThat(world.effects).hasValue(0);
    }
  }

  private static void awaitEffects(Set<String> acted, int wanted) throws InterruptedException {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (acted.size() < wanted && System.nanoTime() < until) {
      Thread.sleep(1);
    }
    assertThat(acted).hasSizeGreaterThanOrEqualTo(wanted);
  }

  private static void isNoBeginning(AuditEntry entry) {
    var type = entry.chain().type();
    assertThat(type).isNotIn(EntryType.EXECUTION_INTENT, EntryType.TICKET_ISSUED);
    if (type.equals(EntryType.DECISION)) {
      assertThat(entry.ruling().decision()).isEqualTo(Effect.DENY.label());
    }
  }

  private static List<AuditEntry> after(Governor governor, long size) {
    var all = new ArrayList<AuditEntry>();
    governor.history(size, all::add);
    return all;
  }

  private static int work(Governor governor, AtomicBoolean over) throws InterruptedException {
    int begun = 0;
    while (!over.get()) {
      var ticket =
          governor
              .submit(SmallWorld.scale("dev/web", ThreadLocalRandom.current().nextInt(9)))
              .ticket();
      if (ticket.isPresent()
          && governor.redeem(ticket.get().token(), SmallWorld.agent())
              instanceof Governor.Redeemed.Started(RunId run)) {
        begun++;
        governor.awaitRun(run, PATIENCE);
      }
    }
    return begun;
  }

  private static int askAndApprove(Governor governor, AtomicBoolean over) {
    int claimed = 0;
    while (!over.get()) {
      var id = governor.submit(SmallWorld.scale("prod/web", 7)).approval();
      if (id.isPresent()) {
        SmallWorld.vote(governor, id.get(), SmallWorld.BENS_HAND, Choice.approve("yes"));
        claimed += governor.claim(id.get(), SmallWorld.agent()).isPresent() ? 1 : 0;
      }
    }
    return claimed;
  }
}
