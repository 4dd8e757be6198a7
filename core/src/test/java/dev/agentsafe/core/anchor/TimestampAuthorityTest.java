package dev.agentsafe.core.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.anchor.TestAuthority.Purpose;
import dev.agentsafe.core.anchor.TestAuthority.Stamp;
import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.egress.Reach;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Time-stamps of RFC 3161 are obtained over HTTP, and one that does not hold is none. */
final class TimestampAuthorityTest {
  private final TestAuthority authority = authority();

  @TempDir Path folder;

  private static TestAuthority authority() {
    try {
      return new TestAuthority();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Egress egress(Peer peer) {
    var destination = ((Destination.Read.Good) Destination.parse(peer.url("/tsr"))).destination();
    return Egress.to(Reach.only(destination));
  }

  private Anchor.Outcome ask(Peer peer, SignedCheckpoint checkpoint) throws Exception {
    return ask(peer, checkpoint, authority.check(), Clock.systemUTC());
  }

  private static Anchor.Outcome ask(
      Peer peer, SignedCheckpoint checkpoint, TimestampCheck check, Clock clock) throws Exception {
    try (var client = new TimestampAuthority(peer.url("/tsr"), egress(peer), check, clock)) {
      return client.obtain(checkpoint);
    }
  }

  private SignedCheckpoint sealed() throws Exception {
    try (var journal = new SealedJournal(folder)) {
      return journal.with(3);
    }
  }

  private static Stamp stampOf(TimeStampRequest request) {
    return new Stamp(
        new DEROctetString(request.getMessageImprintDigest()), request.getNonce(), Instant.now());
  }

  private void refused(TestAuthority.Stamping stamping, String why) throws Exception {
    try (var peer = TestAuthority.serving(stamping)) {
      assertThat(ask(peer, sealed()))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class, failed -> assertThat(failed.why()).contains(why));
    }
  }

  @Test
  void aTimestampOfTheNoteIsObtainedAndHoldsLater() throws Exception {
    var checkpoint = sealed();
    try (var peer = authority.serving()) {
      var outcome = (Anchor.Outcome.Obtained) ask(peer, checkpoint);

      assertThat(peer.requests())
          .singleElement()
          .satisfies(request -> {
            assertThat(request.header("Content-Type")).isEqualTo("application/timestamp-query");
            assertThat(request.head()).startsWith("POST /tsr ");
          });
      assertThat(Duration.between(outcome.receipt().at(), Instant.now()).abs())
          .isLessThan(Duration.ofMinutes(1));
      assertThat(authority.check().check(outcome.receipt().bytes(), checkpoint.bytes()))
          .isEqualTo(new Checked.Good(outcome.receipt().at(), "CN=Stamps of tests"));
    }
  }

  @Test
  void noTwoRequestsBearOneNonce() throws Exception {
    var checkpoint = sealed();
    try (var peer = authority.serving()) {
      ask(peer, checkpoint);
      ask(peer, checkpoint);

      assertThat(peer.requests()).hasSize(2);
      var first = new TimeStampRequest(bytes(peer.requests().get(0).body()));
      var second = new TimeStampRequest(bytes(peer.requests().get(1).body()));
      assertThat(first.getMessageImprintDigest()).isEqualTo(second.getMessageImprintDigest());
      assertThat(first.getNonce()).isNotEqualTo(second.getNonce());
      assertThat(first.getNonce().bitLength()).isGreaterThan(64);
      assertThat(first.getCertReq()).isTrue();
    }
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A reader that shares nothing with ours. */
  @Test
  void openSslAcceptsTheReceiptAndTheFileOfTheCheckpoint() throws Exception {
    Assumptions.assumeTrue(
        java.util.stream.Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "openssl"))),
        "SKIPPED: there is no `openssl` to compare with");
    var checkpoint = sealed();
    try (var peer = authority.serving()) {
      var outcome = (Anchor.Outcome.Obtained) ask(peer, checkpoint);
      var receipt = Files.write(folder.resolve("receipt.tsr"), outcome.receipt().bytes());
      var note = Files.write(folder.resolve("note"), checkpoint.bytes());

      assertThat(openssl(note, receipt)).contains("Verification: OK");
      Files.write(note, "more".getBytes(StandardCharsets.US_ASCII));
      assertThat(openssl(note, receipt)).contains("Verification: FAILED");
    }
  }

  private String openssl(Path note, Path receipt) throws Exception {
    var process =
        new ProcessBuilder(
                "openssl",
                "ts",
                "-verify",
                "-data",
                note.toString(),
                "-in",
                receipt.toString(),
                "-CAfile",
                authority.pem(folder).toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test
  void whatIsPutTogetherByHandIsAcceptedWhereNothingIsWrong() throws Exception {
    try (var peer =
        TestAuthority.serving(request -> authority.answer(stampOf(request), Purpose.STAMPING))) {
      assertThat(ask(peer, sealed())).isInstanceOf(Anchor.Outcome.Obtained.class);
    }
  }

  @Test
  void anAnswerWithAnotherNonceIsRefused() throws Exception {
    refused(
        request ->
            authority.answer(
                new Stamp(
                    new DEROctetString(request.getMessageImprintDigest()),
                    request.getNonce().add(BigInteger.ONE),
                    Instant.now()),
                Purpose.STAMPING),
        "not for this request");
  }

  @Test
  void anAnswerForAnotherNoteIsRefused() throws Exception {
    refused(
        request ->
            authority.answer(
                new Stamp(new DEROctetString(new byte[32]), request.getNonce(), Instant.now()),
                Purpose.STAMPING),
        "a time-stamp of something else");
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"SERVING", "STAMPING_NOT_CRITICAL", "NONE"})
  void aCertificateThatIsNotForStampingIsRefused(Purpose purpose) throws Exception {
    refused(request -> authority.answer(stampOf(request), purpose), "does not hold");
  }

  @ParameterizedTest
  @CsvSource({"-20, -10", "10, 20"})
  void aCertificateThatIsNotGoodAtThatTimeIsRefused(int from, int until) throws Exception {
    var now = Instant.now();
    var other = new TestAuthority(now.plusSeconds(from * 60L), now.plusSeconds(until * 60L));
    try (var peer =
        TestAuthority.serving(request -> other.answer(stampOf(request), Purpose.STAMPING))) {
      assertThat(ask(peer, sealed(), other.check(), Clock.systemUTC()))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class,
              failed -> assertThat(failed.why()).contains("does not hold"));
    }
  }

  @Test
  void anAuthorityThatNobodyPinnedIsRefused() throws Exception {
    var other = new TestAuthority();
    refused(
        request -> other.answer(stampOf(request), Purpose.STAMPING),
        "no authority that is believed vouches for `CN=Stamps of tests`");
  }

  @Test
  void aRefusalIsSaidAsSuch() throws Exception {
    refused(request -> authority.refusal(), "granted no time-stamp: status 2");
  }

  @ParameterizedTest
  @CsvSource({"-3600", "3600"})
  void clocksThatAreFarApartAreSaid(long seconds) throws Exception {
    var off = Clock.fixed(Instant.now().plusSeconds(seconds), ZoneOffset.UTC);
    try (var peer = authority.serving()) {
      assertThat(ask(peer, sealed(), authority.check(), off))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class,
              failed -> assertThat(failed.why()).contains("one of them is wrong"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "302 Found         | application/timestamp-reply | answered with 302",
        "500 Oops          | application/timestamp-reply | answered with 500",
        "200 OK            | text/html                   | is no time-stamp but `text/html`",
        "200 OK            | application/timestamp-reply | does not hold"
      })
  void whatIsNoAnswerIsRefused(String status, String type, String why) throws Exception {
    var answer =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 5\r\n\r\nhello"
            .formatted(status, type);
    try (var peer = Peer.saying(answer)) {
      assertThat(ask(peer, sealed()))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class, failed -> assertThat(failed.why()).contains(why));
      assertThat(peer.requests()).hasSize(1);
    }
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() throws Exception {
    refused(request -> new byte[4 << 20], "longer than");
  }

  @Test
  void oneThatMayNotBeReachedIsNotAsked() throws Exception {
    try (var peer = authority.serving();
        var client =
            new TimestampAuthority(
                peer.url("/tsr"), Egress.to(Reach.NOTHING), authority.check(), Clock.systemUTC())) {
      assertThat(client.obtain(sealed()))
          .isInstanceOfSatisfying(
              Anchor.Outcome.Failed.class,
              failed -> assertThat(failed.why()).contains("egress.hosts"));
      assertThat(peer.connections()).isZero();
    }
  }

  /** A receipt that was cut is none, and one that was changed in any byte says nothing else. */
  @Test
  void aReceiptThatWasCutOrChangedSaysNothingElse() throws Exception {
    var checkpoint = sealed();
    byte[] receipt;
    try (var peer = authority.serving()) {
      receipt = ((Anchor.Outcome.Obtained) ask(peer, checkpoint)).receipt().bytes();
    }
    var check = authority.check();
    var whole = check.check(receipt, checkpoint.bytes());
    assertThat(whole).isInstanceOf(Checked.Good.class);

    for (var length = 0; length < receipt.length; length++) {
      assertThat(check.check(Arrays.copyOf(receipt, length), checkpoint.bytes()))
          .as("cut to %d bytes", length)
          .isInstanceOf(Checked.Bad.class);
    }
    assertThat(check.check(Arrays.copyOf(receipt, receipt.length + 1), checkpoint.bytes()))
        .isInstanceOf(Checked.Bad.class);
    var bad = 0;
    for (var at = 0; at < receipt.length; at++) {
      for (var flip : new int[] {0x01, 0x80, 0xff}) {
        var changed = receipt.clone();
        changed[at] ^= (byte) flip;
        var found = check.check(changed, checkpoint.bytes());
        assertThat(found)
            .as("byte %d, bits %x", at, flip)
            .satisfiesAnyOf(
                f -> assertThat(f).isInstanceOf(Checked.Bad.class),
                f -> assertThat(f).isEqualTo(whole));
        bad += found instanceof Checked.Bad ? 1 : 0;
      }
    }
    assertThat(bad).isGreaterThan(receipt.length * 3 * 9 / 10);
  }
}
