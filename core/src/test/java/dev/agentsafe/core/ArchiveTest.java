package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Trees;
import dev.agentsafe.core.index.Feed;
import dev.agentsafe.core.index.Query;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search index of a governor: there while it is built, never the only place of anything. */
final class ArchiveTest {
  private static final Query DECISIONS =
      Query.ALL.and(new Query.Term.Is(Query.Field.TYPE, List.of("decision"), false));

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void whatIsRecordedIsFoundAndSoItIsAfterARestart() throws Exception {
    try (var governor = world.open()) {
      governor.submit(SmallWorld.scale("dev/web", 3));
      governor.archive().open();
      governor.submit(SmallWorld.scale("nowhere", 3));
      current(governor);
      assertThat(governor.archive().count(DECISIONS)).isEqualTo(2);
      assertThat(governor.archive().facet(DECISIONS, Query.Field.DECISION, 10))
          .containsEntry("allow", 1L)
          .containsEntry("deny", 1L);
      var histogram = governor.archive().histogram(DECISIONS, 5);
      assertThat(histogram.counts()).hasSize(5);
      assertThat(histogram.counts().stream().mapToLong(c -> c).sum()).isEqualTo(2);
    }
    try (var governor = world.open()) {
      governor.submit(SmallWorld.scale("dev/web", 3));
      governor.archive().open();
      current(governor);
      assertThat(governor.archive().count(DECISIONS)).isEqualTo(3);
    }
  }

  @Test
  void aDamagedIndexIsBuiltAnewWhileDecisionsAreMade() throws Exception {
    try (var governor = world.open()) {
      governor.archive().open();
      for (int i = 0; i < 20; i++) {
        governor.submit(SmallWorld.scale("dev/web", i));
      }
      current(governor);
    }
    damage(folder.resolve(".agent-safe/index/journal.mv.db"));
    try (var governor = world.open()) {
      governor.archive().open();
      governor.submit(SmallWorld.scale("dev/web", 3));
      current(governor);
      assertThat(governor.archive().count(DECISIONS)).isEqualTo(21);
    }
  }

  @Test
  void theIndexOfAnotherJournalIsThrownAway() throws Exception {
    try (var governor = world.open()) {
      governor.archive().open();
      governor.submit(SmallWorld.scale("dev/web", 3));
      governor.submit(SmallWorld.scale("nowhere", 3));
      current(governor);
    }
    Files.delete(world.log());
    Trees.delete(folder.resolve("audit.tlog"));
    try (var governor = world.open()) {
      governor.archive().open();
      governor.submit(SmallWorld.scale("dev/web", 3));
      governor.submit(SmallWorld.scale("dev/web", 4));
      governor.submit(SmallWorld.scale("dev/web", 5));
      current(governor);
      assertThat(governor.archive().facet(DECISIONS, Query.Field.DECISION, 10))
          .containsOnlyKeys("allow");
    }
  }

  @Test
  void questionsAreAnsweredFromWhatIsIndexedWhileItIsBuilt() throws Exception {
    var entries = recorded(2_500);
    var half = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    var feed =
        new Feed(
            entries::size,
            (from, sink) -> {
              for (var entry : entries.subList((int) from, entries.size())) {
                if (entry.seq() == 1_500) {
                  half.countDown();
                  SmallWorld.await(letGo);
                }
                sink.accept(entry);
              }
            },
            listener -> () -> {});
    try (var archive = Archive.inMemory(feed)) {
      assertThat(archive.search(Query.ALL, 10, Long.MAX_VALUE).rows()).isEmpty();
      archive.open();
      SmallWorld.await(half);
      var progress = archive.progress();
      assertThat(progress.indexed()).isBetween(1L, 1_500L);
      assertThat(progress.isCurrent()).isFalse();
      assertThat(archive.count(Query.ALL)).isEqualTo(progress.indexed());
      assertThat(archive.search(Query.ALL, 10, Long.MAX_VALUE).rows()).hasSize(10);
      letGo.countDown();
      await(archive);
      assertThat(archive.count(Query.ALL)).isEqualTo(2_500);
    }
  }

