package dev.agentsafe.app.gateway;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.app.wire.ReviewForm;
import dev.agentsafe.app.wire.VoteForm;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.TokenKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The operator's commands that come through the gateway because it holds the journal. */
final class OperatorSide {
  private final Desk desk;

  OperatorSide(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    var operator = Route.Access.OPERATOR;
    return Stream.concat(own(operator), new OperatorRuns(desk).routes().stream()).toList();
  }

  private Stream<Route> own(Route.Access operator) {
    return Stream.of(
        new Route("POST", "/v1/operator/check", operator, this::check),
        new Route("GET", "/v1/operator/approvals", operator, call -> answer(desk.pending())),
        new Route(
            "GET",
            "/v1/operator/approvals/{id}",
            operator,
            call -> answer(desk.question(call.id()))),
        new Route("POST", "/v1/operator/approvals/{id}/votes", operator, this::vote),
        new Route("GET", "/v1/operator/plans/{id}", operator, call -> answer(desk.plan(call.id()))),
        new Route("POST", "/v1/operator/plans/{id}/votes", operator, this::votePlan),
        new Route("GET", "/v1/operator/agents", operator, call -> answer(desk.agents())),
        new Route("POST", "/v1/operator/freeze", operator, call -> all(call, desk::freeze)),
        new Route("POST", "/v1/operator/unfreeze", operator, call -> all(call, desk::unfreeze)),
        new Route("POST", "/v1/operator/pause", operator, call -> one(call, desk::pause)),
        new Route("POST", "/v1/operator/resume", operator, call -> one(call, desk::resume)),
        new Route("POST", "/v1/operator/approvals/{id}/reviews", operator, this::review),
        new Route("GET", "/v1/operator/reviews", operator, call -> answer(desk.reviews())),
        new Route(
            "POST",
            "/v1/operator/journal/keys",
            operator,
            call -> all(call, desk::rotateJournalKeys)),
        new Route("GET", "/v1/operator/policies", operator, call -> answer(desk.policies())),
        new Route("POST", "/v1/operator/policies/reload", operator, this::reload),
        new Route("POST", "/v1/operator/tokens/keys", operator, this::rotateTokenKeys),
        new Route("POST", "/v1/operator/journal/checkpoint", operator, this::seal),
        new Route(
            "GET",
            "/v1/operator/rollbacks/{id}",
            operator,
            call -> answer(desk.rollbackPlan(call.id()))),
        new Route("POST", "/v1/operator/rollbacks", operator, this::rollback));
  }

  private Answer reload(Call call) {
    var form = new Form(call.body(), "");
    var version = form.text("policy_version");
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> answer(desk.reload(version)));
  }

  private Answer seal(Call call) {
    return new Form(call.body(), "")
        .fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> answer(desk.sealJournal()));
  }

  private Answer check(Call call) {
    return asked(call, desk::check);
  }

  /** Reads a request and hands it to the desk. */
  static Answer asked(Call call, Function<Desk.Ask, Desk.Reply> desk) {
    var form = new Form(call.body(), "");
    var asked = Decisions.submission(form, Caller.ANONYMOUS);
    var caller = who(form);
    return first(form, caller)
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() ->
            answer(
                desk.apply(
                    new Desk.Ask(
                        asked.action().value(),
                        asked.target().map(t -> t.value()),
                        caller.who(),
                        asked.params(),
                        asked.changeTicket()))));
  }

  private Answer vote(Call call) {
    return VoteForm.read(new ApprovalId(call.id()), call.body())
        .map(vote -> answer(desk.vote(vote)))
        .orElseGet(() ->
            Answer.error(
                400,
                "invalid_vote",
                "This is no signed vote on `"
                    + call.id()
                    + "`; docs/approvals.md lists its members."));
  }

  private Answer votePlan(Call call) {
    var form = new Form(call.body(), "");
    var items = form.items("votes");
    var votes =
        items.stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .flatMap(
                v -> VoteForm.read(new ApprovalId(v.text("request_id").orElse("")), v).stream())
            .toList();
    if (form.fault().isPresent()) {
      return Answer.error(400, form.fault().get());
    }
    return votes.size() == items.size()
        ? answer(desk.votePlan(call.id(), votes))
        : Answer.error(
            400, "invalid_vote", "`votes` must be signed votes; docs/approvals.md lists them.");
  }

  private Answer rotateTokenKeys(Call call) {
    var form = new Form(call.body(), "");
    var reason = form.prose("reason");
    var grace = form.optionalWhole("grace", 0, TokenKeys.LONGEST_GRACE.toSeconds());
    if (grace.isEmpty() && form.fault().isEmpty()) {
      return Answer.error(
          400, Answer.Fault.in("grace", "`grace` is missing; give it in seconds, 0 for none."));
    }
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(
            () -> answer(desk.rotateTokenKeys(reason, Duration.ofSeconds(grace.orElseThrow()))));
  }

  private static Answer all(Call call, Function<String, Desk.Reply> change) {
    var form = new Form(call.body(), "");
    var reason = form.prose("reason");
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> answer(change.apply(reason)));
  }

  private static Answer one(Call call, BiFunction<String, String, Desk.Reply> change) {
    var form = new Form(call.body(), "");
    var agent = form.text("agent");
    var reason = form.prose("reason");
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> answer(change.apply(agent, reason)));
  }

  private Answer review(Call call) {
    return ReviewForm.read(new ApprovalId(call.id()), call.body())
        .map(review -> answer(desk.review(review)))
        .orElseGet(() ->
            Answer.error(
                400,
                "invalid_review",
                "This is no signed review of `"
                    + call.id()
                    + "`; docs/approvals.md lists its members."));
  }

  private Answer rollback(Call call) {
    var form = new Form(call.body(), "");
    var auditId = form.text("audit_id");
    var caller = who(form);
    return first(form, caller)
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> answer(desk.rollback(auditId, caller.who())));
  }

  private record Named(Optional<Desk.Who> who, Optional<Answer.Fault> fault) {}

  private static Named who(Form form) {
    var given = form.optionalFields("caller");
    if (given.isEmpty()) {
      return new Named(Optional.empty(), Optional.empty());
    }
    var caller = new Form(given.get(), "caller.");
    Desk.Who who =
        given.get().get("token").isPresent()
            ? new Desk.Who.Token(caller.prose("token"))
            : new Desk.Who.Vouched(
                caller.text("agent_id"),
                new Caller.Grants(caller.texts("roles"), caller.texts("groups")));
    return new Named(Optional.of(who), caller.fault());
  }

  private static Optional<Answer.Fault> first(Form form, Named caller) {
    return form.fault().or(caller::fault);
  }

  static Answer answer(Desk.Reply reply) {
    return switch (reply) {
      case Desk.Reply.Done(Value.Fields body) -> Answer.ok(body);
      case Desk.Reply.Refused(var code, var message) -> Answer.error(status(code), code, message);
    };
  }

  private static int status(String code) {
    return switch (code) {
      case "not_found", "unknown_request" -> 404;
      case "invalid_token" -> 401;
      default -> 409;
    };
  }
}
