package dev.agentsafe.app.rollback;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Drift;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One roll-back, from the look at it to the proof that it worked; belongs to the FX thread. */
public final class RollbackViewModel {

  /** How far it is. */
  public sealed interface Stage {
    /** Nothing is to be undone. */
    record Closed() implements Stage {}

    /** Plan, live state and policy are being read. */
    record Reading() implements Stage {}

    /** It can be asked for. */
    record Ready(RollbackPreview.Ready preview) implements Stage {}

    /** It cannot be undone, and this is why. */
    record Impossible(String why) implements Stage {}

    /** It was asked for, and nothing is known yet. */
    record Sending(RollbackPreview.Ready preview) implements Stage {}

    /** Somebody else has to agree first. */
    record Asked(RollbackPreview.Ready preview, String request) implements Stage {}

    /** It runs, or ran. */
    record Running(RollbackPreview.Ready preview, Optional<Execution> run) implements Stage {}

    /** It was not done, and this is why. */
    record Refused(String why) implements Stage {}
  }

  private final Seat seat;
  private final Work work;
  private final ReadOnlyObjectWrapper<Stage> stage =
      new ReadOnlyObjectWrapper<>(this, "stage", new Stage.Closed());
  private String auditId = "";
  private Optional<RunId> running = Optional.empty();

  /** No roll-back yet. */
  public RollbackViewModel(Seat seat, Work work) {
    this.seat = seat;
    this.work = work;
    work.every(Duration.ofMillis(250), this::follow);
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** Looks at what undoing that decision's run would do; changes nothing. */
  public void open(String decision) {
    auditId = decision;
    stage.set(new Stage.Reading());
    work.quietly(
        progress -> seat.preview(decision),
        preview -> {
          if (auditId.equals(decision)) {
            stage.set(
                switch (preview) {
                  case RollbackPreview.Ready ready -> new Stage.Ready(ready);
                  case RollbackPreview.Impossible(var why) -> new Stage.Impossible(why);
                });
          }
        },
        why -> stage.set(new Stage.Impossible(why)));
  }

  /** Puts it away; what was asked for goes on. */
  public void close() {
    auditId = "";
    stage.set(new Stage.Closed());
  }

  /** Asks for it, where it can be asked for. */
  public void submit() {
    if (!(stage.get() instanceof Stage.Ready(var preview))) {
      return;
    }
    var decision = auditId;
    stage.set(new Stage.Sending(preview));
    work.quietly(
        progress -> seat.undo(decision),
        undone -> {
          if (auditId.equals(decision)) {
            stage.set(
                switch (undone) {
                  case Seat.Undone.Running(var run) -> {
                    running = Optional.of(run);
                    yield new Stage.Running(preview, Optional.empty());
                  }
                  case Seat.Undone.Asked(var question) ->
                      new Stage.Asked(preview, question.value());
                  case Seat.Undone.Refused(var why) -> new Stage.Refused(why);
                });
            follow();
          }
        },
        why -> stage.set(new Stage.Refused(why)));
  }

  private void follow() {
    if (stage.get() instanceof Stage.Running(var preview, var seen)
        && !seen.map(Execution::over).orElse(false)
        && running.isPresent()) {
      var id = running.get();
      work.quietly(
          progress -> seat.run(id),
          found -> {
            if (stage.get() instanceof Stage.Running && !found.equals(seen)) {
              stage.set(new Stage.Running(preview, found));
            }
          },
          why -> {});
    }
  }

  /** What changed since the original left it: live state against the state after the original. */
  public static List<Change> drift(RollbackPreview.Ready preview) {
    var since = preview.since();
    var names =
        since.drift().fields().stream()
            .filter(f ->
                f.standing() == Drift.Standing.DRIFTED || f.standing() == Drift.Standing.UNDONE)
            .map(Drift.Field::name)
            .toList();
    return Change.between(only(names, since.after()), only(names, since.live()));
  }

  /** Whether the live state was compared with what the original left. */
  public static boolean isCompared(RollbackPreview.Ready preview) {
    return !preview.since().live().values().isEmpty();
  }

  private static Value.Fields only(List<String> names, Value.Fields all) {
    var kept = new LinkedHashMap<>(all.values());
    kept.keySet().retainAll(names);
    return new Value.Fields(kept);
  }

  /** How the state after a finished roll-back differs from the one before the original. */
  public static List<Change> left(RollbackPreview.Ready preview, RunRecord record) {
    var after = record.account().after();
    return Change.between(shared(preview.before(), after), after);
  }

  private static Value.Fields shared(Value.Fields some, Value.Fields with) {
    var kept = new LinkedHashMap<>(some.values());
    kept.keySet().retainAll(with.values().keySet());
    return new Value.Fields(kept);
  }
}
