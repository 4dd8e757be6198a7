package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.ApprovalForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Tells the agent that asked where its question stands; thread-safe. */
final class Approvals {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(30);

  private final Governor governor;
  private final Waits waits;

  Approvals(Governor governor, Waits waits) {
    this.governor = governor;
    this.waits = waits;
  }

  /** {@code GET /v1/approvals/{id}}. */
  Answer standing(Call call) throws InterruptedException {
    var id = new ApprovalId(call.id());
    if (!asked(id, call.caller())) {
      return Answer.notFound("approval request");
    }
    if (call.events()) {
      return new Answer.Events(sink -> stream(id, call.caller(), sink));
    }
    var standing = governor.standing(id);
    if (pending(standing) && call.patience().isPositive()) {
      if (!waits.enter()) {
        return Waits.full();
      }
      try {
        standing = await(id, call.patience());
      } finally {
        waits.leave();
      }
    }
    return form(id, call.caller(), standing)
        .map(Answer::ok)
        .orElse(Answer.notFound("approval request"));
  }

  /** {@code POST /v1/approvals/{id}/accept}. */
  Answer accept(Call call) {
    return answered(call, id -> governor.answerOffer(id, call.caller(), true));
  }

  /** {@code POST /v1/approvals/{id}/decline}. */
  Answer decline(Call call) {
    return answered(call, id -> governor.answerOffer(id, call.caller(), false));
  }

  /** {@code DELETE /v1/approvals/{id}}. */
  Answer cancel(Call call) {
    return answered(call, id -> governor.cancel(id, call.caller()));
  }

  private Answer answered(Call call, Function<ApprovalId, Optional<Voted.Refused>> act) {
    var id = new ApprovalId(call.id());
    var fault = new Form(call.body(), "").fault();
    if (fault.isPresent()) {
      return Answer.error(400, fault.get());
    }
    if (!asked(id, call.caller())) {
      return Answer.notFound("approval request");
    }
    return act.apply(id)
        .map(why -> Answer.error(409, why.clause().replace('-', '_'), why.why()))
        .or(() -> form(id, call.caller(), governor.standing(id)).map(Answer::ok))
        .orElse(Answer.notFound("approval request"));
  }

  private void stream(ApprovalId id, Caller caller, Answer.Sink sink)
      throws java.io.IOException, InterruptedException {
    if (!waits.enter()) {
      sink.event("error", Value.EMPTY.with("code", Value.of("too_many_waiting")));
      return;
    }
    try {
      var until = Instant.now().plus(LONGEST_STREAM);
      var standing = governor.standing(id);
      send(id, caller, standing, sink);
      while (pending(standing) && !waits.over() && Instant.now().isBefore(until)) {
        standing = await(id, HEARTBEAT);
        if (pending(standing)) {
          sink.heartbeat();
        } else {
          send(id, caller, standing, sink);
        }
      }
    } finally {
      waits.leave();
    }
  }

  private void send(ApprovalId id, Caller caller, Optional<Standing> standing, Answer.Sink sink)
      throws java.io.IOException {
    var form = form(id, caller, standing);
    if (form.isPresent()) {
      sink.event("approval", form.get());
    }
  }

  private Optional<Standing> await(ApprovalId id, Duration atMost) throws InterruptedException {
    return waits.await(atMost, time -> governor.await(id, time), s -> !pending(s));
  }

  private Optional<Value.Fields> form(ApprovalId id, Caller caller, Optional<Standing> seen) {
    var ticket = Optional.<Ticket>empty();
    var standing = seen;
    if (seen.isPresent() && seen.get() instanceof Standing.Approved) {
      ticket = governor.claim(id, caller).filter(t -> t.expiresAt().isAfter(Instant.now()));
      standing = governor.standing(id);
    }
    var request = governor.approval(id);
    return request.isEmpty() || standing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ApprovalForm.waiting(
                request.get(),
                standing.get(),
                new ApprovalForm.Open(
                    ticket, governor.holds().on(caller), governor.claimUntil(id))));
  }

  private static boolean pending(Optional<Standing> standing) {
    return standing.isPresent() && standing.get() instanceof Standing.Pending;
  }

  private boolean asked(ApprovalId id, Caller caller) {
    return governor
        .approval(id)
        .filter(r -> r.binding().request().caller().id().equals(caller.id()))
        .isPresent();
  }
}
