package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileJournalTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00.000123456Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private FileJournal open() {
    return FileJournal.open(log(), new FileJournal.Config(NOON));
  }

  @Test
  void whatIsAppendedIsReadBackAndVerifies() {
    try (var journal = open()) {
      var written = journal.append(Entries.decision("because \u00e9 \"quoted\" \ud83d\ude00"));
      assertThat(written.seq()).isEqualTo(1);
      assertThat(written.chain().timestamp()).isEqualTo("2026-11-23T12:00:00.000123Z");
      assertThat(read(journal, 1)).containsExactly(written);
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 2");
  }

  @Test
  void everyLineIsItsOwnCanonicalFormWithAllFieldsOfTheOlderFormat() throws Exception {
    try (var journal = open()) {
      journal.append(Entries.decision("x"));
    }
    for (var line : Files.readAllLines(log())) {
      var entry =
          LogReader.entry(0, line.getBytes(java.nio.charset.StandardCharsets.UTF_8)).orElseThrow();
      assertThat(CanonicalJson.text(entry.line())).isEqualTo(line);
      assertThat(entry.line().values().keySet())
          .contains(
              "event_id",
              "timestamp",
              "prev_hash",
              "entry_hash",
              "event_type",
              "action",
              "target",
              "caller",
              "params",
              "decision",
              "reason",
              "policy_matched",
              "risk_class",
              "effective_risk",
              "correlation_id",
              "ticket_id",
              "context",
              "v",
              "seq",
              "log_id");
    }
  }

  @Test
  void reopeningGoesOnWhereTheChainEnded() {
    AuditEntry last;
    try (var journal = open()) {
      last = journal.append(Entries.decision("one"));
    }
    try (var journal = open()) {
      var next = journal.append(Entries.decision("two"));
      assertThat(next.seq()).isEqualTo(last.seq() + 1);
      assertThat(next.chain().prevHash()).isEqualTo(last.chain().entryHash());
      assertThat(next.line().text("log_id")).isEqualTo(last.line().text("log_id"));
    }
  }

  @Test
  void entriesHandedOverTogetherStandTogether() throws Exception {
    var threads = 8;
    try (var journal = open();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var t = 0; t < threads; t++) {
        var name = "pair " + t;
        pool.execute(() -> {
          for (var i = 0; i < 50; i++) {
            journal.appendAll(List.of(Entries.decision(name), Entries.decision(name)));
          }
        });
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      var entries = read(journal, 1);
      assertThat(entries).hasSize(threads * 100);
      for (var i = 0; i < entries.size(); i += 2) {
        assertThat(entries.get(i).ruling().reason())
            .isEqualTo(entries.get(i + 1).ruling().reason());
      }
    }
    assertThat(LogVerifier.verify(log())).isEqualTo(new Verdict.Valid(0, threads * 100 + 1));
  }

  @Test
  void subscribersSeeEachDurableEntryOnceAndInOrder() throws Exception {
    var seen = Collections.synchronizedList(new ArrayList<Long>());
    var all = new CountDownLatch(400);
    try (var journal = open();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var end =
          journal.subscribe(entry -> {
            assertThat(entry.seq()).isLessThan(journal.size());
            seen.add(entry.seq());
            all.countDown();
          });
      for (var t = 0; t < 8; t++) {
        pool.execute(() -> {
          for (var i = 0; i < 50; i++) {
            journal.append(Entries.decision("x"));
          }
        });
      }
      assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
      end.run();
      journal.append(Entries.decision("unheard"));
    }
    assertThat(seen).hasSize(400).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSecondWriterIsToldWhoWrites() {
    try (var journal = open()) {
      journal.announce("gateway at http://127.0.0.1:8642");
      assertThatThrownBy(this::open)
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("gateway at http://127.0.0.1:8642")
          .hasMessageContaining(log().toString());
      journal.append(Entries.decision("still ours"));
    }
    open().close();
  }

  @Test
  void anEntryTooLongForALineIsRefusedAndTheJournalGoesOn() {
    try (var journal = open()) {
      var tooLong =
          Entries.decision("x", new Value.Fields(Map.of("a", Value.of("a".repeat(66_000)))));
      assertThatThrownBy(() -> journal.append(tooLong))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("65535");
      journal.append(Entries.decision("short"));
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 2");
  }

  @Test
  void aTornLastLineIsSetAsideAndTheJournalSaysSo() throws Exception {
    try (var journal = open()) {
      journal.append(Entries.decision("whole"));
    }
    Files.writeString(log(), "{\"action\": \"torn", StandardOpenOption.APPEND);
    try (var journal = open()) {
      var recovery = read(journal, 2).getFirst();
      assertThat(recovery.chain().type().value()).isEqualTo("recovery");
      var aside = folder.resolve(recovery.context().text("file").orElseThrow());
      assertThat(aside).hasContent("{\"action\": \"torn");
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 3");
  }

  @Test
  void aChangedLineKeepsTheJournalClosedAndUntouched() throws Exception {
    try (var journal = open()) {
      journal.append(Entries.decision("one"));
      journal.append(Entries.decision("two"));
    }
    var changed = Files.readString(log()).replace("\"one\"", "\"uno\"");
    Files.writeString(log(), changed);
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("FAIL at line 2");
    assertThat(log()).hasContent(changed);
  }

  @Test
  void aJournalThatSomebodyElseChangedIsWrittenNoMore() throws Exception {
    try (var journal = open()) {
      Files.writeString(log(), "intruder\n", StandardOpenOption.APPEND);
      assertThatThrownBy(() -> journal.append(Entries.decision("x")))
          .isInstanceOf(CoreException.class);
      assertThatThrownBy(() -> journal.append(Entries.decision("y")))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("cannot be written");
    }
  }

  @Test
  void callersThatAreInterruptedDoNotHarmTheJournal() throws Exception {
    try (var journal = open()) {
      var stop = new AtomicBoolean();
      var callers = new ArrayList<Thread>();
      var acknowledged = new AtomicInteger();
      for (var i = 0; i < 3; i++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (!stop.get()) {
                    journal.append(Entries.decision("interrupted"));
                    acknowledged.incrementAndGet();
                  }
                }));
      }
      while (acknowledged.get() < 500) {
        callers.forEach(Thread::interrupt);
      }
      stop.set(true);
      for (var caller : callers) {
        caller.join();
      }
      Thread.currentThread().interrupt();
      assertThat(journal.append(Entries.decision("last")).seq()).isEqualTo(acknowledged.get() + 1L);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(LogVerifier.verify(log()).isValid()).isTrue();
  }

  @Test
  void oneCallerAndManyTakeTurnsWithoutLosingAnEntry() throws Exception {
    try (var journal = open()) {
      for (var round = 0; round < 20; round++) {
        for (var i = 0; i < 20; i++) {
          journal.append(Entries.decision("alone"));
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
          for (var i = 0; i < 16; i++) {
            pool.execute(() -> journal.append(Entries.decision("in company")));
          }
        }
      }
      assertThat(journal.size()).isEqualTo(20 * 36 + 1);
    }
    assertThat(LogVerifier.verify(log())).isEqualTo(new Verdict.Valid(0, 20 * 36 + 1));
  }

  @Test
  void appendingAfterClosingIsRefused() {
    var journal = open();
    journal.close();
    assertThatThrownBy(() -> journal.append(Entries.decision("late")))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aLateEntryIsNotReadFromTheStartAfterAJournalWasOpenedAndReadThrough() throws Exception {
    var last = 3 * Offsets.STEP + 7;
    try (var journal = open()) {
      journal.appendAll(
          IntStream.rangeClosed(1, last).mapToObj(i -> Entries.decision("\u00e9 " + i)).toList());
    }
    try (var journal = open()) {
      journal.read(0, entry -> {});
      // Whoever comes past the first lines now stumbles over them.
      try (var file = new RandomAccessFile(log().toFile(), "rw")) {
        var firstLines = String.join("\n", Files.readAllLines(log()).subList(0, 3 * Offsets.STEP));
        file.write(new byte[firstLines.getBytes(StandardCharsets.UTF_8).length]);
      }
      for (var seq : List.of(3 * Offsets.STEP, 3 * Offsets.STEP + 1, last)) {
        var entry = read(journal, seq).getFirst();
        assertThat(entry.seq()).isEqualTo((long) seq);
        assertThat(entry.ruling().reason()).isEqualTo("\u00e9 " + seq);
      }
      assertThatThrownBy(() -> read(journal, 3 * Offsets.STEP - 1))
          .hasMessageContaining("holds no JSON object");
    }
  }

  private static List<AuditEntry> read(FileJournal journal, long from) {
    var entries = new ArrayList<AuditEntry>();
    journal.read(from, entries::add);
    return entries;
  }
}
