package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.yaml.Loaded;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many runs a journal tells of, a process keeps a bounded number of them. */
final class RefoldTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private SmallWorld world;
  private Workspace workspace;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    workspace = ((Loaded.Good<Workspace>) Workspace.load(folder)).value();
  }

  @Test
  void itKeepsTheNewestRunsThatEnded() throws Exception {
    var refold = refold();
    var run = run();
    for (int i = 0; i < RunDesk.KEPT + 3; i++) {
      tell(refold, run, "run-" + i);
    }
    assertThat(ids(refold))
        .hasSize(RunDesk.KEPT)
        .startsWith("run-3", "run-4")
        .endsWith("run-" + (RunDesk.KEPT + 2));
  }

  @Test
  void anOlderRunIsKeptUntilItWasReadBack() throws Exception {
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    var unknown = run();
    world.answer.set(new Effected.Done(Value.of("ok")));
    var known = run();
    var refold = refold();
    tell(refold, unknown, "lost");
    tell(refold, unknown, "lost-too");
    for (int i = 0; i < RunDesk.KEPT; i++) {
      tell(refold, known, "run-" + i);
    }
    assertThat(ids(refold)).hasSize(RunDesk.KEPT + 2).startsWith("lost", "lost-too", "run-0");
    refold.accept(named(readBack(), "lost"));
    assertThat(ids(refold)).hasSize(RunDesk.KEPT + 1).startsWith("lost-too", "run-0");
  }

  @Test
  void nobodyWhoWorksOnKeepsWhatWasReadOfTheJournal() throws Exception {
    run();
    var opened =
        Opening.of(new Governor.Config(workspace, List.of(world), world.clock), Disk.real());
    var parts = opened.parts();
    var staff = opened.staff();
    var read = new WeakReference<>(opened.refold());
    opened = null;
    try {
      var until = System.nanoTime() + PATIENCE.toNanos();
      while (read.get() != null && System.nanoTime() < until) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(read.get()).isNull();
      assertThat(staff.voting().plans().open()).isEmpty();
    } finally {
      parts.book().threads().archive().close();
      parts.book().journal().close();
    }
  }

  private Refold refold() {
    var parser =
        new RequestParser(
            workspace.catalog(), workspace.inventory(), workspace.settings().changeTickets());
    return new Refold(parser, workspace.policies().rules(), workspace.policyVersion());
  }

  /** What the journal tells of a run, from its beginning to its end. */
  private List<AuditEntry> run() throws InterruptedException {
    try (var governor = world.open()) {
      var from = governor.journalSize();
      var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      var begun = (Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      governor.awaitRun(begun.run(), PATIENCE);
      var told = new ArrayList<AuditEntry>();
      governor.history(from, told::add);
      return told.stream()
          .filter(e -> e.context().text("run_id").filter(begun.run().value()::equals).isPresent())
          .toList();
    }
  }

  /** What the journal tells of a run that was read back. */
  private AuditEntry readBack() throws InterruptedException {
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    world.found.set(order -> new Readback.Happened("5 replicas are there."));
    try (var governor = world.open()) {
      var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      var begun = (Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      governor.awaitRun(begun.run(), PATIENCE);
      assertThat(governor.care().readBack(begun.run(), "anna"))
          .isInstanceOf(CareDesk.ReadBack.Looked.class);
      var told = new ArrayList<AuditEntry>();
      governor.history(0, told::add);
      return told.stream()
          .filter(e -> e.chain().type().equals(EntryType.RECONCILIATION))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void tell(Refold refold, List<AuditEntry> run, String id) {
    run.forEach(entry -> refold.accept(named(entry, id)));
  }

  /** The same of a run of another name. */
  private static AuditEntry named(AuditEntry entry, String id) {
    var context = entry.context().with("run_id", Value.of(id));
    return AuditEntry.of(entry.seq(), entry.line().with("context", context));
  }

  private static List<String> ids(Refold refold) {
    return refold.runs().stream().map(run -> run.id().value()).toList();
  }
}
