package dev.agentsafe.core.audit;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.audit.VoteVerifier.Finding;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.Operators;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the reviews of approvals that somebody gave alone, and what is owed of them. */
final class ReviewCheck {
  private final Operators known;
  private final Map<String, Owed> owed = new LinkedHashMap<>();
  private Instant last = Instant.EPOCH;
  private int count;

  ReviewCheck(Operators known) {
    this.known = known;
  }

  private record Owed(AuditEntry entry, OperatorId by, Caller caller, Instant due) {}

  /** The journal has come to that entry. */
  void now(AuditEntry entry) {
    var at = when(entry.chain().timestamp());
    last = at.isAfter(last) ? at : last;
  }

  /** Somebody approved alone. */
  void owed(String requestId, AuditEntry entry) {
    var context = entry.context();
    owed.put(
        requestId,
        new Owed(
            entry,
            new OperatorId(context.text("by").orElse("")),
            entry.caller(),
            when(context.text("review_due").orElse(""))));
  }

  /** Somebody reviewed it; what is to be said of that. */
  Finding reviewed(String requestId, AuditEntry entry, ListedOperators then) {
    count++;
    var said = ReviewStatement.read(entry.context());
    var fault =
        said.isEmpty()
            ? Optional.of("it is no signed review")
            : fault(said.get(), entry, Optional.ofNullable(owed.get(requestId)), then);
    if (fault.isEmpty()) {
      owed.remove(requestId);
    }
    return new Finding(entry.seq(), requestId, entry.context().text("reviewer").orElse(""), fault);
  }

  private Optional<String> fault(
      ReviewStatement said, AuditEntry entry, Optional<Owed> of, ListedOperators then) {
    var reviewer = said.by().voter();
    var key = known.find(reviewer).flatMap(m -> m.key(said.by().keyId()));
    var signed = new ReviewStatement.Signed(said, entry.context().text("signature").orElse(""));
    if (key.isEmpty()) {
      return Optional.of("`" + reviewer + "` has no key `" + said.by().keyId() + "`");
    }
    if (!key.get().isGoodAt(said.reviewedAt())) {
      return Optional.of("the key `" + said.by().keyId() + "` was retired by then");
    }
    if (!signed.isSignedBy(key.get().key())) {
      return Optional.of("the signature of the review does not fit what is said");
    }
    if (!then.holds(reviewer, key.get().key())) {
      return Optional.of("`" + reviewer + "` was not listed with the key that signed it then");
    }
    if (of.isEmpty() || !said.entry().equals(of.get().entry().chain().eventId())) {
      return Optional.of("it is a review of nothing that somebody approved alone");
    }
    if (Operators.folded(reviewer.value()).equals(Operators.folded(of.get().by().value()))) {
      return Optional.of("`" + reviewer + "` reviewed what they had approved alone");
    }
    return then.find(reviewer)
        .flatMap(r -> Eligibility.involvement(of.get().caller(), r))
        .map(no -> no.why());
  }

  /** Those whose time to be reviewed was over when the journal ends. */
  List<Finding> overdue() {
    return owed.entrySet().stream()
        .filter(e -> !last.isBefore(e.getValue().due()))
        .map(e ->
            new Finding(
                e.getValue().entry().seq(),
                e.getKey(),
                e.getValue().by().value(),
                Optional.of(
                    "it was approved alone, and nobody had reviewed it by `"
                        + e.getValue().due()
                        + "`")))
        .toList();
  }

  int count() {
    return count;
  }

  /** A time the journal wrote; the epoch where it cannot be read, which is long over. */
  private static Instant when(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
