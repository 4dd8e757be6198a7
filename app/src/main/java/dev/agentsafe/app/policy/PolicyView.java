package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Assist;
import dev.agentsafe.app.language.Popover;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.document.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Files at the left, the code area in the middle, problems below it; FX thread only. */
final class PolicyView extends BorderPane {
  private final PolicyViewModel model;
  private final CodeView code;
  private final ListView<Problem> problems;
  private final PreviewPane right;
  private final Assist assist;
  private Optional<Path> shownFile = Optional.empty();

  PolicyView(PolicyViewModel model, PreviewViewModel preview, LongConsumer toEntry) {
    this.model = model;
    code = new CodeView(this::edit, new AroundCode(model.work()));
    problems = problems();
    var below = new SplitPane(code, problems);
    below.setOrientation(javafx.geometry.Orientation.VERTICAL);
    below.setDividerPositions(0.78);
    var middle = new BorderPane(below);
    right = new PreviewPane(preview, new PreviewPane.Links(model::goTo, toEntry));
    middle.setTop(head());
    middle.setBottom(new TestsPane(preview.tests(), model));
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
            new Assist.Ways(model::problems, model::goTo, model::tell, model.renames()));
    model.shown().subscribe(text -> text.ifPresent(this::show));
    model
        .problems()
        .addListener(
            (ListChangeListener<Problem>) change -> code.mark(List.copyOf(model.problems())));
  }

  private BorderPane files(GitViewModel git) {
    var files = new BorderPane(new FilesView(model, git));
    files.setTop(new BranchLine(git));
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
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
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
    var head = new HBox(name, unsaved, message, gap, revert, save);
    head.getStyleClass().add("author-head");
    return head;
  }

  private ListView<Problem> problems() {
    var list = new ListView<>(model.problems());
    list.setId("author-problems");
    list.setAccessibleText(Words.of("author.problems"));
    list.getStyleClass().addAll("edge-to-edge", "author-problems");
    list.setPlaceholder(new Label(Words.of("author.clean")));
    list.setCellFactory(v -> new ProblemCell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, problem) -> {
          if (problem != null) {
            code.goTo(problem.location());
          }
        });
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          var problem = list.getSelectionModel().getSelectedItem();
          if (problem != null && Assist.asksForFixes(event)) {
            assist.fixes(problem);
            event.consume();
          }
        });
    return list;
  }

  private static String name(Path file) {
    var folder = file.getParent();
    var last = folder == null ? null : folder.getFileName();
    return last == null ? file.toString() : last + "/" + file.getFileName();
  }

  /** A problem: how bad, where, what. */
  private static final class ProblemCell extends ListCell<Problem> {
    @Override
    protected void updateItem(@Nullable Problem problem, boolean empty) {
      super.updateItem(problem, empty);
      if (empty || problem == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      var place = problem.location();
      setText(place.line() + ":" + place.column() + "  " + problem.message());
      setGraphic(
          switch (problem.severity()) {
            case ERROR -> marked(Icon.FAIL, "problem-error");
            case WARNING -> marked(Icon.WARN, "problem-warning");
            case HINT -> marked(Icon.INFO, "problem-hint");
          });
      setWrapText(true);
      setPrefWidth(0);
    }

    private static org.kordamp.ikonli.javafx.FontIcon marked(Icon icon, String style) {
      var node = icon.node();
      node.getStyleClass().add(style);
      return node;
    }
  }
}
