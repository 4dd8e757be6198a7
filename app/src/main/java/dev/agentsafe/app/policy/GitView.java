package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.git.Seen;
import dev.agentsafe.editors.git.Standing;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What can be committed, and the draft beside the last commit; FX thread only. */
final class GitView extends BorderPane {
  private static final KeyCodeCombination COMMIT =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

  private final GitViewModel model;
  private final TextArea words = new TextArea();
  private final Label place = Section.text("", "row-action");
  private final Label notes = Section.text("", "warn", "small");
  private final Label author = Section.text("", "muted", "small");

  GitView(GitViewModel model) {
    this.model = model;
    setId("git-view");
    var split = new SplitPane(commit(), difference());
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.62);
    setCenter(split);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (COMMIT.match(event)) {
            model.commit().commit();
            event.consume();
          }
        });
    model.seen().subscribe(this::show);
  }

  /** The keyboard goes to the words of the commit. */
  void focusWords() {
    // They are in the window only once what holds them has its looks.
    applyCss();
    words.requestFocus();
  }

  private void show(Seen seen) {
    switch (seen) {
      case Seen.Nothing nothing -> say(Words.of("commit.none"), "", "");
      case Seen.Unusable(var trouble, var detail) ->
          say(Words.of("git.unusable"), GitWords.trouble(trouble, detail), "");
      case Seen.Found(var standing) ->
          say(
              GitWords.line(standing),
              notes(standing),
              standing.terms().author().map(who -> GitWords.author(who)).orElse(""));
    }
  }

  private static String notes(Standing standing) {
    var exposed = standing.exposed().stream().map(GitWords::name).collect(Collectors.joining(", "));
    var ignored = exposed.isEmpty() ? "" : Words.of("git.exposed", exposed);
    var hooks = standing.terms().hooks() ? Words.of("git.hooks") : "";
    return ignored.isEmpty() || hooks.isEmpty() ? ignored + hooks : ignored + "\n" + hooks;
  }

  private void say(String where, String note, String who) {
    place.setText(where);
    notes.setText(note);
    hide(notes, note.isEmpty());
    author.setText(who);
  }

  private static void hide(Label label, boolean isHidden) {
    label.setVisible(!isHidden);
    label.setManaged(!isHidden);
  }

  private VBox commit() {
    var commits = model.commit();
    var list = new ListView<>(commits.items());
    list.setId("commit-files");
    list.setAccessibleText(Words.of("commit.files"));
    list.getStyleClass().addAll("edge-to-edge", "rows");
    list.setPlaceholder(Section.text(Words.of("commit.clean"), "muted"));
    list.setCellFactory(view -> new CommitCell());
    list.setMinHeight(60);
    list.setPrefHeight(140);
    VBox.setVgrow(list, Priority.ALWAYS);
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          var item = list.getSelectionModel().getSelectedItem();
          if (item != null && event.getCode() == KeyCode.SPACE) {
            item.chosen().set(!item.chosen().get());
            event.consume();
          } else if (item != null && event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
            model.open(item.file());
            event.consume();
          }
        });
    list.setOnMouseClicked(event -> {
      var item = list.getSelectionModel().getSelectedItem();
      if (item != null && event.getClickCount() == 2) {
        model.open(item.file());
      }
    });
    words.setId("commit-words");
    words.setAccessibleText(Words.of("commit.words"));
    words.setPromptText(Words.of("commit.words"));
    words.setPrefRowCount(2);
    words.setMinHeight(USE_PREF_SIZE);
    words.setWrapText(true);
    words.textProperty().bindBidirectional(commits.message());
    words.addEventFilter(KeyEvent.KEY_PRESSED, GitView::leave);
    var button = new Button(Words.of("commit.do"));
    button.setId("commit-do");
    button.setMinWidth(USE_PREF_SIZE);
    button.getStyleClass().add("accent");
    button.disableProperty().bind(commits.hindrance().isNotEmpty());
    button.setOnAction(e -> commits.commit());
    var hindrance = told(commits.hindrance(), "commit-hindrance", "muted", "small");
    var outcome = told(commits.outcome(), "commit-outcome");
    var box =
        new VBox(
            place,
            notes,
            list,
            words,
            Section.row(author, Section.spring(), button),
            hindrance,
            outcome);
    box.getStyleClass().add("git-commit");
    return box;
  }

  /** Tab leaves the words, as it leaves every other field. */
  private static void leave(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB
        && !event.isControlDown()
        && event.getSource() instanceof TextArea area) {
      area.fireEvent(
          new KeyEvent(
              KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
      event.consume();
    }
  }

  private static Label told(ObservableStringValue what, String id, String... styles) {
    var label = Section.text("", styles);
    label.setId(id);
    label.textProperty().bind(what);
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private BorderPane difference() {
    var diff = model.diff();
    var lines = new DiffLines();
    diff.lines().subscribe(lines::show);
    var message = told(diff.message(), "git-diff-message", "muted");
    var restore = new Button(Words.of("git.diff.restore"));
    restore.setId("git-restore");
    restore.setMinWidth(USE_PREF_SIZE);
    restore.disableProperty().bind(diff.restorable().not());
    restore.setOnAction(e -> diff.restore());
    var head =
        Section.row(
            Section.text(Words.of("git.diff.title"), "section-title"), Section.spring(), restore);
    head.getStyleClass().add("git-diff-head");
    var body = new VBox(message, lines);
    body.getStyleClass().add("preview-body");
    var scroll = new ScrollPane(body);
    scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    scroll.setFitToWidth(true);
    var pane = new BorderPane(scroll);
    pane.setTop(head);
    return pane;
  }
}
