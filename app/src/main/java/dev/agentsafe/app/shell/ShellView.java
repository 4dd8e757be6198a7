package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The frame: header, rail, the screen in front, status bar, palette. */
public final class ShellView extends StackPane {
  /** Below this width the header says in tooltips what it has no room for, in pixels. */
  private static final double NARROW = 1280;

  private final ShellViewModel model;
  private final StackPane stage = new StackPane();
  private final Map<Screen, Node> built = new HashMap<>();
  private Optional<Node> before = Optional.empty();
  private final BooleanProperty narrow = new SimpleBooleanProperty(this, "narrow");

  /** The frame of that model. */
  public ShellView(ShellViewModel model) {
    this.model = model;
    narrow.bind(widthProperty().lessThan(NARROW));
    var frame = new BorderPane(stage);
    var top = new VBox(header());
    frame.setTop(top);
    frame.setLeft(new RailView(model));
    frame.setBottom(new StatusView(model));
    frame.getStyleClass().add("frame");
    stage.getStyleClass().add("stage");
    getStyleClass().add("shell");
    getChildren().add(frame);
    model.paletteOpen().subscribe(this::palette);
    model
        .freeze()
        .subscribe(f -> f.ifPresent(brake -> top.getChildren().add(new FreezeBar(brake))));
    model.journal().map(JournalWords::blocked).subscribe(b -> blocked(top));
    model.leaving().asked().subscribe(unsaved -> leaving(top, unsaved));
    model.phase().subscribe(this::show);
    model.current().subscribe(screen -> show(model.phase().get()));
    new ShellKeys(model).listen(this);
  }

  /** Right below the header: nothing is as bad as a journal that cannot be written. */
  private void blocked(VBox top) {
    top.getChildren().removeIf(BlockedBar.class::isInstance);
    var words = model.journal().get();
    if (words.blocked().isPresent()) {
      top.getChildren().add(1, new BlockedBar(words));
    }
  }

  /** The keyboard goes to the question, and back to where it was. */
  private void leaving(VBox top, List<String> unsaved) {
    var shown =
        top.getChildren().stream()
            .filter(LeavingBar.class::isInstance)
            .map(LeavingBar.class::cast)
            .findFirst();
    if (unsaved.isEmpty()) {
      // Whoever went on elsewhere meanwhile keeps the keyboard.
      var back = shown.filter(Node::isFocusWithin).flatMap(bar -> before);
      shown.ifPresent(top.getChildren()::remove);
      back.ifPresent(Node::requestFocus);
      before = Optional.empty();
    } else if (shown.isPresent()) {
      shown.get().name(unsaved);
    } else {
      before = Optional.ofNullable(getScene()).map(Scene::getFocusOwner);
      top.getChildren().add(1, new LeavingBar(model.leaving(), unsaved));
    }
  }

  /** The palette is built when it is first opened: the frame does not wait for it. */
  private void palette(boolean open) {
    if (open && getChildren().size() == 1) {
      var palette = new PaletteView(model);
      getChildren().add(palette);
      // A field takes letters once it has its skin: those right behind Ctrl+K are not lost.
      palette.applyCss();
    }
  }

  private HBox header() {
    var search = new Button(Words.of("header.palette"), Icon.SEARCH.node());
    search.getStyleClass().addAll("palette-button");
    search.setAccessibleText(Words.of("header.palette"));
    search.setOnAction(e -> model.paletteOpen().set(true));
    search.setFocusTraversable(false);
    search.setMinWidth(USE_PREF_SIZE);
    var brand = new Label(Words.of("app.name"));
    brand.getStyleClass().add("brand");
    brand.setMinWidth(USE_PREF_SIZE);
    brand.visibleProperty().bind(narrow.not());
    brand.managedProperty().bind(brand.visibleProperty());
    var bar =
        new HBox(
            brand,
            chip(Icon.WORKSPACE, "chip.workspace", ShellViewModel.Chips::workspace),
            journal(),
            chip(Icon.GATEWAY, "chip.gateway", ShellViewModel.Chips::gateway),
            Section.spring(),
            search,
            freeze(),
            person());
    bar.getStyleClass().add("header");
    return bar;
  }

