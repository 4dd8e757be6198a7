package dev.agentsafe.core.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts are checked offline, and what does not hold is never passed over. */
final class AnchorVerifierTest {
  @TempDir Path folder;
  private SealedJournal journal;
  private TestAuthority authority;
  private TestWitness first;
  private TestWitness second;

  @BeforeEach
  void begin() throws Exception {
    journal = new SealedJournal(Files.createDirectory(folder.resolve("log")));
    journal.with(3);
    authority = new TestAuthority();
    var key = journal.seals().readKeys().getFirst();
    first = new TestWitness("witness.example/w1", key);
    second = new TestWitness("witness.example/w2", key);
    var receipts = new Receipts(journal.seals());
    receipts.noteAuthorities(List.of(Certificates.text(authority.root())));
    receipts.noteWitnesses(List.of(first.vkey().vkey(), second.vkey().vkey()));
  }

  @AfterEach
  void end() {
    journal.close();
  }

  private byte[] stamp(SignedCheckpoint checkpoint) throws Exception {
    return stamp(checkpoint, authority);
  }

  private static AnchorReport.Finding newest(AnchorReport report, String anchor) {
    return Objects.requireNonNull(report.newest().get(anchor), anchor);
  }

  private static byte[] stamp(SignedCheckpoint checkpoint, TestAuthority by) throws Exception {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return by.answer(
        generator.generate(
            org.bouncycastle.tsp.TSPAlgorithms.SHA256, TimestampCheck.imprint(checkpoint.bytes())),
        Instant.now());
  }

