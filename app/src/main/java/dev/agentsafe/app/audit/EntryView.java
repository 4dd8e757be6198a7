package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** The entry in view: what it says, where it leads, states, thread, chain, the line itself. */
final class EntryView extends ScrollPane {
  private static final int RAW = 20_000;

  private final LogViewModel model;
  private final LogWays ways;
  private final Exports exports;
  private final Sections sections = new Sections();

  EntryView(LogViewModel model, LogWays ways, Exports exports) {
    this.model = model;
    this.ways = ways;
    this.exports = exports;
    setContent(sections);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    model
        .selected()
        .subscribe(detail -> {
          exports.clear();
          setVvalue(0);
          sections.clear();
          detail.ifPresent(d -> sections.show(parts(d)));
        });
  }

  private List<Part> parts(LogDetail detail) {
    var parts = new ArrayList<Part>();
    parts.add(new Part("head", detail, () -> head(detail.entry())));
    parts.add(new Part("ways", detail, () -> new EntryActions(detail, ways, exports, model)));
    states(detail.entry()).ifPresent(s -> parts.add(new Part("states", detail, () -> s)));
    if (detail.thread().size() > 1) {
      parts.add(new Part("thread", detail, () -> thread(detail)));
    }
    parts.add(new Part("facts", detail, () -> facts(detail.entry())));
    parts.add(new Part("chain", detail, () -> chain(detail)));
    parts.add(new Part("raw", detail, () -> raw(detail)));
    return parts;
  }

  private static VBox head(AuditEntry entry) {
    var title =
        Section.text(
            Words.of("entry.title", String.valueOf(entry.seq()), EntryWords.kind(entry)),
            "question-action");
    var box = new VBox(title);
    var sentence = Untrusted.line(EntryWords.sentence(entry));
    if (!sentence.isBlank()) {
      box.getChildren().add(Section.text(sentence));
    }
    box.getStyleClass().add("question-words");
    return box;
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

  private Section thread(LogDetail detail) {
    var grid = new GridPane();
    grid.getStyleClass().add("thread");
    var at = 0;
    for (var row : detail.thread()) {
      var here = row.seq() == detail.entry().seq();
      var link = new Hyperlink(Words.of("entry.seq", String.valueOf(row.seq())));
      link.getStyleClass().add("mono");
      link.setMinWidth(USE_PREF_SIZE);
      link.setDisable(here);
      link.setAccessibleText(Words.of("entry.go", String.valueOf(row.seq())));
      link.setOnAction(e -> model.select(row.seq()));
      var kind = new Label(EntryWords.kind(row.what().type()));
      kind.getStyleClass().add("strong");
      kind.setMinWidth(USE_PREF_SIZE);
      var decision = row.ruling().decision();
      var reason = row.ruling().reason();
      var said =
          decision.isEmpty() || reason.isEmpty() ? decision + reason : decision + " · " + reason;
      grid.addRow(at++, link, kind, Section.text(Untrusted.line(said, 160)));
    }
    return new Section(Words.of("run.thread"), grid);
  }

  private static Section facts(AuditEntry entry) {
    var grid = new FieldGrid();
    var subject = entry.subject();
    fact(grid, Words.of("log.action"), subject.action());
    fact(grid, Words.of("log.target"), subject.target());
    fact(grid, Words.of("log.caller"), subject.caller());
    entry.params().values().forEach((k, v) -> grid.code(Untrusted.line(k, 60), ValueText.line(v)));
    entry.ruling().policyMatched().ifPresent(r -> fact(grid, Words.of("log.rule"), r));
    fact(grid, Words.of("log.time"), entry.chain().timestamp());
    fact(grid, Words.of("entry.id"), entry.chain().eventId());
    return new Section(Words.of("entry.facts"), grid);
  }

  private static void fact(FieldGrid grid, String name, String value) {
    if (!value.isEmpty()) {
      grid.code(name, Untrusted.line(value, 120));
    }
  }

  private Section chain(LogDetail detail) {
    var entry = detail.entry();
    var grid = new FieldGrid();
    grid.line(
        Words.of("entry.prev"),
        link(
            entry.seq() - 1,
            entry.chain().prevHash(),
            detail.followsBefore() ? Words.of("chain.follows") : Words.of("chain.broken"),
            detail.followsBefore()));
    grid.line(
        Words.of("entry.hash"),
        link(
            -1,
            entry.chain().entryHash(),
            detail.chain().fits() ? Words.of("chain.fits") : Words.of("chain.unfit"),
            detail.chain().fits()));
    detail
        .chain()
        .after()
        .ifPresent(next ->
            grid.line(
                Words.of("entry.next"),
                link(
                    entry.seq() + 1,
                    next,
                    detail.precedesAfter() ? Words.of("chain.follows") : Words.of("chain.broken"),
                    detail.precedesAfter())));
    return new Section(Words.of("chain.title"), grid);
  }

  private VBox link(long to, String hash, String said, boolean good) {
    var sign = (good ? Icon.PASS : Icon.STOP).node();
    sign.getStyleClass().add(good ? "good" : "bad");
    var words = new Label(said, sign);
    var row = Section.row(words);
    if (to >= 0) {
      var link = new Hyperlink(Words.of("entry.seq", String.valueOf(to)));
      link.setAccessibleText(Words.of("entry.go", String.valueOf(to)));
      link.setOnAction(e -> model.select(to));
      row.getChildren().addFirst(link);
    }
    return new VBox(Section.code(Untrusted.line(hash, 64)), row);
  }

  /** The text is made when it is opened: it may be long. */
  private static TitledPane raw(LogDetail detail) {
    var pane = new TitledPane();
    pane.setText(Words.of("entry.raw"));
    pane.setAccessibleText(Words.of("entry.raw"));
    pane.setAnimated(false);
    pane.setExpanded(false);
    pane.getStyleClass().addAll("raw", "dense");
    pane.setContent(new VBox());
    pane.expandedProperty()
        .subscribe(open -> {
          if (open) {
            var copy = new Hyperlink(Words.of("entry.copy"));
            copy.setOnAction(e ->
                Clipboard.getSystemClipboard()
                    .setContent(java.util.Map.of(DataFormat.PLAIN_TEXT, detail.line())));
            pane.setContent(new VBox(copy, Section.code(Untrusted.line(detail.line(), RAW))));
          }
        });
    return pane;
  }
}
