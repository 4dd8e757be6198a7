package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.state.Rehearsal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Folds a journal that an earlier process wrote into the questions that are still open, with their
 * evidence and votes, and the approvals that nobody has claimed.
 */
final class OpenQuestions {
  private final Function<AuditEntry, Optional<ActionRequest>> requests;
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private final String policyVersion;
  private final Map<String, Told> open = new LinkedHashMap<>();
  private final Map<String, Value> operators = new LinkedHashMap<>();

  OpenQuestions(
      Function<AuditEntry, Optional<ActionRequest>> requests,
      List<Rule> inForce,
      String policyVersion) {
    this.requests = requests;
    this.policyVersion = policyVersion;
    inForce.forEach(r -> rules.put(r.name().value(), r));
  }

  /** What the journal tells of a question. */
  private static final class Told {
    private final AuditEntry asked;
    private final List<SignedVote> votes = new ArrayList<>();
    private Rehearsal.Outcome evidence = new Rehearsal.Outcome.Gathering();
    private Standing standing = new Standing.Pending();

    private Told(AuditEntry asked) {
      this.asked = asked;
    }
  }

  /**
   * A question that nobody has settled, or an approval that nobody has claimed.
   *
   * @param request without its votes; empty where it does not fit the workspace any more, or was
   *     asked under other rules
   */
  record Question(
      AuditEntry asked,
      Optional<ApprovalRequest> request,
      List<SignedVote> votes,
      Standing standing) {}

  void accept(AuditEntry entry) {
    var type = entry.chain().type();
    if (type.equals(EntryType.OPERATOR_CHANGED)) {
      entry
          .context()
          .text("operator")
          .ifPresent(id -> operators.put(id, entry.context().get("listed").orElse(Value.NULL)));
      return;
    }
    var id = entry.context().text("request_id");
    if (id.isEmpty()) {
      return;
    }
    if (type.equals(EntryType.APPROVAL_REQUESTED)) {
      open.put(id.get(), new Told(entry));
    } else if (type.equals(EntryType.TICKET_ISSUED)) {
      open.remove(id.get());
    } else {
      Optional.ofNullable(open.get(id.get())).ifPresent(told -> tell(told, id.get(), entry));
    }
  }

  private void tell(Told told, String id, AuditEntry entry) {
    var type = entry.chain().type();
    if (type.equals(EntryType.EVIDENCE)) {
      told.evidence = evidence(entry.context());
    } else if (type.equals(EntryType.VOTE)) {
      vote(entry).ifPresent(told.votes::add);
    } else if (type.equals(EntryType.APPROVAL_OFFERED)) {
      told.standing =
          Changes.read(entry.context().get("changes").orElse(Value.NULL))
              .<Standing>map(c ->
                  new Standing.Offered(
                      entry.context().text("by").orElse(""), entry.ruling().reason(), c))
              .orElse(told.standing);
    } else if (type.equals(EntryType.APPROVAL_RESOLVED)) {
      if (entry.context().text("outcome").equals(Optional.of("approved"))) {
        told.standing =
            new Standing.Approved(entry.context().text("by").orElse(""), entry.ruling().reason());
      } else {
        open.remove(id);
      }
    }
  }

  /** The questions, oldest first. */
  List<Question> all() {
    return open.values().stream()
        .map(t -> new Question(t.asked, request(t), List.copyOf(t.votes), t.standing))
        .toList();
  }

  /** How each operator was last listed, by id; null: not listed any more. */
  Map<String, Value> operators() {
    return operators;
  }

  private Optional<ApprovalRequest> request(Told told) {
    // What was taken out is in no journal: nobody can answer for it any more.
    return Optional.of(told.asked)
        .filter(asked -> !Redaction.isHidden(asked.params()))
        .flatMap(requests)
        .filter(fits -> isAskedUnderTheRulesInForce(fits, told.asked))
        .map(fits -> rebuilt(fits, told));
  }

  /** Under other rules other people might have to agree: such a question is asked anew. */
  private boolean isAskedUnderTheRulesInForce(ActionRequest fits, AuditEntry entry) {
    return fits.effectiveRisk().label().equals(entry.ruling().effectiveRisk().orElse(""))
        && policyVersion.equals(entry.context().text("policy_version").orElse(""));
  }

  private ApprovalRequest rebuilt(ActionRequest fits, Told told) {
    var entry = told.asked;
    var context = entry.context();
    return new ApprovalRequest(
        new ApprovalId(context.text("request_id").orElse("")),
        new ApprovalRequest.Binding(
            fits,
            entry.subject().correlationId().orElse(""),
            context.text("digest").orElse(""),
            context.text("policy_version").orElse("")),
        new ApprovalRequest.Asked(
            context.text("rule").map(rules::get),
            entry.ruling().reason(),
            fits.effectiveRisk(),
            context.text("rollback_of"),
            told.evidence),
        new ApprovalRequest.Span(
            Refold.when(entry.chain().timestamp()),
            Refold.when(context.text("expires_at").orElse(""))),
        List.of());
  }

  private static Optional<SignedVote> vote(AuditEntry entry) {
    return VoteStatement.read(entry.context())
        .flatMap(said -> entry.context().text("signature").map(s -> new SignedVote(said, s)));
  }

  /** Evidence as it was recorded; what cannot be read is gathered anew. */
  private static Rehearsal.Outcome evidence(Value.Fields context) {
    return switch (context.text("status").orElse("")) {
      case "done" ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(
                  Refold.fields(context, "now"),
                  Refold.fields(context, "after"),
                  Refold.texts(context, "affected"),
                  Refold.prechecks(context),
                  Refold.texts(context, "notes")));
      case "not_possible" ->
          new Rehearsal.Outcome.NotPossible(context.text("why").orElse(""), context.text("hint"));
      default -> new Rehearsal.Outcome.Gathering();
    };
  }
}
