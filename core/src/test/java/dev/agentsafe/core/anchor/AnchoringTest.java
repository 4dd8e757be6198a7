package dev.agentsafe.core.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints are anchored at intervals, whatever fails in between, and nobody waits for it. */
final class AnchoringTest {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration OVERDUE = Duration.ofHours(3);

  @TempDir Path folder;
  private final LinkedBlockingQueue<AnchorNews> news = new LinkedBlockingQueue<>();
  private final Hands clock = new Hands();
  private SealedJournal journal;
  private TestAuthority authority;
  private TestWitness witness;

  /** A clock that a test moves. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.now();

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void begin() throws Exception {
    journal = new SealedJournal(folder);
    journal.with(3);
    authority =
        new TestAuthority(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(30)));
    witness = new TestWitness("witness.example/w1", journal.seals().readKeys().getFirst());
  }

  @AfterEach
  void end() {
    journal.close();
  }

  private Path local() {
    return folder.resolve("local");
  }

  private AnchorSettings settings(List<AnchorSettings.Named> with) {
    return new AnchorSettings(new AnchorSettings.Pace(EVERY, OVERDUE), 1, with);
  }

  private AnchorSettings.Named stamp(Peer peer) throws IOException {
    return new AnchorSettings.Named(
        "stamp", new AnchorSettings.Authority(peer.url("/tsr"), authority.pem(folder)));
  }

  private AnchorSettings.Named cosigner(Peer peer) throws Exception {
    return new AnchorSettings.Named(
        "first", new AnchorSettings.Cosigner(peer.url("/w"), witness.vkey()));
  }

  private static AnchorSettings.Named bucket() {
    return new AnchorSettings.Named(
        "vault",
        new AnchorSettings.Bucket(
            new ShipperSettings.Bucket("b", "p/", "r", Optional.empty(), Optional.of(30)),
            ObjectStore.Mode.COMPLIANCE,
            30));
  }

  private Anchoring start(AnchorSettings settings, ShelfOfLocks shelf, Peer... peers) {
    var sites = Set.of(peers).stream().map(Peer::site).collect(java.util.stream.Collectors.toSet());
    return Anchoring.start(
        new Anchoring.Source(journal.seals(), AnchorStatus.folder(local()), settings, clock),
        new Anchoring.Ways(
            new EgressSettings(new Reach(sites, List.of()), Optional.empty()),
            Optional.of(shelf),
            Duration.ofMillis(5)),
        news::add);
  }

  private AnchorNews next() throws InterruptedException {
    var next = news.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("there is news").isNotNull();
    return next;
  }

  /** The stamps of this authority follow the clock of the test. */
  private Peer stamping() {
    return TestAuthority.serving(request -> authority.answer(request, clock.instant()));
  }

  @Test
  void eachAnchorGivesAReceiptForTheSameCheckpoint() throws Exception {
    var shelf = new ShelfOfLocks();
    try (var stamps = stamping();
        var cosigns = witness.serving();
        var anchoring =
            start(
                settings(List.of(stamp(stamps), cosigner(cosigns), bucket())),
                shelf,
                stamps,
                cosigns)) {
      var all = List.of(next(), next(), next());

      assertThat(all)
          .extracting(n -> ((AnchorNews.Obtained) n).receipt())
          .containsExactlyInAnyOrder(
              new ReceiptName(4, "stamp", Kind.TIMESTAMP),
              new ReceiptName(4, "first", Kind.COSIGNATURE),
              new ReceiptName(4, "vault", Kind.COPY));
      assertThat(anchoring).isNotNull();
    }
    assertThat(AnchorStatus.all(settings(List.of(bucket())), local()))
        .singleElement()
        .satisfies(status -> assertThat(status.size()).isEqualTo(4));
    assertThat(shelf.objects().values())
        .singleElement()
        .isEqualTo(Files.readAllBytes(journal.seals().checkpoint(4)));
    assertThat(journal.report(AnchorTrust.NONE).findings())
        .hasSize(3)
        .noneMatch(AnchorReport.Finding::isBroken);
  }

  @Test
  void theNextOneIsAnchoredAfterTheInterval() throws Exception {
    var shelf = new ShelfOfLocks();
    try (var anchoring = start(settings(List.of(bucket())), shelf)) {
      assertThat(((AnchorNews.Obtained) next()).receipt().size()).isEqualTo(4);

      journal.with(2);
      journal.with(2);
      clock.forward(EVERY);
      assertThat(((AnchorNews.Obtained) next()).receipt().size()).isEqualTo(8);
      assertThat(anchoring).isNotNull();
    }
    assertThat(shelf.objects()).hasSize(2);
  }

  @Test
  void aCheckpointIsPickedOnceInAnInterval() throws Exception {
    var targets = new Targets(journal.seals(), local().resolve("target"), EVERY, clock);
    assertThat(targets.current()).hasValueSatisfying(t -> assertThat(t.size()).isEqualTo(4));
    journal.with(2);
    clock.forward(EVERY.minusSeconds(1));
    assertThat(targets.current()).hasValueSatisfying(t -> assertThat(t.size()).isEqualTo(4));

    var again = new Targets(journal.seals(), local().resolve("target"), EVERY, clock);
    assertThat(again.current()).hasValueSatisfying(t -> assertThat(t.size()).isEqualTo(4));
    clock.forward(Duration.ofSeconds(1));
    assertThat(again.current()).hasValueSatisfying(t -> assertThat(t.size()).isEqualTo(6));
    // A clock that was put back must not keep anything from being anchored.
    journal.with(1);
    clock.forward(Duration.ofDays(-3));
    assertThat(again.current()).hasValueSatisfying(t -> assertThat(t.size()).isEqualTo(7));
  }

