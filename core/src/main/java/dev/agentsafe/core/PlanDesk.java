package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.Courses;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.ticket.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Takes in plans, answers them as a whole, gives each step its ticket when its turn has come;
 * thread-safe.
 *
 * <p>A plan is done as a whole or stopped: where a step is denied nothing of it is asked or begun,
 * and the first step that does not succeed voids the tickets of those after it.
 */
public final class PlanDesk {
  private static final Comparator<ApprovalId> BY_ID = Comparator.comparing(ApprovalId::value);

  private final Parts parts;
  private final Desks desks;
  private final Judge judge;
  private final Function<AuditEntry, Optional<ActionRequest>> reread;
  private final Map<String, ActionRequest> requests = new ConcurrentHashMap<>();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  /** Who takes votes, who hands out what they were for, who stops what nobody comes for. */
  record Desks(ApprovalDesk approvals, ClaimDesk claims, PlanEnds ends) {}

  /**
   * A desk.
   *
   * @param reread the request of a recorded decision that let it through unasked, where it still
   *     fits the workspace and the rules still let it through unasked
   */
  PlanDesk(
      Parts parts, Desks desks, Judge judge, Function<AuditEntry, Optional<ActionRequest>> reread) {
    this.parts = parts;
    this.desks = desks;
    this.judge = judge;
    this.reread = reread;
  }

  /**
   * What was decided of a plan.
   *
   * @param rulings one for each step, in the order given
   */
  public record Submitted(Course course, List<Ruling> rulings, List<ApprovalRequest> questions) {
    public Submitted {
      rulings = List.copyOf(rulings);
      questions = List.copyOf(questions);
    }
  }

  /**
   * Decides every step and records the plan.
   *
   * @param undoes a step's id to the decision that it undoes
   */
  Submitted submit(Plan plan, Caller caller, Map<String, String> undoes) {
    return parts.holds().steady(() -> decided(plan, caller, undoes));
  }

  private Submitted decided(Plan plan, Caller caller, Map<String, String> undoes) {
    var now = parts.clock().instant();
    var id = parts.ids().plan();
    var decided = plan.steps().stream().map(step -> judge.decide(step.submission(), now)).toList();
    boolean whole = decided.stream().noneMatch(d -> d.effect() == Effect.DENY);
    var rulings = new ArrayList<Ruling>();
    var questions = new ArrayList<ApprovalRequest>();
    var decisions = new ArrayList<EntryDraft>();
    var asked = new HashMap<String, ActionRequest>();
    var issued = new HashMap<String, Ticket>();
    var consequences = new ArrayList<EntryDraft>();
    for (int i = 0; i < decided.size(); i++) {
      var step = plan.steps().get(i);
      var origin = new Origin(Optional.of(id.value()), Optional.ofNullable(undoes.get(step.id())));
      var consequence =
          !whole
              ? Judge.Consequence.NONE
              : step.dependsOn().isEmpty()
                  ? Judge.Consequence.NOW
                  : Judge.Consequence.QUESTION_ONLY;
      var judged = judge.judged(step.submission(), decided.get(i), origin, consequence, now);
      rulings.add(judged.ruling());
      judged.question().ifPresent(questions::add);
      decisions.add(judged.entries().getFirst());
      consequences.addAll(judged.entries().subList(1, judged.entries().size()));
      var request = decided.get(i).request();
      request.ifPresent(r -> asked.put(judged.ruling().auditId(), r));
      judged.ruling().ticket().ifPresent(t -> issued.put(judged.ruling().auditId(), t));
    }
    decisions.add(draft(id, plan, caller, rulings));
    decisions.addAll(consequences);
    desks.approvals().openAll(questions, decisions);
    requests.putAll(asked);
    tickets.putAll(issued);
    recordStops();
    return new Submitted(courses().of(id).orElseThrow(), rulings, questions);
  }

  /** How that plan stands. */
  public Optional<Course> course(PlanId id) {
    return courses().of(id);
  }

