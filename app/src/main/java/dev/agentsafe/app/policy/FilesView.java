package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Listed;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.language.FileKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The files of the workspace under the names of their kinds; FX thread only. */
final class FilesView extends TreeView<FilesView.Row> {
  private static final double WIDTH = 156;

  private final PolicyViewModel model;
  private final GitViewModel git;
  private final Map<FileKind, TreeItem<Row>> groups = new EnumMap<>(FileKind.class);
  private boolean isFollowing;

  /** A line of the tree. */
  sealed interface Row {
    /** The files of a kind. */
    record Group(FileKind kind) implements Row {}

    /** One of them; how much is wrong with it changes at many keys, and its line with it alone. */
    record File(ObjectProperty<Listed> listed) implements Row {
      Listed file() {
        return listed.get();
      }
    }
  }

  FilesView(PolicyViewModel model, GitViewModel git) {
    this.model = model;
    this.git = git;
    setId("author-files");
    setAccessibleText(Words.of("author.files"));
    getStyleClass().addAll("edge-to-edge", "author-files");
    setShowRoot(false);
    setMinWidth(WIDTH);
    setRoot(new TreeItem<>());
    setCellFactory(view -> new Cell());
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(item -> {
          if (!isFollowing && item != null && item.getValue() instanceof Row.File file) {
            model.open(file.file().path());
          }
        });
    model.listed().addListener((ListChangeListener<Listed>) change -> fill());
    model.draft().subscribe(draft -> follow());
    fill();
  }

  /** Lines of files that are listed as before stay, so that nothing jumps. */
  private void fill() {
    isFollowing = true;
    var files = List.copyOf(model.listed());
    files.stream().map(Listed::kind).distinct().forEach(kind -> fill(kind, files));
    var shown =
        files.stream()
            .map(Listed::kind)
            .distinct()
            .flatMap(kind -> Optional.ofNullable(groups.get(kind)).stream())
            .toList();
    if (!getRoot().getChildren().equals(shown)) {
      getRoot().getChildren().setAll(shown);
    }
    isFollowing = false;
    follow();
  }

  private void fill(FileKind kind, List<Listed> files) {
    var group =
        groups.computeIfAbsent(
            kind,
            k -> {
              var made = new TreeItem<Row>(new Row.Group(k));
              made.setExpanded(true);
              return made;
            });
    var mine = files.stream().filter(file -> file.kind() == kind).toList();
    var lines = group.getChildren();
    var rows = lines.stream().map(TreeItem::getValue).map(Row.File.class::cast).toList();
    if (rows.stream()
        .map(row -> row.file().path())
        .toList()
        .equals(mine.stream().map(Listed::path).toList())) {
      // A line that is another one would be laid out with all others.
      for (int i = 0; i < mine.size(); i++) {
        rows.get(i).listed().set(mine.get(i));
      }
    } else {
      lines.setAll(
          mine.stream()
              .map(file -> new TreeItem<Row>(new Row.File(new SimpleObjectProperty<>(file))))
              .toList());
    }
  }

  /** The open file is the chosen one. */
  private void follow() {
    isFollowing = true;
    model
        .draft()
        .get()
        .flatMap(draft ->
            groups.values().stream()
                .flatMap(group -> group.getChildren().stream())
                .filter(item ->
                    item.getValue() instanceof Row.File row
                        && row.file().path().equals(draft.file()))
                .findFirst())
        .filter(item -> !item.equals(getSelectionModel().getSelectedItem()))
        .ifPresent(this::choose);
    isFollowing = false;
  }

  /** Chooses the line of a file that was opened elsewhere, and brings it into sight. */
  private void choose(TreeItem<Row> item) {
    getSelectionModel().select(item);
    int row = getRow(item);
    if (!Sight.holds(this, row)) {
      scrollTo(Math.max(0, row - 2));
    }
  }

  /** The name of a kind, for people. */
  static String named(FileKind kind) {
    return switch (kind) {
      case POLICY -> Words.of("author.kind.policy");
      case ACTION -> Words.of("author.kind.action");
      case INVENTORY -> Words.of("author.kind.inventory");
      case TESTS -> Words.of("author.kind.tests");
      case OPERATORS -> Words.of("author.kind.operators");
      case SETTINGS -> Words.of("author.kind.settings");
    };
  }

  /** Holds a line of the tree, so that what changes in it has nothing around it laid out again. */
  private static final class Frame extends Region {
    private final HBox line;

    Frame(HBox line) {
      this.line = line;
      line.setManaged(false);
      getChildren().add(line);
    }

    @Override
    protected double computePrefHeight(double width) {
      return line.prefHeight(width);
    }

    @Override
    protected void layoutChildren() {
      line.resizeRelocate(0, 0, getWidth(), getHeight());
    }
  }

