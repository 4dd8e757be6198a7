package dev.agentsafe.core.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Witnesses cosign what has only grown, and a cosignature that does not hold is none. */
final class WitnessTest {
  @TempDir Path folder;
  private SealedJournal journal;
  private TestWitness witness;

  @BeforeEach
  void begin() throws Exception {
    journal = new SealedJournal(folder);
    journal.with(1);
    witness = new TestWitness("witness.example/w1", journal.seals().readKeys().getFirst());
  }

  @AfterEach
  void end() {
    journal.close();
  }

  private Anchor.Outcome ask(Peer peer, SignedCheckpoint checkpoint) throws Exception {
    try (var client = client(peer)) {
      return client.obtain(checkpoint);
    }
  }

  private Witness client(Peer peer) throws Exception {
    var url = peer.url("/w");
    var site = ((Destination.Read.Good) Destination.parse(url)).destination();
    return new Witness(
        new Witness.Config(
            url, witness.vkey(), journal.seals(), Egress.to(Reach.only(site)), Clock.systemUTC()));
  }

  private void refused(TestWitness.Behaviour behaviour, String why) throws Exception {
    try (var peer = TestWitness.serving(behaviour)) {
      assertThat(ask(peer, journal.with(2)))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class, failed -> assertThat(failed.why()).contains(why));
    }
  }

  private static TestWitness.Reply cosigned(String lines) {
    return new TestWitness.Reply(200, "text/plain", lines);
  }

  @Test
  void aCheckpointIsCosignedAndTheCosignatureHoldsLater() throws Exception {
    try (var peer = witness.serving()) {
      var checkpoint = journal.with(4);

      var outcome = (Anchor.Outcome.Obtained) ask(peer, checkpoint);

      assertThat(witness.size()).isEqualTo(checkpoint.size());
      var check = new CosignatureCheck(List.of(witness.vkey()));
      assertThat(check.check(outcome.receipt().bytes(), checkpoint, Instant.now()))
          .isEqualTo(new Checked.Good(outcome.receipt().at(), "witness.example/w1"));
      assertThat(Duration.between(outcome.receipt().at(), Instant.now()).abs())
          .isLessThan(Duration.ofMinutes(1));
    }
  }

  /** Sizes around those at which the shape of the tree changes. */
  @Test
  void theWitnessFollowsTheLogAsItGrows() throws Exception {
    try (var peer = witness.serving();
        var client = client(peer)) {
      for (var more : List.of(1, 1, 1, 3, 1, 8, 1, 240, 1, 256, 7)) {
        var checkpoint = journal.with(more);
        assertThat(client.obtain(checkpoint))
            .as("%d lines", checkpoint.size())
            .isInstanceOf(Anchor.Outcome.Obtained.class);
        assertThat(witness.size()).isEqualTo(checkpoint.size());
      }
      assertThat(peer.requests()).hasSize(11);
    }
  }

  @Test
  void aClientThatHasForgottenAsksHowFarTheWitnessIs() throws Exception {
    try (var peer = witness.serving()) {
      assertThat(ask(peer, journal.with(5))).isInstanceOf(Anchor.Outcome.Obtained.class);

      assertThat(ask(peer, journal.with(5))).isInstanceOf(Anchor.Outcome.Obtained.class);

      assertThat(peer.requests()).hasSize(3);
      assertThat(peer.requests().get(1).body()).startsWith("old 0\n\n");
      assertThat(peer.requests().get(2).body()).matches("(?s)old 7\\n[^\\n]+\\n.*");
    }
  }

  @Test
  void theSameCheckpointIsCosignedAgain() throws Exception {
    try (var peer = witness.serving()) {
      var checkpoint = journal.with(5);

      assertThat(ask(peer, checkpoint)).isInstanceOf(Anchor.Outcome.Obtained.class);
      assertThat(ask(peer, checkpoint)).isInstanceOf(Anchor.Outcome.Obtained.class);
    }
  }

  @Test
  void aWitnessThatSawMoreSaysThatLinesWereLost() throws Exception {
    witness.saw(1_000, "");
    refused(witness::answer, "1000 lines, more than the 4 of this checkpoint");
  }

  @Test
  void aWitnessThatSawOtherLinesSaysThatItIsAFork() throws Exception {
    var other = Files.createDirectory(folder.resolve("other"));
    try (var journal2 = new SealedJournal(other)) {
      var seen = journal2.with(2).checkpoint();
      witness.saw(seen.size(), seen.root().base64());
    }
    refused(witness::answer, "a fork");
  }

  @Test
  void aWitnessThatSawOtherLinesOfTheSameNumberSaysThatItIsAFork() throws Exception {
    witness.saw(4, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    refused(witness::answer, "other ones than these: a fork");
  }

  @Test
  void aWitnessThatDoesNotKnowTheLogSaysSo() throws Exception {
    var stranger =
        new TestWitness(
            "witness.example/w1",
            NoteKey.generate("elsewhere.example/log", SignatureType.ED25519).verifier());
    refused(stranger::answer, "does not believe the keys of this log");
  }

  @Test
  void aSignatureOfAnotherCheckpointIsRefused() throws Exception {
    refused(
        request -> cosigned(witness.line("other.example\n1\nAAAA\n", Instant.now())),
        "a signature in the name of `witness.example/w1` is not its own");
  }

  @Test
  void aSignatureOfAnotherKeyAloneIsRefused() throws Exception {
    var other = new TestWitness("witness.example/w2", VerifierKey.parse(key()).orElseThrow());
    refused(
        request -> cosigned(other.line(text(request), Instant.now())),
        "no witness that is known here signed it");
  }

  @Test
  void aSignatureOfAnotherKeyUnderTheWitnessNameIsRefused() throws Exception {
    var other = new TestWitness("witness.example/w1", VerifierKey.parse(key()).orElseThrow());
    refused(
        request -> cosigned(other.line(text(request), Instant.now())),
        "no witness that is known here signed it");
  }

  @Test
  void signaturesOfOthersBesideTheWitnessOwnArePassedOver() throws Exception {
    var other = new TestWitness("witness.example/w2", VerifierKey.parse(key()).orElseThrow());
    try (var peer =
        TestWitness.serving(request ->
            cosigned(
                other.line(text(request), Instant.now())
                    + witness.line(text(request), Instant.now())))) {
      var outcome = (Anchor.Outcome.Obtained) ask(peer, journal.with(2));

      assertThat(new String(outcome.receipt().bytes(), StandardCharsets.UTF_8))
          .contains("witness.example/w1")
          .doesNotContain("witness.example/w2");
    }
  }

  @Test
  void aSignatureFromTheFutureIsRefused() throws Exception {
    refused(
        request -> cosigned(witness.line(text(request), Instant.now().plusSeconds(3_600))),
        "which is not yet");
  }

  @Test
  void aWitnessThatNeverAgreesOnTheSizeIsAskedTwiceAtMost() throws Exception {
    try (var peer =
        TestWitness.serving(request -> new TestWitness.Reply(409, "text/x.tlog.size", "2\n"))) {
      assertThat(ask(peer, journal.with(2))).isInstanceOf(Anchor.Outcome.Failed.class);
      assertThat(peer.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | text/plain       | ''                | is not of signature lines",
        "200 | text/plain       | hello             | is not of signature lines",
        "409 | text/x.tlog.size | 01                | answered with 409",
        "409 | text/x.tlog.size | 99999999999999999999999 | answered with 409",
        "409 | text/plain       | 1                 | answered with 409",
        "302 | text/plain       | ''                | answered with 302",
        "404 | text/plain       | ''                | does not know this log",
        "500 | text/plain       | ''                | answered with 500"
      })
  void whatIsNoAnswerIsRefused(int status, String type, String body, String why) throws Exception {
    refused(request -> new TestWitness.Reply(status, type, body + "\n"), why);
  }

  @Test
  void anAnswerWithMoreThanSignaturesIsRefused() throws Exception {
    refused(
        request -> cosigned(witness.line(text(request), Instant.now()) + "and more\n"),
        "is not of signature lines");
    refused(
        request -> cosigned(witness.line(text(request), Instant.now()).repeat(500)),
        "is not of signature lines");
  }

  private String key() throws Exception {
    return journal.seals().readKeys().getFirst().vkey();
  }

  /** The checkpoint's text in a request. */
  private static String text(Peer.Request request) {
    var body =
        new String(request.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    var note = body.substring(body.indexOf("\n\n") + 2);
    return note.substring(0, note.lastIndexOf("\n\n") + 1);
  }
}