  /** The plan that a decision is a step of. */
  public Optional<Course> courseOf(String auditId) {
    return courses().ofDecision(auditId);
  }

  /** The entry of a step's decision; empty where it is long over. */
  public Optional<AuditEntry> decision(Course.Step step) {
    return parts.book().threads().of(step.auditId()).stream().findFirst();
  }

  /** The plans that are not over, oldest first. */
  public List<Course> open() {
    return courses().open();
  }

  /** The questions of that plan that people have not answered yet. */
  public List<ApprovalRequest> questions(PlanId id) {
    return courses().of(id).stream()
        .flatMap(c -> c.steps().stream())
        .flatMap(s -> s.request().stream())
        .map(ApprovalId::new)
        .filter(q -> docket().standing(q).filter(Standing.Pending.class::isInstance).isPresent())
        .flatMap(q -> docket().request(q).stream())
        .toList();
  }

  /**
   * Counts signed answers to all open questions of a plan at once; where one of them would not
   * count none does.
   *
   * @param votes one for each open question
   */
  public Voted vote(PlanId id, List<SignedVote> votes) {
    return docket()
        .deciding(() -> {
          var questions = questions(id);
          if (questions.isEmpty()) {
            return new Voted.Refused("settled", "Nothing of `" + id + "` waits for an answer.");
          }
          var answered = votes.stream().map(v -> v.statement().request()).sorted(BY_ID).toList();
          if (!answered.equals(
              questions.stream().map(ApprovalRequest::id).sorted(BY_ID).toList())) {
            return new Voted.Refused(
                "changed", "The plan has other open questions than were answered; look again.");
          }
          for (var question : questions) {
            var refused = desks.approvals().refusal(question, of(votes, question));
            if (refused.isPresent()) {
              return refused.get();
            }
          }
          return voteEach(questions, votes);
        });
  }

  private static SignedVote of(List<SignedVote> votes, ApprovalRequest question) {
    return votes.stream()
        .filter(v -> v.statement().request().equals(question.id()))
        .findFirst()
        .orElseThrow();
  }

  private Voted voteEach(List<ApprovalRequest> questions, List<SignedVote> votes) {
    Voted all = new Voted.Refused("settled", "Nothing waits for an answer.");
    for (var question : questions) {
      var voted = desks.approvals().vote(of(votes, question));
      switch (voted) {
        case Voted.Refused refused -> {
          return refused;
        }
        case Voted.Counted(Standing.Denied denied) -> {
          recordStops();
          return voted;
        }
        case Voted.Counted counted ->
            all =
                all instanceof Voted.Counted(Standing.Pending pending)
                    ? new Voted.Counted(pending)
                    : counted;
      }
    }
    return all;
  }

  /** The ticket of a step whose turn has come, for the caller of the plan; else empty. */
  public Optional<Ticket> claim(PlanId id, String stepId, Caller caller) {
    var question =
        courses()
            .of(id)
            .filter(c -> c.caller().equals(caller.id()))
            .flatMap(c -> c.step(stepId))
            .flatMap(Course.Step::request);
    return question.isPresent()
        ? desks.claims().claim(new ApprovalId(question.get()), caller)
        : claimUnasked(id, stepId, caller);
  }

  /** Seals outside of the locks, as wherever a ticket leaves. */
  private Optional<Ticket> claimUnasked(PlanId id, String stepId, Caller caller) {
    var ticket = parts.holds().steady(() -> docket().deciding(() -> claimNow(id, stepId, caller)));
    ticket.map(t -> effectiveRisk(t.claims().auditId())).ifPresent(parts::sealFor);
    return ticket;
  }

  /** As it was recorded with the decision; the worst where that cannot be read. */
  private RiskClass effectiveRisk(String auditId) {
    return parts.book().threads().of(auditId).stream()
        .findFirst()
        .flatMap(decision -> decision.ruling().effectiveRisk())
        .flatMap(RiskClass::of)
        .orElse(RiskClass.CRITICAL);
  }