  @Test
  void aProcessThatIsKilledWhileItBuildsLeavesAnIndexThatNobodyTrusts() throws Exception {
    var index = folder.resolve("killed");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    + java.io.File.pathSeparator
                    + System.getProperty("jdk.module.path", ""),
                Builder.class.getName(),
                index.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      var line = out.readLine();
      assertThat(line).isNotNull();
      assertThat(Long.parseLong(line)).isPositive();
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    var entries = recorded(3_000);
    var feed = feed(entries);
    try (var archive = Archive.in(index, feed)) {
      archive.open();
      await(archive);
      assertThat(archive.count(Query.ALL)).isEqualTo(3_000);
      assertThat(archive.search(Query.ALL, 1, 1).rows().getFirst().eventId())
          .isEqualTo(entries.getFirst().chain().eventId());
    }
  }

  /** Builds an index for ever, and says how far it is once it has begun. */
  static final class Builder {
    private Builder() {}

    public static void main(String[] args) throws InterruptedException {
      var told = new AtomicLong();
      var entries = recorded(3_000);
      var feed =
          new Feed(
              () -> 1_000_000,
              (from, sink) -> {
                for (long seq = from; seq < 1_000_000; seq++) {
                  var entry = entries.get((int) (seq % entries.size()));
                  sink.accept(AuditEntry.of(seq, entry.line()));
                }
              },
              listener -> () -> {});
      var archive = Archive.in(Path.of(args[0]), feed);
      archive.onChange(() -> {
        if (told.incrementAndGet() == 3) {
          System.out.println(archive.progress().indexed());
          System.out.flush();
        }
      });
      archive.open();
      Thread.sleep(Duration.ofMinutes(2));
    }
  }

  @Test
  void anOldDecisionIsReadFromWhereTheIndexSaysItIs() throws Exception {
    var entries = recorded(20_000);
    var read = new AtomicLong();
    var journal = new CountedJournal(entries, read);
    var feed = new Feed(journal::size, journal::read, journal::subscribe);
    try (var archive = Archive.inMemory(feed)) {
      var threads = new Threads(journal, archive);
      var old = entries.get(4).chain().eventId();
      assertThat(threads.of(old)).containsExactly(entries.get(4));
      assertThat(read.getAndSet(0)).as("without an index all is read").isEqualTo(20_000);
      archive.open();
      await(archive);
      read.set(0);
      assertThat(threads.of(old)).containsExactly(entries.get(4));
      assertThat(threads.of("evt-unknown")).isEmpty();
      assertThat(read.get()).isLessThan(10);
    }
  }

  private static void current(Governor governor) throws InterruptedException {
    await(governor.archive());
  }

  private static void await(Archive archive) throws InterruptedException {
    var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!archive.progress().isCurrent() && System.nanoTime() < until) {
      Thread.sleep(5);
    }
    assertThat(archive.progress().isCurrent()).isTrue();
  }

  private static void damage(Path file) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = bytes.length() / 3; at < bytes.length(); at += 97) {
        bytes.seek(at);
        bytes.write(0x5a);
      }
    }
  }

  private static Feed feed(List<AuditEntry> entries) {
    return new Feed(
        entries::size,
        (from, sink) -> entries.subList((int) from, entries.size()).forEach(sink),
        listener -> () -> {});
  }

  static List<AuditEntry> recorded(int count) {
    var entries = new ArrayList<AuditEntry>();
    for (int i = 0; i < count; i++) {
      var line =
          Value.EMPTY
              .with("event_id", Value.of("evt-%012x".formatted(i)))
              .with("event_type", Value.of(EntryType.DECISION.value()))
              .with("timestamp", Value.of("2026-01-15T12:00:00.000000Z"))
              .with("entry_hash", Value.of("%064x".formatted(i)));
      entries.add(AuditEntry.of(i, line));
    }
    return entries;
  }
}
