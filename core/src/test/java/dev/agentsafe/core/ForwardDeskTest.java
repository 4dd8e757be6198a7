package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.FullDisk;
import dev.agentsafe.core.durable.Trees;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Forward;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave open is recorded, listed, and ended by whatever comes first. */
final class ForwardDeskTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new SmallWorld(folder);
    world.leaves.set(Optional.of(OpenPort::new));
  }

  private RunView ran(Governor governor) throws InterruptedException {
    var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
    var run = ((Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent()));
    return governor.awaitRun(run.run(), Duration.ofSeconds(20)).orElseThrow();
  }

  private OpenPort port() {
    return (OpenPort) world.left.getLast();
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static AuditEntry closing(Governor governor) {
    await(() -> !entries(governor, EntryType.FORWARD_CLOSED).isEmpty());
    return entries(governor, EntryType.FORWARD_CLOSED).getFirst();
  }

  @Test
  void whatIsOpenIsRecordedListedAndPartOfItsRun() throws Exception {
    try (var governor = world.open()) {
      var run = ran(governor);

      assertThat(governor.care().forwards().list())
          .singleElement()
          .satisfies(open -> {
            assertThat(open.run()).isEqualTo(run.id());
            assertThat(open.order().request().caller().id()).isEqualTo(new AgentId("deploy-bot"));
            assertThat(open.address()).isEqualTo("127.0.0.1:4711");
            assertThat(open.until()).isEqualTo(world.clock.instant().plus(OpenPort.LIFE));
            assertThat(open.traffic()).isEqualTo(new Forward.Traffic(2, 30, 400));
          });
      assertThat(entries(governor, EntryType.FORWARD_OPENED))
          .singleElement()
          .satisfies(e -> {
            assertThat(e.context().text("run_id")).hasValue(run.id().value());
            assertThat(e.context().text("leads_to")).hasValue("pod dev/web-1 port 80");
          });
      assertThat(run.opened().orElseThrow().closed()).isEmpty();
      assertThat(port().closings).hasValue(0);
    }
  }

  @Test
  void itEndsWithItsTimeToTheMillisecond() throws Exception {
    try (var governor = world.open()) {
      ran(governor);
      world.clock.advance(OpenPort.LIFE.minusMillis(1));
      governor.care().forwards().lookAround();
      assertThat(governor.care().forwards().list()).hasSize(1);

      world.clock.advance(Duration.ofMillis(1));

      var entry = closing(governor);
      assertThat(entry.context().text("end")).hasValue("expired");
      assertThat(entry.context().get("bytes_received")).contains(Value.of(400));
      assertThat(governor.care().forwards().list()).isEmpty();
      assertThat(port().closings).hasValue(1);
      assertThat(governor.runs().getFirst().opened().orElseThrow().closed())
          .hasValue("Its time was over");
    }
  }

  @Test
  void whoeverStopsItIsRecordedWithTheReasonAndItIsStoppedOnce() throws Exception {
    try (var governor = world.open()) {
      var run = ran(governor).id();
      var desk = governor.care().forwards();

      assertThat(desk.stop(run, "operator/anna", " ")).isPresent();
      assertThat(desk.stop(run, "operator/anna", "enough")).isEmpty();
      assertThat(desk.stop(run, "operator/anna", "enough").orElseThrow()).contains("no port open");
      assertThat(desk.stop(new RunId("run-x"), "operator/anna", "enough")).isPresent();

      var entry = closing(governor);
      assertThat(entry.context().text("by")).hasValue("operator/anna");
      assertThat(entry.ruling().reason()).contains("enough");
      assertThat(port().closings).hasValue(1);
    }
  }

  @Test
  void aFreezeAndAPauseCloseWhatTheirAgentsHaveOpenBeforeTheyReturn() throws Exception {
    try (var governor = world.open()) {
      ran(governor);
      governor.holds().pause(new AgentId("another"), SmallWorld.ANNA, "not this one");
      assertThat(governor.care().forwards().list()).hasSize(1);

      governor.holds().freeze(SmallWorld.ANNA, "something is wrong");

      assertThat(governor.care().forwards().list()).isEmpty();
      assertThat(port().closings).hasValue(1);
      assertThat(entries(governor, EntryType.FORWARD_CLOSED))
          .singleElement()
          .satisfies(e -> {
            assertThat(e.context().text("end")).hasValue("held");
            assertThat(e.context().text("by")).hasValue("operator/anna");
            assertThat(e.ruling().reason()).contains("something is wrong");
          });
    }
  }

  @Test
  void nothingIsLeftOpenForAnAgentThatWasStoppedWhileItsRunActed() throws Exception {
    try (var governor = world.open()) {
      world.during.set(
          () -> governor.holds().pause(new AgentId("deploy-bot"), SmallWorld.ANNA, "stop"));

      var run = ran(governor);

      assertThat(((RunRecord.Failed) run.record().orElseThrow()).error()).contains("was paused by");
      assertThat(governor.care().forwards().list()).isEmpty();
      assertThat(port().closings).hasValue(1);
      assertThat(entries(governor, EntryType.FORWARD_OPENED)).isEmpty();
    }
  }

  @Test
  void whatLeadsNowhereAnyMoreIsClosedAndSaysWhy() throws Exception {
    try (var governor = world.open()) {
      ran(governor);
      port().broken = Optional.of("pod dev/web-1 is gone");

      var entry = closing(governor);

      assertThat(entry.context().text("end")).hasValue("broken");
      assertThat(entry.ruling().reason()).isEqualTo("pod dev/web-1 is gone");
    }
  }

  @Test
  void aConsoleThatClosesClosesThemAndOneThatWasKilledIsFoundAtTheNextStart() throws Exception {
    byte[] killed;
    try (var governor = world.open()) {
      ran(governor);
      killed = Files.readAllBytes(world.log());
    }
    assertThat(port().closings).hasValue(1);
    try (var governor = world.open()) {
      assertThat(closing(governor).context().text("end")).hasValue("console_closed");
    }
    // As if the process had ended before it closed anything, and sealed and remembered that.
    for (var later : List.of("audit.tlog", ".agent-safe/keys/seen")) {
      Trees.delete(folder.resolve(later));
    }
    Files.write(world.log(), killed);
    try (var governor = world.open()) {
      var entry = closing(governor);
      assertThat(entry.context().text("end")).hasValue("process_ended");
      assertThat(entry.context().text("address")).hasValue("127.0.0.1:4711");
      assertThat(governor.care().forwards().list()).isEmpty();
      assertThat(governor.runs().getFirst().opened().orElseThrow().closed().orElseThrow())
          .contains("stopped");
    }
    try (var governor = world.open()) {
      assertThat(entries(governor, EntryType.FORWARD_CLOSED)).hasSize(1);
    }
  }

  @Test
  void whereTheJournalCannotBeWrittenWhatIsOpenIsClosedAllTheSame() throws Exception {
    var disk = new FullDisk(world.log());
    var governor = world.open(world.clock, disk);
    var run = ran(governor);
    disk.leaveRoomFor(0);

    var refused = governor.care().forwards().stop(run.id(), "operator/anna", "enough");

    assertThat(refused).isEmpty();
    assertThat(port().closings).hasValue(1);
    assertThat(governor.care().forwards().list()).isEmpty();
    assertThat(entries(governor, EntryType.FORWARD_CLOSED)).isEmpty();
    governor.close();
    try (var next = world.open()) {
      assertThat(closing(next).context().text("run_id")).hasValue(run.id().value());
    }
  }

  /** The journal is blocked, and each look at the overdue approval fails for it. */
  @Test
  void whereTheJournalCannotBeWrittenTheTimeOfAPortEndsItAllTheSame() throws Exception {
    var disk = new FullDisk(world.log());
    try (var governor = world.open(world.clock, disk)) {
      ran(governor);
      assertThat(governor.submit(SmallWorld.scale("prod/web", 4)).approval()).isPresent();
      disk.leaveRoomFor(0);
      world.clock.advance(Duration.ofDays(2));

      await(() -> governor.care().forwards().list().isEmpty());

      assertThat(port().closings).hasValue(1);
    }
  }

  /** The clock of this world stands still unless it is moved. */
  @Test
  void aClockThatDoesNotGoOnLengthensNoPortsTime() throws Exception {
    world.leaves.set(
        Optional.of(() -> {
          var port = new OpenPort();
          port.life = Duration.ofMillis(30);
          return port;
        }));
    try (var governor = world.open()) {
      ran(governor);

      assertThat(closing(governor).context().text("end")).hasValue("expired");
      assertThat(port().closings).hasValue(1);
    }
  }

  @Test
  void onePortThatDoesNotCloseKeepsNeitherTheOthersOpenNorTheFreezeUnrecorded() throws Exception {
    try (var governor = world.open()) {
      ran(governor);
      port().stiff = true;
      ran(governor);

      governor.holds().freeze(SmallWorld.ANNA, "something is wrong");

      assertThat(world.left).allSatisfy(f -> assertThat(((OpenPort) f).closings).hasValue(1));
      assertThat(governor.care().forwards().list()).isEmpty();
      assertThat(entries(governor, EntryType.FREEZE)).hasSize(1);
      assertThat(entries(governor, EntryType.FORWARD_CLOSED)).hasSize(2);
    }
  }

  @Test
  void aConsoleThatClosesWaitsForWhoEndsAPortJustNowAndTheirReasonIsRecorded() throws Exception {
    var governor = world.open();
    var run = ran(governor).id();
    port().mayClose = new CountDownLatch(1);
    var stopping =
        Thread.ofVirtual()
            .start(() ->
                assertThat(governor.care().forwards().stop(run, "operator/anna", "enough"))
                    .isEmpty());
    await(() -> port().closings.get() == 1);

    var closing = Thread.ofPlatform().start(governor::close);
    await(() -> !closing.isAlive() || isWaitingForPorts(closing));
    port().mayClose.countDown();
    closing.join();
    stopping.join();

    try (var next = world.open()) {
      assertThat(entries(next, EntryType.FORWARD_CLOSED))
          .singleElement()
          .satisfies(e -> {
            assertThat(e.context().text("end")).hasValue("stopped");
            assertThat(e.ruling().reason()).contains("operator/anna", "enough");
          });
    }
  }

  private static boolean isWaitingForPorts(Thread closing) {
    return closing.getState() == Thread.State.TIMED_WAITING
        && Stream.of(closing.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(ForwardDesk.class.getName()));
  }
}