  private Optional<Ticket> claimNow(PlanId id, String stepId, Caller caller) {
    var course = courses().of(id).filter(c -> c.caller().equals(caller.id()));
    var step = course.flatMap(c -> c.step(stepId));
    if (course.isEmpty()
        || step.isEmpty()
        || course.get().obstacle(step.get()).isPresent()
        || parts.holds().on(caller).isPresent()) {
      return Optional.empty();
    }
    var overdue = desks.ends().overdue(course.get(), step.get(), parts.clock().instant());
    if (overdue.isPresent()) {
      desks.ends().stop(course.get(), overdue.get());
      return Optional.empty();
    }
    return switch (step.get().stage()) {
      case Stage.Cleared _ -> issue(course.get(), step.get());
      case Stage.Ticketed _ -> Optional.ofNullable(tickets.get(step.get().auditId()));
      case Stage.Asked _, Stage.Running _, Stage.Succeeded _, Stage.Failed _ -> Optional.empty();
    };
  }

  private Optional<Ticket> issue(Course course, Course.Step step) {
    var auditId = step.auditId();
    var decision = parts.book().threads().of(auditId);
    var fits = decision.stream().findFirst().flatMap(reread);
    var request =
        Optional.ofNullable(requests.get(auditId)).filter(r -> fits.isPresent()).or(() -> fits);
    if (request.isEmpty()) {
      desks
          .ends()
          .stop(
              course,
              "step `%s` does not fit the workspace any more, or its rules do not allow it unasked by now"
                  .formatted(step.id()));
      return Optional.empty();
    }
    var ticket =
        parts.tickets().issue(ClaimDesk.claims(request.get(), auditId), parts.clock().instant());
    parts.record(parts.runDrafts().ticketIssued(request.get(), ticket, Optional.empty()));
    tickets.put(auditId, ticket);
    return Optional.of(ticket);
  }

  /** Why the plan that a decision is a step of keeps it from being executed now. */
  Optional<String> obstacle(AuditEntry decision) {
    var plan = decision.subject().correlationId().filter(c -> c.startsWith(PlanId.PREFIX));
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    var auditId = decision.chain().eventId();
    var course = courses().ofDecision(auditId);
    return course.isEmpty()
        ? Optional.of("The plan `" + plan.get() + "` is long over.")
        : course.get().obstacle(course.get().stepOf(auditId).orElseThrow());
  }

  /** Records what stopped plans. */
  void recordStops() {
    desks.ends().recordStops();
  }

  /** Stops plans of which a step is over that nobody came for, and forgets what is done with. */
  void expireOverdue() {
    desks.ends().recordStops();
    desks.ends().expireOverdue();
    requests.keySet().removeIf(this::isOver);
    tickets.keySet().removeIf(this::isOver);
  }

  private boolean isOver(String auditId) {
    return courses().ofDecision(auditId).filter(c -> !c.isOver()).isEmpty();
  }

  private EntryDraft draft(PlanId id, Plan plan, Caller caller, List<Ruling> rulings) {
    var steps = new ArrayList<Value>();
    for (int i = 0; i < rulings.size(); i++) {
      var step = plan.steps().get(i);
      var ruling = rulings.get(i);
      var fields = new LinkedHashMap<String, Value>();
      fields.put("id", Value.of(step.id()));
      fields.put("depends_on", Value.texts(step.dependsOn()));
      fields.put("audit_id", Value.of(ruling.auditId()));
      fields.put("result", Value.of(ruling.result().label()));
      fields.put("request_id", Value.ofOptional(ruling.approval().map(ApprovalId::value)));
      steps.add(new Value.Fields(fields));
    }
    var fields = new LinkedHashMap<String, Value>();
    fields.put("plan_id", Value.of(id.value()));
    fields.put("steps", new Value.Items(steps));
    var words = "A plan of " + rulings.size() + " steps";
    return desks.ends().entry(EntryType.PLAN, id, caller.id().value(), words, fields);
  }

  private Docket docket() {
    return desks.approvals().docket();
  }

  private Courses courses() {
    return parts.courses();
  }
}
