package dev.agentsafe.app.wire;

import dev.agentsafe.core.DryRun;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.state.Rehearsal;

/** What a request would change, and what the rules say of it. */
public final class DryRunForm {
  private DryRunForm() {}

  /** As the operator sees it. */
  public static Value.Fields of(DryRun.Looked looked) {
    return of(looked.rehearsal()).with("decision", decision(looked.decision()));
  }

  /** What would change, or why that cannot be told. */
  static Value.Fields of(Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case Rehearsal.Outcome.Done(var rehearsal) ->
          new Members()
              .put("now", rehearsal.now())
              .put("after", rehearsal.after())
              .put("affected", Value.texts(rehearsal.affected()))
              .put("prechecks", ApprovalForm.prechecks(rehearsal.prechecks()))
              .put("notes", Value.texts(rehearsal.notes()))
              .put("unknown", Value.NULL)
              .done();
      case Rehearsal.Outcome.NotPossible(var why, var hint) ->
          new Members().put("unknown", why + hint.map(h -> " " + h).orElse("")).done();
      case Rehearsal.Outcome.Gathering gathering ->
          new Members().put("unknown", "It is still being read.").done();
    };
  }

  /** What the rules say. */
  static Value.Fields decision(PolicyDecision decision) {
    var result =
        switch (decision) {
          case PolicyDecision.Allow a -> "allow";
          case PolicyDecision.NeedsApproval n -> "require_approval";
          case PolicyDecision.Deny d -> "deny";
        };
    return new Members()
        .put("result", result)
        .put("reason", decision.reason())
        .put("policy_matched", Value.ofOptional(decision.rule().map(r -> r.name().value())))
        .done();
  }
}
