package dev.agentsafe.app.wire;

import dev.agentsafe.core.Reconciliation;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Diff;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** An execution as the agent that asked for it sees it. */
public final class RunForm {
  private RunForm() {}

  /** The run as it stands. */
  public static Value.Fields of(RunView run) {
    var asked = run.order();
    var account = run.record().map(RunRecord::account);
    return new Members()
        .put("run_id", run.id().value())
        .put("status", status(run))
        .put("action", asked.request().action().name().value())
        .put("target", asked.request().target().id().value())
        .put("audit_id", asked.auditId())
        .put("rollback_of", Value.ofOptional(asked.rollbackOf()))
        .put("started_at", Times.text(asked.startedAt()))
        .put("duration_ms", account.map(a -> Value.of(a.durationMillis())).orElse(Value.NULL))
        .put("executor", Value.ofOptional(account.map(a -> a.executor())))
        .put("output", Value.texts(run.output()))
        .put("result", run.record().map(RunForm::result).orElse(Value.NULL))
        .put("error", Value.ofOptional(run.record().flatMap(RunForm::error)))
        .put("before", account.<Value>map(a -> a.before()).orElse(Value.NULL))
        .put("after", account.<Value>map(a -> a.after()).orElse(Value.NULL))
        .put("diff", run.diff().<Value>map(RunForm::diff).orElse(Value.NULL))
        .put(
            "prechecks", account.map(a -> ApprovalForm.prechecks(a.prechecks())).orElse(Value.NULL))
        .put("forward", run.opened().<Value>map(ForwardForm::of).orElse(Value.NULL))
        .put("read_back", run.reconciliation().<Value>map(RunForm::readBack).orElse(Value.NULL))
        .done();
  }

  private static Value.Fields readBack(Reconciliation found) {
    return new Members()
        .put("finding", found.finding().label())
        .put("words", found.words())
        .put("at", Times.text(found.at()))
        .put("by", found.by())
        .done();
  }

  /** The word for how a run stands. */
  public static String status(RunView run) {
    if (run.record().isEmpty()) {
      return "running";
    }
    return switch (run.record().get()) {
      case RunRecord.Succeeded s -> "succeeded";
      case RunRecord.Failed f -> "failed";
      case RunRecord.Unknown u -> "unknown";
      case RunRecord.Skipped s -> "skipped";
    };
  }

  private static Value result(RunRecord record) {
    return record instanceof RunRecord.Succeeded(var account, var output) ? output : Value.NULL;
  }

  private static Optional<String> error(RunRecord record) {
    return switch (record) {
      case RunRecord.Succeeded s -> Optional.empty();
      case RunRecord.Failed f -> Optional.of(f.error());
      case RunRecord.Unknown u -> Optional.of(u.why());
      case RunRecord.Skipped s -> Optional.of(s.why());
    };
  }

  private static Value.Fields diff(Diff diff) {
    var changed = new Members();
    for (Map.Entry<String, Diff.Changed> entry : diff.changed().entrySet()) {
      changed.put(
          entry.getKey(),
          new Members()
              .put("old", entry.getValue().before())
              .put("new", entry.getValue().after())
              .done());
    }
    return new Members()
        .put("added", fields(diff.added()))
        .put("removed", fields(diff.removed()))
        .put("changed", changed.done())
        .put("unchanged", Value.texts(diff.unchanged()))
        .done();
  }

  private static Value.Fields fields(SortedMap<String, Value> values) {
    return new Value.Fields(values);
  }
}
