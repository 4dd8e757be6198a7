package dev.agentsafe.app.wire;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/** A signed vote on its way to the gateway; the request's id is in the path. */
public final class VoteForm {
  private VoteForm() {}

  /** The members of a vote: what is signed, and the signature. */
  public static Value.Fields of(SignedVote vote) {
    return vote.statement().value().with("signature", Value.of(vote.signature()));
  }

  /** Reads the members of a vote on that request; empty where they are none. */
  public static Optional<SignedVote> read(ApprovalId request, Value.Fields members) {
    return VoteStatement.read(members)
        .filter(said -> said.request().equals(request))
        .filter(said ->
            of(new SignedVote(said, "")).values().keySet().equals(members.values().keySet()))
        .flatMap(said -> members.text("signature").map(s -> new SignedVote(said, s)));
  }
}