  private static byte[] cosigned(SignedCheckpoint checkpoint, TestWitness by, Instant at)
      throws Exception {
    return (new String(checkpoint.bytes(), StandardCharsets.UTF_8)
            + by.line(checkpoint.note().text(), at))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void keep(String name, byte[] receipt) throws Exception {
    Files.write(journal.seals().anchors().resolve(name), receipt);
  }

  private AnchorReport report() {
    return journal.report(AnchorTrust.NONE);
  }

  private void broken(String file, String why) {
    assertThat(report().broken())
        .as("%s", report().findings())
        .anySatisfy(finding -> {
          assertThat(finding.file()).isEqualTo(file);
          assertThat(((Standing.Broken) finding.standing()).why()).contains(why);
        });
    assertThat(report().isGood()).isFalse();
  }

  @Test
  void aLogWithoutReceiptsHasNothingToSay() {
    assertThat(report().findings()).isEmpty();
    assertThat(report().isGood()).isTrue();
  }

  @Test
  void receiptsOfEarlierCheckpointsHoldWhileTheLogGrows() throws Exception {
    var four = journal.with(0);
    keep("4.stamp.tsr", stamp(four));
    keep("4.first.note", cosigned(four, first, Instant.now()));
    var nine = journal.with(5);
    keep("9.stamp.tsr", stamp(nine));
    journal.with(600);

    var report = report();

    assertThat(report.isGood()).isTrue();
    assertThat(report.findings())
        .extracting(AnchorReport.Finding::file)
        .containsExactly("4.first.note", "4.stamp.tsr", "9.stamp.tsr");
    assertThat(newest(report, "stamp").size()).isEqualTo(9);
    assertThat(newest(report, "stamp").standing())
        .isInstanceOfSatisfying(
            Standing.Holds.class,
            holds -> {
              assertThat(holds.by()).isEqualTo("CN=Stamps of tests");
              assertThat(holds.pinned()).isFalse();
              assertThat(report.age(holds.at())).isLessThan(Duration.ofMinutes(1));
            });
  }

  @Test
  void whoIsPinnedCountsAndWhatStandsBesideDoesNot() throws Exception {
    var checkpoint = journal.with(0);
    keep("4.stamp.tsr", stamp(checkpoint));
    keep("4.first.note", cosigned(checkpoint, first, Instant.now()));

    var right = AnchorTrust.NONE.with(authority.pem(folder)).with(first.vkey());
    assertThat(journal.report(right).findings())
        .allSatisfy(finding ->
            assertThat(finding.standing())
                .isInstanceOfSatisfying(
                    Standing.Holds.class, holds -> assertThat(holds.pinned()).isTrue()));

    var others = AnchorTrust.NONE.with(new TestAuthority().pem(folder)).with(second.vkey());
    assertThat(journal.report(others).broken()).hasSize(2);
  }

  @Test
  void witnessesCountByTheirKeysAndAQuorumByTheLeastOfThem() throws Exception {
    var four = journal.with(0);
    var nine = journal.with(5);
    keep("4.a.note", cosigned(four, second, Instant.now()));
    keep("9.b.note", cosigned(nine, first, Instant.now()));
    keep("9.c.note", cosigned(nine, first, Instant.now()));

    assertThat(report().witnessed(1)).isEqualTo(9);
    assertThat(report().witnessed(2)).isEqualTo(4);
    assertThat(report().witnessed(3)).isZero();
  }

  /** Whoever holds the log's keys can write all of it anew, but not what others have signed. */
  @Test
  void aLogThatWasWrittenAnewIsFoundByItsReceipts() throws Exception {
    var checkpoint = journal.with(0);
    var stamp = stamp(checkpoint);
    var cosigned = cosigned(checkpoint, first, Instant.now());
    try (var other = new SealedJournal(Files.createDirectory(folder.resolve("other")))) {
      other.with(3);
      other.with(7);
      Files.createDirectories(other.seals().anchors());
      Files.write(other.seals().anchors().resolve("4.stamp.tsr"), stamp);
      Files.write(other.seals().anchors().resolve("4.first.note"), cosigned);
      var trust = AnchorTrust.NONE.with(authority.pem(folder)).with(first.vkey());
      assertThat(other.report(trust).broken()).hasSize(2);

      // Also where the checkpoint that was signed for is put back: it is none of this log.
      var at = other.seals().checkpoint(4);
      Files.delete(at);
      Files.write(at, checkpoint.bytes());
      assertThat(other.report(trust).broken())
          .hasSize(2)
          .allSatisfy(finding ->
              assertThat(((Standing.Broken) finding.standing()).why())
                  .contains("it is for another log"));
    }
  }

  @Test
  void aCheckpointOfThisLogWithOtherLinesIsFound() throws Exception {
    var four = journal.with(0);
    journal.with(5);
    var forged =
        new dev.agentsafe.core.tlog.Checkpoint(
            four.checkpoint().origin(), 4, dev.agentsafe.core.tlog.TreeHash.EMPTY);
    var key =
        dev.agentsafe.core.tlog.NoteKey.generate(
            forged.origin(), dev.agentsafe.core.tlog.SignatureType.ED25519);
    var note = SignedCheckpoint.of(forged.sign(List.of(key), Instant.now()).bytes()).orElseThrow();
    var at = journal.seals().checkpoint(4);
    Files.delete(at);
    Files.write(at, note.bytes());
    keep("4.stamp.tsr", stamp(note));

    broken("4.stamp.tsr", "the log does not go on from the checkpoint that it is for");
  }

  @Test
  void receiptsForMoreLinesThanThereAreSayThatLinesAreGone() throws Exception {
    var checkpoint = journal.with(0);
    var later = journal.with(5);
    keep("9.stamp.tsr", stamp(later));
    // As after somebody cut the log and its checkpoints and put the earlier one back.
    var report =
        AnchorVerifier.verify(
            new AnchorVerifier.Request(
                journal.seals(),
                Optional.of(checkpoint.checkpoint()),
                AnchorTrust.NONE,
                Instant.now()));

    assertThat(report.broken())
        .singleElement()
        .satisfies(finding ->
            assertThat(((Standing.Broken) finding.standing()).why())
                .contains("it is for 9 lines, and the log is sealed with 4: lines are gone"));
  }

  @Test
  void whatIsNoReceiptIsFound() throws Exception {
    var checkpoint = journal.with(0);
    keep("notes.txt", new byte[0]);
    keep("4.stamp.tsr", "half".getBytes(StandardCharsets.US_ASCII));
    keep("4.first.note", "half".getBytes(StandardCharsets.US_ASCII));
    keep("4.vault.lock", "{}".getBytes(StandardCharsets.US_ASCII));
    keep("7.stamp.tsr", stamp(checkpoint));
    keep("4.big.tsr", new byte[1 << 20]);
    keep("4.crash.tsr.tmp", new byte[3]);

    broken("notes.txt", "not named as a receipt is");
    broken("4.stamp.tsr", "");
    broken("4.first.note", "no signed checkpoint");
    broken("4.vault.lock", "no note of a locked copy");
    broken("7.stamp.tsr", "the checkpoint of 7 lines is not there");
    broken("4.big.tsr", "no file of at most");
    assertThat(report().findings()).hasSize(6);
  }

  @Test
  void receiptsOfOthersAndFromTheFutureAreFound() throws Exception {
    var checkpoint = journal.with(0);
    keep("4.other.tsr", stamp(checkpoint, new TestAuthority()));
    keep("4.future.note", cosigned(checkpoint, first, Instant.now().plusSeconds(7_200)));
    keep("4.plain.note", checkpoint.bytes());

    broken("4.other.tsr", "no authority that is believed");
    broken("4.future.note", "which is not yet");
    broken("4.plain.note", "no witness that is known here");
  }

  @Test
  void aNoteOfALockedCopyOfSomethingElseIsFound() throws Exception {
    var checkpoint = journal.with(0);
    var later = journal.with(1);
    var copy =
        new LockedCopy(
            new AnchorSettings.Bucket(
                new dev.agentsafe.core.ship.ShipperSettings.Bucket(
                    "b", "p/", "r", Optional.empty(), Optional.of(1)),
                dev.agentsafe.core.ship.ObjectStore.Mode.GOVERNANCE,
                1),
            new ShelfOfLocks(),
            java.time.Clock.systemUTC());
    keep("4.vault.lock", ((Anchor.Outcome.Obtained) copy.obtain(checkpoint)).receipt().bytes());
    assertThat(newest(report(), "vault").standing())
        .isInstanceOfSatisfying(
            Standing.Noted.class,
            noted -> assertThat(noted.where()).contains("`b/p/", "governance"));

    keep("5.vault.lock", ((Anchor.Outcome.Obtained) copy.obtain(checkpoint)).receipt().bytes());
    broken("5.vault.lock", "a copy of something else");
    assertThat(later.size()).isEqualTo(5);
  }

  @Test
  void aDamagedListOfWhoIsBelievedIsFound() throws Exception {
    keep("4.stamp.tsr", stamp(journal.with(0)));
    Files.writeString(journal.seals().anchors().resolve("witnesses.vkey"), "nobody\n");

    broken("", "has a line that is no key");
  }
}
