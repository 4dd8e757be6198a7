package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.CheckList;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.EntryThread;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.RawText;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.WholeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.VBox;

/** One run as it stands: outcome, states with their diff, output, prechecks, thread. */
public final class RunParts {
  private static final int OUTPUT = 200;

  private RunParts() {}

  /** The parts of that run, uppermost first. */
  public static List<Part> of(Execution execution) {
    var parts = new ArrayList<Part>();
    var seen = execution.seen();
    var record = execution.record();
    record
        .filter(r -> Outcomes.message(r).isPresent())
        .ifPresent(r -> parts.add(new Part("run-trouble", r, () -> troubles(r))));
    record.ifPresent(
        r -> parts.add(new Part("run-states", r.account(), () -> states(r.account()))));
    parts.add(
        new Part(
            "run-output",
            new Output(seen.output(), execution.over()),
            () -> output(seen.output(), execution.over())));
    record
        .map(r -> r.account().prechecks())
        .filter(p -> !p.isEmpty())
        .ifPresent(p ->
            parts.add(
                new Part(
                    "run-checks",
                    p,
                    () -> new Section(Words.of("run.prechecks"), new CheckList(p)))));
    parts.add(
        new Part(
            "run-facts",
            new Facts(execution.origin(), record),
            () -> new Section(Words.of("run.facts"), facts(execution))));
    if (!seen.thread().isEmpty()) {
      parts.add(
          new Part(
              "run-thread",
              seen.thread().size(),
              () -> new Section(Words.of("run.thread"), new EntryThread(seen.thread()))));
    }
    if (record.orElse(null) instanceof RunRecord.Succeeded(var account, var output)) {
      parts.add(
          new Part(
              "run-raw", output, () -> new RawText(Words.of("run.raw"), ValueText.block(output))));
    }
    return parts;
  }

  /** The whole object before and after a run; none where nothing of it is kept. */
  static List<Part> of(WholeObject objects) {
    var parts = new ArrayList<Part>();
    objects
        .before()
        .map(o -> whole("run-object-before", Words.of("run.object.before"), o))
        .ifPresent(parts::add);
    objects
        .after()
        .map(o -> whole("run-object-after", Words.of("run.object.after"), o))
        .ifPresent(parts::add);
    return parts;
  }

  private static Part whole(String id, String title, Value.Fields object) {
    return new Part(id, object, () -> new RawText(title, ValueText.block(object)));
  }

  private record Facts(Execution.Origin origin, Optional<RunRecord> record) {}

  private record Output(List<String> lines, boolean over) {}

  private static VBox troubles(RunRecord record) {
    var box = new VBox();
    Outcomes.message(record)
        .ifPresent(m -> box.getChildren().add(Section.text(Untrusted.line(m), "strong")));
    Outcomes.advice(record).ifPresent(a -> box.getChildren().add(Section.text(a)));
    box.getStyleClass().addAll("notice", "notice-bad");
    return box;
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
