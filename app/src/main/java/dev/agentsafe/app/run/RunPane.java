package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.CheckList;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.EntryThread;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.RawText;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.run.RunRecord;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** One run as it stands: outcome, states with their diff, output, prechecks, thread. */
public final class RunPane extends VBox {
  private static final int OUTPUT = 200;

  /** The pane of that run. */
  public RunPane(Execution execution) {
    getStyleClass().add("sections");
    execution.record().ifPresent(this::troubles);
    execution.record().ifPresent(r -> getChildren().add(states(r.account())));
    getChildren().add(output(execution.seen().output(), execution.over()));
    execution
        .record()
        .map(r -> r.account().prechecks())
        .filter(p -> !p.isEmpty())
        .ifPresent(
            p -> getChildren().add(new Section(Words.of("run.prechecks"), new CheckList(p))));
    getChildren().add(new Section(Words.of("run.facts"), facts(execution)));
    if (!execution.seen().thread().isEmpty()) {
      getChildren()
          .add(new Section(Words.of("run.thread"), new EntryThread(execution.seen().thread())));
    }
    if (execution.record().orElse(null) instanceof RunRecord.Succeeded s) {
      getChildren().add(new RawText(Words.of("run.raw"), ValueText.block(s.output())));
    }
  }

  private void troubles(RunRecord record) {
    var lines = new ArrayList<Node>();
    Outcomes.message(record).ifPresent(m -> lines.add(Section.text(Untrusted.line(m), "strong")));
    Outcomes.advice(record).ifPresent(a -> lines.add(Section.text(a)));
    if (!lines.isEmpty()) {
      var box = new VBox(lines.toArray(Node[]::new));
      box.getStyleClass().addAll("notice", "notice-bad");
      getChildren().add(box);
    }
  }

  private static Section states(RunRecord.Account account) {
    var changes = Change.between(account.before(), account.after());
    var sides = new DiffView.Sides(Words.of("run.before"), Words.of("run.after"));
    return changes.isEmpty()
        ? new Section(Words.of("run.state"), Section.text(Words.of("run.stateless"), "muted"))
        : new Section(Words.of("run.state"), new DiffView(sides, changes));
  }

  private static Section output(List<String> lines, boolean over) {
    var shown = lines.stream().skip(Math.max(0, lines.size() - OUTPUT)).map(Untrusted::line);
    var text = String.join("\n", shown.toList());
    var waiting = over ? Words.of("run.silent") : Words.of("run.waiting");
    var label =
        lines.isEmpty() ? Section.text(waiting, "muted") : Section.code(text, "console-text");
    return new Section(Words.of("run.output"), label);
  }

  private static FieldGrid facts(Execution execution) {
    var origin = execution.origin();
    var grid = new FieldGrid();
    grid.line(Words.of("run.caller"), Untrusted.line(origin.caller(), 80));
    grid.line(Words.of("run.started"), Spans.full(origin.startedAt()));
    execution
        .record()
        .map(RunRecord::account)
        .ifPresent(account -> {
          grid.line(Words.of("run.duration"), Spans.exact(account.durationMillis()));
          grid.line(Words.of("run.executor"), account.executor());
        });
    grid.code(Words.of("run.id"), execution.id().value());
    grid.code(Words.of("run.decision"), origin.auditId());
    origin.rollbackOf().ifPresent(id -> grid.code(Words.of("run.undoes"), id));
    return grid;
  }
}
