package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ProvenVotes;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A vote that was proven lends its proof to nothing else. */
final class ProvenVotesTest {
  private final ProvenVotes proven = new ProvenVotes(2);

  private static SignedVote vote(Choice choice, int second) {
    var signer = SmallWorld.ANNAS_HAND.signer().orElseThrow();
    return new VoteStatement(
            new ApprovalId("a-question"),
            new Seen("request", "policy", "evidence"),
            choice,
            new VoteStatement.By(SmallWorld.ANNA.id(), signer.publicKey().id()),
            new VoteStatement.Moment(Instant.EPOCH.plusSeconds(second), 3))
        .sign(signer);
  }

  @Test
  void onlyThoseWordsWithThatSignatureByThatKeyAreProven() {
    var annas = SmallWorld.ANNAS_HAND.signer().orElseThrow().publicKey();
    var bens = SmallWorld.BENS_HAND.signer().orElseThrow().publicKey();
    var yes = vote(Choice.approve("yes"), 1);
    var no = vote(Choice.deny("no"), 1);

    for (var time = 0; time < 2; time++) {
      assertThat(proven.isSigned(yes, annas)).isTrue();
      assertThat(proven.isSigned(yes, bens)).isFalse();
      assertThat(proven.isSigned(new SignedVote(no.statement(), yes.signature()), annas)).isFalse();
      assertThat(proven.isSigned(new SignedVote(yes.statement(), no.signature()), annas)).isFalse();
    }
  }

  @Test
  void whatIsForgottenIsProvenAgain() {
    var annas = SmallWorld.ANNAS_HAND.signer().orElseThrow().publicKey();
    var votes = IntStream.range(0, 4).mapToObj(i -> vote(Choice.deny("no"), i)).toList();

    for (var time = 0; time < 2; time++) {
      assertThat(votes).allMatch(v -> proven.isSigned(v, annas));
    }
  }
}