  private Label person() {
    var chip = new Label("", Icon.PERSON.node());
    chip.setId("operator-chip");
    chip.getStyleClass().add("header-chip");
    chip.setMinWidth(USE_PREF_SIZE);
    var tip = new Tooltip();
    chip.setTooltip(tip);
    Runnable fill =
        () -> {
          var person = model.chips().get().operator();
          var full = Words.of("operator.both", person.name(), person.detail());
          tip.setText(full);
          chip.setText(narrow.get() ? person.name() : full);
          chip.setVisible(!person.name().isEmpty());
          chip.setManaged(chip.isVisible());
          chip.setAccessibleText(Words.of("chip.operator") + ": " + full);
        };
    model.chips().subscribe(fill);
    narrow.subscribe(fill);
    return chip;
  }

  private Label journal() {
    var chip = new Label();
    chip.setId("journal-chip");
    chip.setMinWidth(USE_PREF_SIZE);
    chip.getStyleClass().add("header-chip");
    var tip = new Tooltip();
    chip.setTooltip(tip);
    model
        .journal()
        .subscribe(words -> {
          chip.setText(words.text());
          chip.setGraphic((words.failing() ? Icon.WARN : Icon.JOURNAL).node());
          chip.getStyleClass()
              .setAll("label", "header-chip", words.failing() ? "chip-bad" : "chip");
          tip.setText(words.full());
          chip.setVisible(!words.text().isEmpty());
          chip.setManaged(chip.isVisible());
          chip.setAccessibleText(
              Words.of("chip.journal") + ": " + words.text() + " " + words.full());
        });
    return chip;
  }

  private Button freeze() {
    var button = new Button(Words.of("freeze.button"), Icon.FREEZE.node());
    button.getStyleClass().addAll("danger", "button-outlined", "freeze-button");
    button.setId("freeze");
    button.setAccessibleText(Words.of("freeze.all"));
    button.setFocusTraversable(false);
    button.setMinWidth(USE_PREF_SIZE);
    button.setVisible(false);
    button.setManaged(false);
    model
        .freeze()
        .subscribe(brake ->
            brake.ifPresent(b -> {
              button.setTooltip(new Tooltip(Words.of("freeze.tooltip")));
              button.setOnAction(e -> b.open());
              b.state()
                  .subscribe(state -> {
                    button.setVisible(state.freeze().isEmpty());
                    button.setManaged(button.isVisible());
                  });
            }));
    return button;
  }

  private Label chip(
      Icon icon, String what, java.util.function.Function<ShellViewModel.Chips, String> text) {
    var chip = new Label("", icon.node());
    var name =
        switch (what) {
          case "chip.workspace" -> Words.of("chip.workspace");
          default -> Words.of("chip.gateway");
        };
    chip.getStyleClass().add("header-chip");
    chip.setTooltip(new Tooltip(name));
    model
        .chips()
        .subscribe(chips -> {
          var words = text.apply(chips);
          chip.setText(words);
          chip.setVisible(!words.isEmpty());
          chip.setManaged(!words.isEmpty());
          chip.setAccessibleText(name + ": " + words);
        });
    return chip;
  }

  private void show(Phase phase) {
    switch (phase) {
      case Phase.Loading loading -> stage.getChildren().setAll(new SkeletonView(loading.what()));
      case Phase.Failed failed -> stage.getChildren().setAll(new FailureView(failed));
      case Phase.Ready ready ->
          model
              .current()
              .get()
              .ifPresent(screen -> {
                stage.getChildren().setAll(built.computeIfAbsent(screen, Screen::node));
                screen.shown();
              });
    }
  }

  /** An icon of the frame's size. */
  static FontIcon icon(Icon icon) {
    var node = icon.node();
    node.getStyleClass().add("frame-icon");
    return node;
  }
}