  /** A heading, or a file with how much is wrong with it. */
  private final class Cell extends TreeCell<Row> {
    private final Label name = new Label();
    private final Label count = new Label();
    private final Label mark = new Label();
    private final Label unsaved = new Label("\u25CF");
    private final HBox line = new HBox(name);
    private final Frame frame = new Frame(line);
    private final FontIcon icon = Icon.WARN.node();
    private final Tooltip tip = new Tooltip();
    private Optional<Row> shown = Optional.empty();
    private Subscription watching = Subscription.EMPTY;
    private boolean isMarked;

    Cell() {
      name.setMaxWidth(Double.MAX_VALUE);
      name.setMinWidth(0);
      count.setMinWidth(USE_PREF_SIZE);
      count.setGraphic(icon);
      mark.setMinWidth(USE_PREF_SIZE);
      unsaved.setMinWidth(USE_PREF_SIZE);
      unsaved.getStyleClass().add("author-unsaved");
      HBox.setHgrow(name, Priority.ALWAYS);
      line.getStyleClass().add("author-line");
      // As wide as the tree and not as its longest name: counts stay in sight.
      setPrefWidth(0);
      frame
          .prefWidthProperty()
          .bind(
              Bindings.createDoubleBinding(
                  () -> Math.max(0, getWidth() - frame.getLayoutX() - snappedRightInset()),
                  widthProperty(),
                  frame.layoutXProperty(),
                  insetsProperty()));
      // Also where it is out of sight just now: nobody tells it again when it comes back.
      git.seen().subscribe(seen -> again());
      model
          .aside()
          .unsaved()
          .subscribe(files -> {
            // At many keys a file comes or goes: the lines of all others are as they were.
            if (isUnsaved() != isMarked) {
              again();
            }
          });
    }

    private boolean isUnsaved() {
      return !isEmpty()
          && getItem() instanceof Row.File row
          && model.aside().unsaved().get().contains(row.file().path());
    }

    private void again() {
      if (!isEmpty() && getItem() instanceof Row.File row) {
        show(row.file());
      }
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      var next = empty ? Optional.<Row>empty() : Optional.ofNullable(row);
      // A tree asks at each layout; what shows the same line already keeps its nodes.
      if (next.equals(shown)) {
        return;
      }
      shown = next;
      watching.unsubscribe();
      setText(null);
      setTooltip(null);
      getStyleClass().remove("author-group");
      if (empty || row == null) {
        setGraphic(null);
        return;
      }
      switch (row) {
        case Row.Group(var kind) -> {
          getStyleClass().add("author-group");
          setGraphic(null);
          setText(named(kind));
          setAccessibleText(named(kind));
        }
        case Row.File(var listed) -> watching = listed.subscribe(this::show);
      }
    }

    private void show(Listed file) {
      // All of them are YAML: there is room for what tells them apart.
      var called = Untrusted.line(file.name());
      name.setText(called.replaceFirst("\\.yaml$", ""));
      isMarked = model.aside().unsaved().get().contains(file.path());
      offer(unsaved, isMarked, 1);
      count(file);
      var typed = isMarked ? ", " + Words.of("author.modified") : "";
      var spoken = Words.of("author.spoken", called, file.errors(), file.warnings()) + typed;
      var known = git.mark(file.path());
      mark.setText(known.map(GitWords::letter).orElse(""));
      offer(mark, !mark.getText().isEmpty(), line.getChildren().size());
      style(mark, List.of("label", "git-mark", known.map(GitWords::style).orElse("muted")));
      tip.setText(said(Untrusted.line(file.path().toString()) + typed, known, "\n"));
      setTooltip(tip);
      setAccessibleText(said(spoken, known, ", "));
      setGraphic(frame);
    }

    private void count(Listed file) {
      boolean isWrong = file.errors() + file.warnings() > 0;
      offer(count, isWrong, line.getChildren().contains(unsaved) ? 2 : 1);
      if (isWrong) {
        boolean isError = file.errors() > 0;
        icon.setIconCode((isError ? Icon.FAIL : Icon.WARN).glyph());
        style(count, List.of("label", isError ? "bad" : "warn"));
        count.setText(counted(file));
      }
    }

    /** Most lines never have one: each frame costs something for each node in the window. */
    private void offer(Label label, boolean isNeeded, int at) {
      label.setVisible(isNeeded);
      label.setManaged(isNeeded);
      if (isNeeded && !line.getChildren().contains(label)) {
        line.getChildren().add(at, label);
      }
    }

    /** The same style classes set again would be looked up again. */
    private static void style(Label label, List<String> wanted) {
      if (!label.getStyleClass().equals(wanted)) {
        label.getStyleClass().setAll(wanted);
      }
    }

    private static String said(String words, Optional<Mark> mark, String between) {
      return words + mark.map(known -> between + GitWords.spoken(known)).orElse("");
    }

    private static String counted(Listed file) {
      return String.valueOf(file.errors() > 0 ? file.errors() : file.warnings());
    }
  }
}
