package dev.agentsafe.app.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.OperatorKeyFile;
import dev.agentsafe.core.identity.OperatorSigner;
import dev.agentsafe.core.identity.Operators;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer is signed: the passphrase is asked for once, and nobody answers without a key. */
final class SigningTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  private static final String RIGHT = "correct horse battery";
  private static final ApprovalId FIRST = new ApprovalId("apr-0c51d2aa9e10");
  private static final ApprovalId GRAVE = new ApprovalId("apr-5b0f2290cd11");

  @TempDir Path folder;

  @Test
  void firstVoteAsksForThePassphraseAndTheNextDoesNot() {
    var seat = locked();
    var inbox = inbox(seat);
    var answer = inbox.answer();
    answer.reason().set("traffic is up");
    answer.approve();
    assertThat(answer.unlocking().asking().get()).isTrue();
    assertThat(standing(seat, FIRST)).isEqualTo(new Standing.Pending());

    answer.unlocking().give("not the passphrase".toCharArray());
    assertThat(answer.unlocking().message().get()).contains("another one");
    assertThat(standing(seat, FIRST)).isEqualTo(new Standing.Pending());

    answer.unlocking().give(RIGHT.toCharArray());
    assertThat(answer.unlocking().asking().get()).isFalse();
    assertThat(standing(seat, FIRST)).isEqualTo(new Standing.Approved("olena", "traffic is up"));

    inbox.select(GRAVE);
    answer.reason().set("not now");
    answer.deny();
    assertThat(answer.unlocking().asking().get()).isFalse();
    assertThat(standing(seat, GRAVE)).isEqualTo(new Standing.Denied("olena", "not now"));
  }

  @Test
  void passphraseForOneQuestionAnswersNoOther() {
    var seat = locked();
    var inbox = inbox(seat);
    inbox.answer().approve();
    inbox.select(GRAVE);
    assertThat(inbox.answer().unlocking().asking().get()).isFalse();

    inbox.answer().unlocking().give(RIGHT.toCharArray());
    assertThat(standing(seat, FIRST)).isEqualTo(new Standing.Pending());
    assertThat(standing(seat, GRAVE)).isEqualTo(new Standing.Pending());
  }

  @Test
  void passphraseIsWipedWhateverComesOfIt() {
    var inbox = inbox(locked());
    var unasked = RIGHT.toCharArray();
    inbox.answer().unlocking().give(unasked);
    assertThat(unasked).containsOnly('\0');

    inbox.answer().approve();
    var asked = RIGHT.toCharArray();
    inbox.answer().unlocking().give(asked);
    assertThat(asked).containsOnly('\0');
  }

  @Test
  void whoHasNoKeyHereIsToldSoInsteadOfBeingAsked() {
    var seat =
        new SampleSeat(NOW, OperatorHand.without(SampleSeat.OLENA, "The key file is elsewhere."))
            .filled();
    var answer = inbox(seat).answer();
    assertThat(answer.forbids(Card.of(seat.question(FIRST).orElseThrow())).orElseThrow())
        .contains("The key file is elsewhere.");
    answer.approve();
    assertThat(answer.unlocking().asking().get()).isFalse();
    assertThat(standing(seat, FIRST)).isEqualTo(new Standing.Pending());
  }

  private SampleSeat locked() {
    var signer = OperatorSigner.generate(OperatorKey.Kind.ED25519);
    var file = folder.resolve("olena.p12");
    OperatorKeyFile.write(file, signer, SampleSeat.OLENA.id(), RIGHT.toCharArray(), NOW);
    var member = Operators.of(SampleSeat.OLENA, signer.publicKey()).members().getFirst();
    return new SampleSeat(NOW, OperatorHand.locked(member, file)).filled();
  }

  private static InboxViewModel inbox(SampleSeat seat) {
    var inbox = new InboxViewModel(seat, new AtOnce(), Clock.fixed(NOW, ZoneOffset.UTC));
    inbox.select(FIRST);
    return inbox;
  }

  private static Standing standing(SampleSeat seat, ApprovalId id) {
    return seat.question(id).orElseThrow().now().standing();
  }
}
