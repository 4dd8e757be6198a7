package dev.agentsafe.core;

import static java.util.stream.Collectors.toSet;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.journal.Scrubber;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.List;
import java.util.Set;

/** Takes secrets out of all that is recorded and shown about a request. */
record Secrets(Catalog catalog, Redaction redaction) {

  /** Of an action that nobody knows, what any action declares secret is. */
  Value.Fields hide(Submission submission) {
    return catalog
        .find(submission.action())
        .map(action -> redaction.redact(action, submission.params()))
        .orElseGet(() -> redaction.redact(secretAnywhere(), submission.params()));
  }

  private Set<String> secretAnywhere() {
    return catalog.actions().stream().flatMap(a -> Redaction.secret(a).stream()).collect(toSet());
  }

  /** What an operator says of their own accord. */
  String clean(String words) {
    return redaction.scrubber(List.of()).clean(words);
  }

  Value.Fields hide(ActionRequest request) {
    return of(request).clean(redaction.redact(request.action(), request.params()));
  }

  Scrubber of(Submission submission) {
    return redaction.scrubber(
        catalog
            .find(submission.action())
            .map(action -> Redaction.declared(action, submission.params()))
            .orElseGet(() ->
                secretAnywhere().stream()
                    .flatMap(name -> submission.params().get(name).stream())
                    .toList()));
  }

  Scrubber of(ActionRequest request) {
    return redaction.scrubber(Redaction.declared(request.action(), request.params()));
  }

  /** An entry that says nothing secret. */
  static EntryDraft clean(Scrubber scrubber, EntryDraft draft) {
    var ruling = draft.ruling();
    var details = draft.details();
    return new EntryDraft(
        draft.eventId(),
        draft.type(),
        draft.subject(),
        new dev.agentsafe.core.audit.AuditEntry.Ruling(
            ruling.decision(),
            scrubber.clean(ruling.reason()),
            ruling.policyMatched(),
            ruling.riskClass(),
            ruling.effectiveRisk()),
        new EntryDraft.Details(
            scrubber.clean(details.params()),
            details.ticketId().map(scrubber::clean),
            details.context().map(scrubber::clean)));
  }

  /** What became of a run, for everybody who looks at it. */
  static RunRecord clean(Scrubber scrubber, RunRecord record) {
    var seen = record.account();
    var account =
        new RunRecord.Account(
            scrubber.clean(seen.before()),
            scrubber.clean(seen.after()),
            clean(scrubber, seen.prechecks()),
            seen.durationMillis(),
            seen.executor());
    return switch (record) {
      case RunRecord.Succeeded s -> new RunRecord.Succeeded(account, scrubber.clean(s.output()));
      case RunRecord.Failed f -> new RunRecord.Failed(account, scrubber.clean(f.error()));
      case RunRecord.Unknown u -> new RunRecord.Unknown(account, scrubber.clean(u.why()));
      case RunRecord.Skipped s -> new RunRecord.Skipped(account, scrubber.clean(s.why()));
    };
  }

  /** What would change, for everybody who is asked. */
  static Rehearsal.Outcome clean(Scrubber scrubber, Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case Rehearsal.Outcome.Gathering gathering -> gathering;
      case Rehearsal.Outcome.NotPossible(var why, var hint) ->
          new Rehearsal.Outcome.NotPossible(scrubber.clean(why), hint.map(scrubber::clean));
      case Rehearsal.Outcome.Done(var rehearsal) ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(
                  scrubber.clean(rehearsal.now()),
                  scrubber.clean(rehearsal.after()),
                  rehearsal.affected().stream().map(scrubber::clean).toList(),
                  clean(scrubber, rehearsal.prechecks()),
                  rehearsal.notes().stream().map(scrubber::clean).toList()));
    };
  }

  private static List<PrecheckResult> clean(Scrubber scrubber, List<PrecheckResult> results) {
    return results.stream()
        .map(r ->
            new PrecheckResult(r.name(), r.passed(), scrubber.clean(r.message()), r.advisory()))
        .toList();
  }
}
