package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Assist;
import dev.agentsafe.app.language.Popover;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.document.Draft;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

/** Files at the left, the code area in the middle, problems below it; FX thread only. */
final class PolicyView extends BorderPane {
  private final PolicyViewModel model;
  private final CodeView code;
  private final PreviewPane right;
  private final Assist assist;
  private Optional<Path> shownFile = Optional.empty();

  PolicyView(PolicyViewModel model, PreviewViewModel preview, LongConsumer toEntry) {
    this.model = model;
    code = new CodeView(this::edit, new AroundCode(model.work()));
    var troubles = new Troubles(model, preview.tests());
    var problems = new ProblemsPane(troubles, code, this::fixes);
    addEventFilter(KeyEvent.KEY_PRESSED, problems::steps);
    var below = new SplitPane(code, problems);
    below.setOrientation(javafx.geometry.Orientation.VERTICAL);
    below.setDividerPositions(0.78);
    var middle = new BorderPane(below);
    right = new PreviewPane(preview, new PreviewPane.Links(model::goTo, toEntry));
    middle.setTop(head());
    middle.setBottom(new TestsPane(preview.tests()));
    preview.tests().marks().subscribe(code::markBeside);
    code.onMarkChosen(line -> preview.tests().jump(new Location(file(), line, 1)));
    var split = new SplitPane(files(preview.git()), middle, right);
    split.setDividerPositions(0.14, 0.58);
    SplitPane.setResizableWithParent(split.getItems().getFirst(), false);
    model.place().subscribe(place -> place.ifPresent(code::goTo));
    setTop(new ReloadBar(preview.reload(), model::goTo));
    preview.form().place().subscribe(place -> place.ifPresent(code::reveal));
    code.selectionProperty().subscribe(selected -> preview.form().caret(code.caret().line()));
    var layer = new Popover();
    setCenter(new StackPane(split, layer));
    assist =
        new Assist(
            model.language(),
            new CodePage(code),
            layer,
            new Assist.Ways(troubles.here()::get, model::goTo, model::tell, model.renames()));
    model.shown().subscribe(text -> text.ifPresent(this::show));
    troubles.here().subscribe(code::mark);
    troubles.here().subscribe(here -> assist.wronged());
  }

  private BorderPane files(GitViewModel git) {
    var files = new BorderPane(new FilesView(model, git));
    files.setTop(new BranchLine(git, this::showGit));
    return files;
  }

  private void edit(String text) {
    model.edit(text);
    assist.changed();
  }

  /** Another file is shown from its beginning; another text of this one can be undone. */
  private void show(String text) {
    var file = model.draft().get().map(Draft::file);
    if (file.equals(shownFile)) {
      code.become(text);
    } else {
      shownFile = file;
      code.show(text);
    }
  }

  /** Saves the draft, with what was typed in the form. */
  void save() {
    right.settled(model::save);
  }

  /** Gives the keyboard to the text. */
  void focus() {
    code.requestAreaFocus();
  }

  /** Shows what can be committed. */
  void showGit() {
    right.showGit();
  }

  /** Where the caret is. */
  Location caret() {
    var at = code.caret();
    return new Location(file(), at.line(), at.column());
  }

  private String file() {
    return model.draft().get().map(d -> d.file().toString()).orElse("");
  }

  private HBox head() {
    var name = new Label();
    name.getStyleClass().add("author-file");
    name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    model.draft().subscribe(d -> name.setText(d.map(x -> name(x.file())).orElse("")));
    var unsaved = new Label(Words.of("author.modified"));
    unsaved.getStyleClass().addAll("badge", "badge-plain");
    unsaved.setMinWidth(USE_PREF_SIZE);
    unsaved.visibleProperty().bind(model.dirty());
    unsaved.managedProperty().bind(model.dirty());
    var message = new Label();
    message.getStyleClass().add("muted");
    message.textProperty().bind(model.message());
    // It has what the name of the file leaves, and gives way before that.
    message.setPrefWidth(0);
    message.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(message, Priority.ALWAYS);
    var whole = new Tooltip();
    whole.textProperty().bind(model.message());
    model.message().subscribe(text -> message.setTooltip(text.isEmpty() ? null : whole));
    var revert = new Button(Words.of("author.revert"));
    revert.disableProperty().bind(model.dirty().not());
    revert.setOnAction(e -> model.revert());
    var save = new Button(Words.of("author.save"));
    save.setId("author-save");
    save.setMinWidth(USE_PREF_SIZE);
    revert.setMinWidth(USE_PREF_SIZE);
    save.getStyleClass().add("accent");
    save.disableProperty().bind(model.dirty().not());
    save.setOnAction(e -> save());
    var head = new HBox(name, unsaved, message, revert, save);
    head.getStyleClass().add("author-head");
    return head;
  }

  private void fixes(Problem problem) {
    assist.fixes(problem);
  }

  private static String name(Path file) {
    var folder = file.getParent();
    var last = folder == null ? null : folder.getFileName();
    return last == null ? file.toString() : last + "/" + file.getFileName();
  }
}
