package dev.agentsafe.core.audit;

import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.identity.Operators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the approvals of a journal with nothing but the operators' public keys: that each voter
 * signed their vote for what the journal says was asked and shown; that the votes behind an
 * approval and behind its ticket meet the clauses of the rule, counted again with the roles that
 * people had then; that nobody judged what they asked for; and that whoever approved alone was
 * reviewed.
 *
 * <p>Whether the journal's lines are those that were written is for {@link LogVerifier}. For one
 * thread; never throws, whatever the entries hold.
 */
public final class VoteVerifier {
  private final Operators known;
  private final ListedOperators listed;
  private final ReviewCheck reviews;
  private final Map<String, AskedQuestion> asked = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private int votes;
  private int approvals;

  /** A verifier that trusts these keys. */
  public VoteVerifier(Operators known) {
    this.known = known;
    listed = new ListedOperators(known);
    reviews = new ReviewCheck(known);
  }

  /**
   * One vote, one review, or an approval or ticket that the votes do not carry.
   *
   * @param voter who voted or reviewed; empty where it is about neither
   * @param fault what is wrong; empty: nothing
   */
  public record Finding(long seq, String requestId, String voter, Optional<String> fault) {}

  /** How much was checked. */
  public record Checked(int votes, int approvals, int reviews) {}

  /** Takes the entries in the order of the journal. */
  public void accept(AuditEntry entry) {
    var id = entry.context().text("request_id").orElse("");
    var type = entry.chain().type();
    reviews.now(entry);
    if (type.equals(EntryType.OPERATOR_CHANGED)) {
      listed.accept(entry);
    } else if (type.equals(EntryType.APPROVAL_REQUESTED)) {
      asked.put(id, new AskedQuestion(entry));
    } else if (type.equals(EntryType.EVIDENCE)) {
      Optional.ofNullable(asked.get(id)).ifPresent(a -> a.evidence(entry));
    } else if (type.equals(EntryType.VOTE)) {
      vote(id, entry);
    } else if (type.equals(EntryType.BREAK_GLASS)) {
      Optional.ofNullable(asked.get(id)).ifPresent(AskedQuestion::broken);
      reviews.owed(id, entry);
    } else if (type.equals(EntryType.BREAK_GLASS_REVIEWED)) {
      findings.add(reviews.reviewed(id, entry, listed));
    } else if (type.equals(EntryType.APPROVAL_RESOLVED) && isApproval(entry)) {
      approved(id, entry);
    } else if (type.equals(EntryType.TICKET_ISSUED) && !id.isEmpty()) {
      ticket(id, entry);
    }
  }

  /** What was found, in the order of the journal; what is owed at its end comes last. */
  public List<Finding> findings() {
    var all = new ArrayList<>(findings);
    all.addAll(reviews.overdue());
    return List.copyOf(all);
  }

  /** How much was checked. */
  public Checked checked() {
    return new Checked(votes, approvals, reviews.count());
  }

  private static boolean isApproval(AuditEntry entry) {
    return entry.context().text("outcome").equals(Optional.of("approved"));
  }

  private void approved(String id, AuditEntry entry) {
    approvals++;
    var question = Optional.ofNullable(asked.get(id));
    var fault =
        question.isEmpty()
            ? Optional.of("it was approved, and nobody asked for it")
            : question.get().faultOfApproval(listed);
    fault.ifPresent(why -> findings.add(new Finding(entry.seq(), id, "", fault)));
  }

  private void ticket(String id, AuditEntry entry) {
    var question = Optional.ofNullable(asked.remove(id));
    var fault =
        question.isEmpty()
            ? Optional.of("a ticket was issued for what nobody asked, or a second one")
            : question.get().faultOfTicket(entry, listed);
    fault.ifPresent(why -> findings.add(new Finding(entry.seq(), id, "", fault)));
  }

  private void vote(String id, AuditEntry entry) {
    votes++;
    var signed =
        VoteStatement.read(entry.context())
            .flatMap(s -> entry.context().text("signature").map(at -> new SignedVote(s, at)));
    var question = Optional.ofNullable(asked.get(id));
    var fault =
        signed.isEmpty()
            ? Optional.of("it is no signed vote")
            : signature(signed.get()).or(() -> sight(signed.get().statement(), question));
    if (fault.isEmpty()) {
      question.orElseThrow().verified(signed.orElseThrow());
    }
    findings.add(new Finding(entry.seq(), id, entry.context().text("voter").orElse(""), fault));
  }

  private Optional<String> signature(SignedVote vote) {
    var said = vote.statement();
    var key = known.find(said.by().voter()).flatMap(m -> m.key(said.by().keyId()));
    if (key.isEmpty()) {
      return Optional.of("`" + said.by().voter() + "` has no key `" + said.by().keyId() + "`");
    }
    if (!key.get().isGoodAt(said.moment().castAt())) {
      return Optional.of("the key `" + said.by().keyId() + "` was retired by then");
    }
    if (!vote.isSignedBy(key.get().key())) {
      return Optional.of("the signature does not fit what is said");
    }
    return listed.holds(said.by().voter(), key.get().key())
        ? Optional.empty()
        : Optional.of(
            "`" + said.by().voter() + "` was not listed with the key that signed it then");
  }

  private static Optional<String> sight(VoteStatement said, Optional<AskedQuestion> question) {
    if (question.isEmpty()) {
      return Optional.of("nobody asked what it answers");
    }
    var then = question.get();
    if (!said.seen().request().equals(then.digest())) {
      return Optional.of("it is for another request than was asked");
    }
    if (!said.seen().policyVersion().equals(then.policyVersion())) {
      return Optional.of("it is for other rules than asked");
    }
    boolean blind =
        !said.choice().approves() && said.seen().evidence().equals(AskedQuestion.GATHERING);
    return blind || said.seen().evidence().equals(then.evidence())
        ? Optional.empty()
        : Optional.of("it is for other evidence than was recorded");
  }
}
