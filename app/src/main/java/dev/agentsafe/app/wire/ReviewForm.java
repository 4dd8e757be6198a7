package dev.agentsafe.app.wire;

import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/** Approvals that somebody gave alone, and their signed reviews. */
public final class ReviewForm {
  private ReviewForm() {}

  /** One that waits for a review. */
  public static Value.Fields of(Reviews.Open open) {
    return new Members()
        .put("request_id", open.request().value())
        .put("break_glass_entry", open.entry())
        .put("by", open.by().value())
        .put("action", open.what().action())
        .put("target", open.what().target())
        .put("caller", open.what().caller().id().value())
        .put("reason", open.what().reason())
        .put("given_at", Times.text(open.due().given()))
        .put("due_at", Times.text(open.due().due()))
        .done();
  }

  /** The members of a review: what is signed, and the signature. */
  public static Value.Fields of(ReviewStatement.Signed review) {
    return review.statement().value().with("signature", Value.of(review.signature()));
  }

  /** Reads the members of a review of that approval; empty where they are none. */
  public static Optional<ReviewStatement.Signed> read(ApprovalId request, Value.Fields members) {
    return ReviewStatement.read(members)
        .filter(said -> said.request().equals(request))
        .flatMap(said -> members.text("signature").map(s -> new ReviewStatement.Signed(said, s)))
        .filter(review -> of(review).values().keySet().equals(members.values().keySet()));
  }
}