  @Test
  void whatFailsIsTriedAgainUntilItComes() throws Exception {
    var broken = new AtomicBoolean(true);
    try (var stamps =
            TestAuthority.serving(request ->
                broken.get() ? authority.refusal() : authority.answer(request, clock.instant()));
        var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
      while (stamps.requests().size() < 3) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(AnchorStatus.all(settings(List.of(stamp(stamps))), local()))
          .singleElement()
          .satisfies(status -> {
            assertThat(status.problem())
                .hasValueSatisfying(why -> assertThat(why).contains("status 2"));
            assertThat(status.at()).isEmpty();
          });
      broken.set(false);
      assertThat(next()).isInstanceOf(AnchorNews.Obtained.class);
      assertThat(AnchorStatus.all(settings(List.of(stamp(stamps))), local()))
          .allSatisfy(status -> assertThat(status.problem()).isEmpty());
      assertThat(anchoring).isNotNull();
    }
  }

  @Test
  void oneThatFailsForLongIsNewsOnceAndOverARestart() throws Exception {
    try (var stamps = TestAuthority.serving(request -> authority.refusal())) {
      try (var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
        while (AnchorStatus.all(settings(List.of(stamp(stamps))), local())
            .getFirst()
            .problem()
            .isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        clock.forward(OVERDUE.plusMinutes(1));
        assertThat(next())
            .isInstanceOfSatisfying(
                AnchorNews.Overdue.class,
                overdue -> {
                  assertThat(overdue.anchor()).isEqualTo("stamp");
                  assertThat(overdue.why()).contains("status 2");
                });
        assertThat(anchoring).isNotNull();
      }
      var before = stamps.requests().size();
      try (var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
        clock.forward(OVERDUE);
        while (stamps.requests().size() < before + 3) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(anchoring).isNotNull();
      }
      assertThat(news).isEmpty();
    }
  }

  @Test
  void aReceiptThatCameBeforeACrashIsNotAskedForAgain() throws Exception {
    try (var stamps = stamping()) {
      try (var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
        next();
        assertThat(anchoring).isNotNull();
      }
      // As if the process had ended after the receipt was kept and before that was noted.
      Files.delete(AnchorStatus.folder(local()).resolve("stamp.anchor"));

      try (var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
        assertThat(((AnchorNews.Obtained) next()).receipt().size()).isEqualTo(4);
        assertThat(anchoring).isNotNull();
      }
      assertThat(stamps.requests()).hasSize(1);
    }
  }

  @Test
  void aReceiptThatACrashSpoiledIsAskedForAgain() throws Exception {
    try (var stamps = stamping()) {
      Files.createDirectories(journal.seals().anchors());
      Files.writeString(journal.seals().anchors().resolve("4.stamp.tsr"), "half");
      try (var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
        next();
        assertThat(anchoring).isNotNull();
      }
      assertThat(stamps.requests()).hasSize(1);
      assertThat(journal.report(AnchorTrust.NONE).isGood()).isTrue();
    }
  }

  /** The checkpoint that was picked is anchored, also where the log has grown since. */
  @Test
  void aRestartGoesOnWithTheCheckpointThatWasPicked() throws Exception {
    try (var stamps = TestAuthority.serving(request -> authority.refusal());
        var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
      while (stamps.requests().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(anchoring).isNotNull();
    }
    journal.with(5);
    try (var stamps = stamping();
        var anchoring = start(settings(List.of(stamp(stamps))), new ShelfOfLocks(), stamps)) {
      assertThat(((AnchorNews.Obtained) next()).receipt().size()).isEqualTo(4);
      assertThat(anchoring).isNotNull();
    }
  }

  @Test
  void oneThatHangsHoldsUpNobodyElse() throws Exception {
    var release = new java.util.concurrent.CountDownLatch(1);
    try (var hanging = Peer.plain((request, out) -> release.await());
        var cosigns = witness.serving();
        var anchoring =
            start(
                settings(List.of(stamp(hanging), cosigner(cosigns))),
                new ShelfOfLocks(),
                hanging,
                cosigns)) {
      assertThat(next().anchor()).isEqualTo("first");
      assertThat(anchoring).isNotNull();
    } finally {
      release.countDown();
    }
  }

  @Test
  void anAnchorWhoseCertificatesAreMissingFailsAndSaysSo() throws Exception {
    var settings =
        settings(
            List.of(
                new AnchorSettings.Named(
                    "stamp",
                    new AnchorSettings.Authority(
                        "http://127.0.0.1:1/", folder.resolve("missing.pem")))));
    try (var anchoring = start(settings, new ShelfOfLocks())) {
      var seen = new ArrayList<String>();
      while (seen.isEmpty()) {
        AnchorStatus.all(settings, local()).forEach(s -> s.problem().ifPresent(seen::add));
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(seen).singleElement().asString().contains("missing.pem");
      assertThat(anchoring).isNotNull();
    }
  }

  @Test
  void whatIsBelievedIsNotedBesideTheReceipts() throws Exception {
    try (var stamps = stamping();
        var cosigns = witness.serving();
        var anchoring =
            start(
                settings(List.of(stamp(stamps), cosigner(cosigns))),
                new ShelfOfLocks(),
                stamps,
                cosigns)) {
      next();
      next();
      assertThat(anchoring).isNotNull();
    }
    assertThat(journal.seals().anchors().resolve("authorities.pem"))
        .content(StandardCharsets.US_ASCII)
        .isEqualTo(Certificates.text(authority.root()));
    assertThat(journal.seals().anchors().resolve("witnesses.vkey"))
        .content(StandardCharsets.UTF_8)
        .isEqualTo(witness.vkey().vkey() + "\n");
  }
}
