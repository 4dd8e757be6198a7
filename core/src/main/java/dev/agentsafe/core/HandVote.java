package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.OperatorHand;
import java.util.function.Function;

/** The answer of the person at this machine: signed, where their key can sign. */
record HandVote(OperatorHand hand, VoteStatement.Moment moment) {

  Voted cast(ApprovalId id, Seen seen, Choice choice, Function<SignedVote, Voted> box) {
    return switch (hand.state()) {
      case OperatorHand.State.Locked(var file) ->
          new Voted.Refused("locked", "Your key is locked; give the passphrase of `" + file + "`.");
      case OperatorHand.State.Without(var why) -> new Voted.Refused("unknown-operator", why);
      case OperatorHand.State.Ready(var signer) -> {
        var by = new VoteStatement.By(hand.operator().id(), signer.publicKey().id());
        yield box.apply(new VoteStatement(id, seen, choice, by, moment).sign(signer));
      }
    };
  }
}
