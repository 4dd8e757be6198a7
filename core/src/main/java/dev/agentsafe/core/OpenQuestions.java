package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.RecordedTerms;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Folds a journal that an earlier process wrote into the questions that are still open, with their
 * evidence and votes, the approvals that nobody has claimed, and how the newest others ended.
 */
final class OpenQuestions {
  private static final int KEPT = 1_000;

  private final Function<AuditEntry, Optional<ActionRequest>> requests;
  private final Map<String, List<Rule>> rules;
  private final String policyVersion;
  private final Map<String, Told> open = new LinkedHashMap<>();
  private final LinkedHashMap<String, Told> closed = new LinkedHashMap<>();
  private final Map<String, Value> operators = new LinkedHashMap<>();

  OpenQuestions(
      Function<AuditEntry, Optional<ActionRequest>> requests,
      List<Rule> inForce,
      String policyVersion) {
    this.requests = requests;
    this.policyVersion = policyVersion;
    rules = inForce.stream().collect(Collectors.groupingBy(r -> r.name().value()));
  }

  /** What the journal tells of a question. */
  private static final class Told {
    private final AuditEntry asked;
    private Instant since = Instant.EPOCH;
    private boolean claimed;
    private final List<SignedVote> votes = new ArrayList<>();
    private Rehearsal.Outcome evidence = new Rehearsal.Outcome.Gathering();
    private Standing standing = new Standing.Pending();

    private Told(AuditEntry asked) {
      this.asked = asked;
    }
  }

  /**
   * A question that somebody asked.
   *
   * @param request without its votes; empty where it does not fit the workspace any more
   */
  record Question(
      AuditEntry asked, Optional<ApprovalRequest> request, List<SignedVote> votes, Left left) {

    Standing standing() {
      return left.standing();
    }

    Instant since() {
      return left.since();
    }

    boolean isClaimed() {
      return left.claimed();
    }

    boolean isOfTheRulesInForce() {
      return left.current();
    }
  }

  /**
   * How an earlier process left a question.
   *
   * @param since since when it stands so
   * @param claimed whether its ticket was issued
   * @param current whether it was asked under the rules in force
   */
  record Left(Standing standing, Instant since, boolean claimed, boolean current) {}

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
      Optional.ofNullable(open.get(id.get())).ifPresent(told -> told.claimed = true);
      close(id.get());
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
      told.standing = settled(entry);
      told.since = Refold.when(entry.chain().timestamp());
      if (told.standing instanceof Standing.Approved) {
        told.since = approvedAt(told, entry).orElse(told.since);
      } else {
        close(id);
      }
    }
  }

  /** Exactly when it was approved: what the entry says of the end of that time, counted back. */
  private static Optional<Instant> approvedAt(Told told, AuditEntry entry) {
    return entry
        .context()
        .text("claim_until")
        .map(until -> Refold.when(until).minus(span(told.asked).claimLife()));
  }

  private static Standing settled(AuditEntry entry) {
    var context = entry.context();
    var reason = entry.ruling().reason();
    return switch (context.text("outcome").orElse("")) {
      case "approved" -> new Standing.Approved(context.text("by").orElse(""), reason);
      case "denied" -> new Standing.Denied(context.text("by").orElse(""), reason);
      case "cancelled" -> new Standing.Cancelled(reason);
      case "unclaimed" -> new Standing.Unclaimed(context.text("approved_by").orElse(""));
      default -> new Standing.Expired();
    };
  }

  private void close(String id) {
    Optional.ofNullable(open.remove(id))
        .ifPresent(told -> {
          closed.put(id, told);
          if (closed.size() > KEPT) {
            closed.pollFirstEntry();
          }
        });
  }

  /** The questions that are open and the approvals that nobody has claimed, oldest first. */
  List<Question> all() {
    return open.values().stream().map(this::question).toList();
  }

  /** The newest {@value #KEPT} others, the one that was settled first at the beginning. */
  List<Question> settled() {
    return closed.values().stream().map(this::question).toList();
  }

  private Question question(Told told) {
    var fits = fits(told);
    return new Question(
        told.asked,
        fits.map(r -> rebuilt(r, told)),
        List.copyOf(told.votes),
        new Left(
            told.standing,
            told.since,
            told.claimed,
            fits.filter(r -> isAskedUnderTheRulesInForce(r, told.asked)).isPresent()));
  }

  /** How each operator was last listed, by id; null: not listed any more. */
  Map<String, Value> operators() {
    return operators;
  }

  private Optional<ActionRequest> fits(Told told) {
    // What was taken out is in no journal: nobody can answer for it any more.
    return Optional.of(told.asked)
        .filter(asked -> !Redaction.isHidden(asked.params()))
        .flatMap(requests);
  }

  /** Under other rules other people might have to agree: such a question is asked anew. */
  private boolean isAskedUnderTheRulesInForce(ActionRequest fits, AuditEntry entry) {
    return fits.effectiveRisk().label().equals(entry.ruling().effectiveRisk().orElse(""))
        && policyVersion.equals(entry.context().text("policy_version").orElse(""))
        && (entry.context().text("rule").isEmpty() || rule(entry.context()).isPresent());
  }

  /**
   * The rule that sent a question to people: of those of its name one that asks of them what was
   * recorded with the question. Several may have that name, and ask for other people; none where
   * they ask for the same and something that is not recorded, such as another reason.
   */
  private Optional<Rule> rule(Value.Fields asked) {
    var named = asked.text("rule").map(name -> rules.getOrDefault(name, List.of()));
    var terms = asked.get("approval").flatMap(RecordedTerms::read);
    return named.flatMap(found ->
        terms.isEmpty()
            ? Optional.of(found).filter(all -> all.size() == 1).map(List::getFirst)
            : onlyOne(
                found.stream().filter(r -> RecordedTerms.of(r).equals(terms.get())).toList()));
  }

  private static Optional<Rule> onlyOne(List<Rule> rules) {
    return rules.stream()
        .findFirst()
        .filter(first ->
            rules.stream()
                .allMatch(r ->
                    r.approval().equals(first.approval())
                        && r.outcome().effect() == first.outcome().effect()));
  }

  private ApprovalRequest rebuilt(ActionRequest fits, Told told) {
    var entry = told.asked;
    var context = entry.context();
    return new ApprovalRequest(
        new ApprovalId(context.text("request_id").orElse("")),
        new ApprovalRequest.Binding(
            fits,
            entry.subject().correlationId().orElse(""),
            entry.sealedRequest(),
            context.text("policy_version").orElse("")),
        new ApprovalRequest.Asked(
            rule(context),
            entry.ruling().reason(),
            fits.effectiveRisk(),
            context.text("rollback_of"),
            told.evidence),
        span(entry),
        List.of());
  }

  /** Where it does not say how long an approval waits, it is as long as for an answer. */
  private static ApprovalRequest.Span span(AuditEntry asked) {
    var at = Refold.when(asked.chain().timestamp());
    var expires = Refold.when(asked.context().text("expires_at").orElse(""));
    var claim =
        asked.context().get("claim_seconds").orElse(Value.NULL) instanceof Value.Int(var seconds)
                && seconds.bitLength() < 32
            ? Duration.ofSeconds(seconds.longValue())
            : Duration.between(at, expires);
    return new ApprovalRequest.Span(at, expires, claim);
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
