package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FullDisk;
import dev.agentsafe.core.durable.MemoryFolder;
import dev.agentsafe.core.run.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T17: the disk is full at each byte of the entry that says what is about to be done: it is not
 * done, and everybody who asks hears at once that the journal is blocked.
 */
@Order(1)
final class DiskFullTest {
  /** So many times one journal is opened after another full disk; each time it is longer. */
  private static final int ROUNDS = 40;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  @Test
  void withoutRoomForTheIntentThereIsNoEffect() throws Exception {
    var length = intentLength(new SmallWorld(folder.resolve("measure")));
    for (var room = 0; room < length; room += ROUNDS) {
      noEffect(folder.resolve("full-" + room), room, Math.min(length, room + ROUNDS));
    }
    System.out.printf("T17: full at each of %d bytes, no effect without its intent%n", length);
  }

  private static void noEffect(Path at, int least, int most) throws Exception {
    var world = new SmallWorld(at);
    for (var room = least; room < most; room++) {
      // Far enough that neither rates nor risks of the rounds before count.
      world.clock.advance(Duration.ofHours(2));
      var disk = new FullDisk(world.log());
      try (var governor = world.open(world.clock, disk)) {
        assertThat(governor.journalHealth().isWell()).isTrue();
        var ticket = governor.submit(SmallWorld.scale("dev/web", 7)).ticket().orElseThrow();
        disk.leaveRoomFor(room);
        assertBlocked(() -> governor.redeem(ticket.token(), SmallWorld.agent()));
        assertThat(governor.journalHealth().blocked().orElseThrow())
            .contains("No space left on device")
            .contains("nothing is decided or executed");
        disk.leaveRoomFor(Integer.MAX_VALUE);
        // Room again does not help: what landed is not known before the file was looked at.
        assertBlocked(() -> governor.submit(SmallWorld.scale("dev/web", 8)));
        assertBlocked(() -> governor.redeem(ticket.token(), SmallWorld.agent()));
      }
      assertThat(world.effects).as("room for %d bytes", room).hasValue(0);
    }
    var types = new ArrayList<String>();
    try (var governor = world.open(world.clock, Disk.real())) {
      governor.history(0, entry -> types.add(entry.chain().type().value()));
    }
    assertThat(types)
        .doesNotContain(EntryType.EXECUTION_INTENT.value())
        .contains(EntryType.RECOVERY.value());
    assertThat(LogVerifier.verify(world.log()).isValid()).isTrue();
  }

  /** Whoever watches hears of it without asking: the governor looks five times a second. */
  @Test
  void whoWatchesIsToldThatTheJournalIsBlocked() throws Exception {
    var world = new SmallWorld(folder.resolve("watched"));
    var disk = new FullDisk(world.log());
    var told = new LinkedBlockingQueue<JournalHealth>();
    try (var governor = world.open(world.clock, disk)) {
      var ended = governor.journal().watch(told::add);
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .satisfies(health -> assertThat(health.isWell()).isTrue());
      governor
          .journal()
          .watch(health -> {
            throw new IllegalStateException("a watcher of no use");
          });

      disk.leaveRoomFor(0);
      assertBlocked(() -> governor.submit(SmallWorld.scale("dev/web", 7)));

      assertThat(told.poll(60, TimeUnit.SECONDS))
          .satisfies(health -> assertThat(health.blocked().orElse("")).contains("No space left"));
      ended.run();
    }
  }

  private static void assertBlocked(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void anEffectWhoseOutcomeFindsNoRoomIsUnknownAndIsNotRepeated() throws Exception {
    var world = new SmallWorld(folder.resolve("outcome"));
    var disk = new FullDisk(world.log());
    String token;
    try (var governor = world.open(world.clock, disk)) {
      token = governor.submit(SmallWorld.scale("dev/web", 7)).ticket().orElseThrow().token();
      world.during.set(() -> disk.leaveRoomFor(100));
      var run = ((Governor.Redeemed.Started) governor.redeem(token, SmallWorld.agent())).run();
      var view = governor.awaitRun(run, Duration.ofSeconds(20)).orElseThrow();
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Unknown.class);
      assertThat(governor.journalHealth().blocked()).isPresent();
    }
    try (var governor = world.open(world.clock, Disk.real())) {
      assertThat(governor.runs().getFirst().record().orElseThrow())
          .isInstanceOf(RunRecord.Unknown.class);
      assertThat(governor.redeem(token, SmallWorld.agent()))
          .isInstanceOf(Governor.Redeemed.Refused.class);
    }
    assertThat(world.effects).hasValue(1);
  }

  private static int intentLength(SmallWorld world) throws Exception {
    try (var governor = world.open(world.clock, Disk.real())) {
      var ticket = governor.submit(SmallWorld.scale("dev/web", 7)).ticket().orElseThrow();
      var run =
          ((Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent())).run();
      governor.awaitRun(run, Duration.ofSeconds(20));
    }
    return Files.readAllLines(world.log()).stream()
            .filter(line -> line.contains("\"event_type\": \"execution_intent\""))
            .findFirst()
            .orElseThrow()
            .length()
        + 1;
  }
}
