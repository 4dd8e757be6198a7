package dev.agentsafe.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final List<String> NASTY =
      List.of(
          "x' OR '1'='1",
          "\"; DROP TABLE entry; --",
          "100%",
          "a_b",
          "a!b",
          "a\\b",
          "' UNION SELECT 1 --",
          "{d '2020-01-01'}",
          "?");

  @TempDir private Path folder;
  private final Recorded journal = new Recorded("a");

  @Test
  void rowsAreFoundByFieldRiskTimeAndWords() throws Exception {
    journal.decision("deploy-bot", "prod/api", "deny", "high", "2026-01-15T11:00:00Z");
    journal.decision("Deploy-web", "prod/web", "allow", "low", "2026-01-15T11:30:00.5Z");
    journal.decision("reader", "dev/api", "deny", "critical", "2026-01-10T00:00:00Z");
    journal.decision("reader", "dev/api", "deny", "", "no time at all");
    try (var index = Index.inMemory(journal.feed())) {
      current(index);
      assertThat(seqs(index, "")).containsExactly(3L, 2L, 1L, 0L);
      assertThat(seqs(index, "decision:deny risk>=high")).containsExactly(2L, 0L);
      assertThat(seqs(index, "decision:deny -risk>=high")).containsExactly(3L);
      assertThat(seqs(index, "risk<high")).containsExactly(1L);
      assertThat(seqs(index, "caller:deploy-*")).containsExactly(1L, 0L);
      assertThat(seqs(index, "-caller:deploy-*,reader")).isEmpty();
      assertThat(seqs(index, "since:24h")).containsExactly(1L, 0L);
      assertThat(seqs(index, "until:2026-01-15T11:30Z since:1w")).containsExactly(2L, 0L);
      assertThat(seqs(index, "PROD/ -web")).containsExactly(0L);
      assertThat(seqs(index, "replicas action:scale-deployment target:dev/api"))
          .containsExactly(3L, 2L);
      assertThat(index.decisions(query("since:1w"))).isEqualTo(Map.of("deny", 2L, "allow", 1L));
      assertThat(index.count(Query.ALL)).isEqualTo(4);
    }
  }

  @Test
  void placesAmongWhatIsFoundStayWhereTheyAre() throws Exception {
    for (int i = 0; i < 50; i++) {
      journal.decision(
          "bot", "prod/api", i % 3 == 0 ? "deny" : "allow", "low", "2026-01-15T11:00:00Z");
    }
    try (var index = Index.inMemory(journal.feed())) {
      current(index);
      var denied = query("decision:deny");
      assertThat(index.slice(denied, 0, 3)).extracting(Row::seq).containsExactly(0L, 3L, 6L);
      assertThat(index.slice(denied, 15, 3)).extracting(Row::seq).containsExactly(45L, 48L);
      assertThat(index.slice(Query.ALL, 47, 10))
          .extracting(Row::seq)
          .containsExactly(47L, 48L, 49L);
      assertThat(index.slice(Query.ALL, 50, 10)).isEmpty();
      journal.decision("bot", "prod/api", "deny", "low", "2026-01-15T11:00:00Z");
      current(index);
      assertThat(index.slice(denied, 15, 3)).extracting(Row::seq).containsExactly(45L, 48L, 50L);
    }
  }

  @Test
  void whatPeopleTypeIsNeverSql() throws Exception {
    for (var text : NASTY) {
      journal.decision(text, text, "deny", "low", "2026-01-15T11:00:00Z");
    }
    journal.decision("xaxb", "100", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.inMemory(journal.feed())) {
      current(index);
      for (var i = 0; i < NASTY.size(); i++) {
        var has = new Query(List.of(new Query.Term.Has(NASTY.get(i), false)));
        assertThat(index.search(has, 100).rows())
            .as(NASTY.get(i))
            .extracting(Row::seq)
            .contains((long) i);
        var not = new Query(List.of(new Query.Term.Has(NASTY.get(i), true)));
        assertThat(index.count(has) + index.count(not)).isEqualTo(NASTY.size() + 1);
        var is =
            new Query(List.of(new Query.Term.Is(Query.Field.CALLER, List.of(NASTY.get(i)), false)));
        if (!NASTY.get(i).contains("?")) {
          assertThat(index.search(is, 100).rows()).extracting(Row::seq).containsExactly((long) i);
        }
      }
      assertThat(seqs(index, "\"100%\"")).containsExactly(2L);
      assertThat(seqs(index, "\"a_b\"")).containsExactly(3L);
      assertThat(index.thread("' OR 1=1 --")).isEmpty();
      assertThat(index.size()).isEqualTo(NASTY.size() + 1);
    }
  }

  @Test
  void pagesGoBackWithoutGapOrRepetitionWhileEntriesArrive() throws Exception {
    for (var i = 0; i < 2_500; i++) {
      journal.decision("c" + i % 7, "t", "allow", "low", "2026-01-15T11:00:00Z");
    }
    try (var index = Index.inMemory(journal.feed())) {
      current(index);
      var seen = new ArrayList<Long>();
      var page = index.search(query("caller:c3"), 50);
      while (true) {
        page.rows().forEach(r -> seen.add(r.seq()));
        if (page.older().isEmpty()) {
          break;
        }
        journal.decision("c3", "t", "allow", "low", "2026-01-15T11:00:00Z");
        page = index.search(query("caller:c3"), 50, page.older().getAsLong());
      }
      assertThat(seen).hasSize(357).isSortedAccordingTo((a, b) -> Long.compare(b, a));
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  void aThreadHoldsWhatBelongsTogetherAndNothingElse() throws Exception {
    journal.decision("deploy-bot", "prod/api", "require_approval", "high", "2026-01-15T11:00:00Z");
    journal.decision("other", "prod/db", "allow", "low", "2026-01-15T11:00:00Z");
    journal.later(EntryType.APPROVAL_REQUESTED, journal.idOf(0), context("request_id", "apr-1"));
    journal.later(EntryType.VOTE, journal.idOf(0), context("request_id", "apr-1"));
    journal.later(EntryType.EXECUTION, journal.idOf(0), context("run_id", "run-1"));
    journal.later(EntryType.DECISION, "none", context("rollback_of", journal.idOf(0)));
    try (var index = Index.inMemory(journal.feed())) {
      current(index);
      for (var id : List.of(journal.idOf(0), "apr-1", "run-1", journal.idOf(3))) {
        assertThat(index.thread(id))
            .as(id)
            .extracting(Row::seq)
            .containsExactly(0L, 2L, 3L, 4L, 5L);
      }
      assertThat(index.thread(journal.idOf(1))).extracting(Row::seq).containsExactly(1L);
      assertThat(index.thread("evt-nowhere")).isEmpty();
    }
  }

  @Test
  void whatArrivesIsFollowedAndTold() throws Exception {
    try (var index = Index.inMemory(journal.feed())) {
      var told = new CountDownLatch(1);
      index.onChange(told::countDown);
      journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
      told.await();
      assertThat(index.size()).isEqualTo(1);
      for (var i = 0; i < 25_000; i++) {
        journal.decision("b", "t", "allow", "low", "2026-01-15T11:00:00Z");
      }
      current(index);
      assertThat(index.count(Query.ALL)).isEqualTo(25_001);
      assertThat(index.isBroken()).isFalse();
    }
  }

  @Test
  void whatWasIndexedIsThereAgainAndTheRestIsAdded() throws Exception {
    journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(folder, journal.feed())) {
      current(index);
    }
    journal.decision("b", "t", "deny", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(folder, journal.feed())) {
      current(index);
      assertThat(seqs(index, "")).containsExactly(1L, 0L);
    }
  }

  @Test
  void theIndexOfAnotherJournalIsBuiltAnew() throws Exception {
    journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(folder, journal.feed())) {
      current(index);
    }
    var shorter = new Recorded("a");
    shorter.decision("x", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(folder, shorter.feed())) {
      current(index);
      assertThat(seqs(index, "caller:x")).containsExactly(0L);
      assertThat(index.count(Query.ALL)).isEqualTo(1);
    }
    var other = new Recorded("b");
    other.decision("y", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(folder, other.feed())) {
      current(index);
      assertThat(seqs(index, "caller:y")).containsExactly(0L);
    }
  }

  @Test
  void aDamagedIndexIsThrownAway() throws Exception {
    for (var i = 0; i < 3_000; i++) {
      journal.decision("a" + i, "t", "allow", "low", "2026-01-15T11:00:00Z");
    }
    try (var index = Index.open(folder, journal.feed())) {
      current(index);
    }
    var file = folder.resolve("journal.mv.db");
    var whole = Files.readAllBytes(file);
    var random = new Random(3);
    for (var round = 0; round < 6; round++) {
      damage(file, whole, round, random);
      try (var index = Index.open(folder, journal.feed())) {
        current(index);
        assertThat(index.count(Query.ALL)).isEqualTo(3_000);
      }
    }
  }

  @Test
  void anIndexWhoseStorageFailsIsRepairedByTheNextQuestion() throws Exception {
    var failing = new java.util.concurrent.atomic.AtomicBoolean();
    var feed = journal.feed();
    Feed.History history =
        (from, sink) -> {
          if (failing.compareAndSet(true, false)) {
            throw new IllegalStateException("no reading now");
          }
          feed.history().read(from, sink);
        };
    for (var i = 0; i < 10; i++) {
      journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    }
    failing.set(true);
    try (var index = Index.open(folder, new Feed(feed.size(), history, feed.live()))) {
      assertThat(index.awaitCurrent(Duration.ofSeconds(60))).isFalse();
      assertThat(index.isBroken()).isTrue();
      index.count(Query.ALL);
      current(index);
      assertThat(index.count(Query.ALL)).isEqualTo(10);
    }
  }

  private static void damage(Path file, byte[] whole, int round, Random random) throws IOException {
    var bytes = whole.clone();
    switch (round) {
      case 0 -> bytes = new byte[0];
      case 1 -> bytes = java.util.Arrays.copyOf(whole, whole.length / 2);
      case 2 ->
          bytes =
              "not a database at all".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      case 3 -> java.util.Arrays.fill(bytes, 0, Math.min(8_192, bytes.length), (byte) 0);
      default -> {
        for (var i = 0; i < 5_000; i++) {
          bytes[random.nextInt(bytes.length)] ^= 0x55;
        }
      }
    }
    Files.write(file, bytes);
  }

  @Test
  void aSecondWindowIndexesInMemory() throws Exception {
    journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var first = Index.open(folder, journal.feed());
        var second = Index.open(folder, journal.feed())) {
      current(first);
      current(second);
      assertThat(second.count(Query.ALL)).isEqualTo(1);
    }
  }

  @Test
  void aFolderWithASemicolonGivesNobodyASettingOfTheDatabase() throws Exception {
    var trap = folder.resolve("a;INIT=CREATE TABLE x(y INT)");
    journal.decision("a", "t", "allow", "low", "2026-01-15T11:00:00Z");
    try (var index = Index.open(trap, journal.feed())) {
      current(index);
      assertThat(index.size()).isEqualTo(1);
    }
    assertThat(Files.exists(trap)).isFalse();
  }

  private static Value.Fields context(String name, String value) {
    return Value.EMPTY.with(name, Value.of(value));
  }

  private static void current(Index index) throws InterruptedException {
    assertThat(index.awaitCurrent(Duration.ofSeconds(60))).isTrue();
  }

  private static Query query(String text) {
    return ((QueryParser.Parsed.Good) QueryParser.parse(text, NOW)).query();
  }

  private static List<Long> seqs(Index index, String text) {
    return index.search(query(text), 100).rows().stream().map(Row::seq).toList();
  }
}
