package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.EntryThread;
import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.RawText;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** The entry in view: what it says, states, thread, hashes, the line itself. */
final class EntryView extends ScrollPane {
  private final LogViewModel model;

  EntryView(LogViewModel model) {
    this.model = model;
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    model.selected().subscribe(e -> show());
    model.thread().subscribe(t -> show());
  }

  private void show() {
    model.selected().get().ifPresent(e -> setContent(pane(e)));
  }

  private VBox pane(AuditEntry entry) {
    var title =
        Section.text(
            Words.of("entry.title", entry.seq(), EntryWords.kind(entry)), "question-action");
    var pane = new VBox(title);
    var sentence = Untrusted.line(EntryWords.sentence(entry));
    if (!sentence.isBlank()) {
      pane.getChildren().add(Section.text(sentence));
    }
    states(entry).ifPresent(pane.getChildren()::add);
    pane.getChildren()
        .addAll(
            new Section(Words.of("run.thread"), new EntryThread(model.thread().get())),
            new Section(Words.of("entry.facts"), facts(entry)),
            new RawText(Words.of("entry.raw"), ValueText.block(entry.line())));
    pane.getStyleClass().add("question");
    pane.setMinWidth(0);
    return pane;
  }

  private static Optional<Section> states(AuditEntry entry) {
    var context = entry.context();
    if (context.get("before_state").orElse(Value.NULL) instanceof Value.Fields before
        && context.get("after_state").orElse(Value.NULL) instanceof Value.Fields after) {
      var sides = new DiffView.Sides(Words.of("run.before"), Words.of("run.after"));
      return Optional.of(
          new Section(Words.of("run.state"), new DiffView(sides, Change.between(before, after))));
    }
    return Optional.empty();
  }

  private static FieldGrid facts(AuditEntry entry) {
    var grid = new FieldGrid();
    var subject = entry.subject();
    grid.code(Words.of("log.action"), Untrusted.line(subject.action(), 120));
    grid.code(Words.of("log.target"), Untrusted.line(subject.target(), 120));
    grid.code(Words.of("log.caller"), Untrusted.line(subject.caller(), 120));
    entry.params().values().forEach((k, v) -> grid.code(Untrusted.line(k, 60), ValueText.line(v)));
    entry
        .ruling()
        .policyMatched()
        .ifPresent(r -> grid.code(Words.of("log.rule"), Untrusted.line(r, 120)));
    grid.code(Words.of("log.time"), Untrusted.line(entry.chain().timestamp(), 40));
    grid.code(Words.of("entry.id"), Untrusted.line(entry.chain().eventId(), 40));
    grid.code(Words.of("entry.hash"), Untrusted.line(entry.chain().entryHash(), 64));
    grid.code(Words.of("entry.prev"), Untrusted.line(entry.chain().prevHash(), 64));
    return grid;
  }
}
