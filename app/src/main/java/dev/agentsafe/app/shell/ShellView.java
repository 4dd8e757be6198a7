package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.Node;
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
  private final ShellViewModel model;
  private final StackPane stage = new StackPane();
  private final Map<Screen, Node> built = new HashMap<>();

  /** The frame of that model. */
  public ShellView(ShellViewModel model) {
    this.model = model;
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
        .subscribe(f ->
            f.ifPresent(brake ->
                top.getChildren().setAll(top.getChildren().getFirst(), new FreezeBar(brake))));
    model.phase().subscribe(this::show);
    model.current().subscribe(screen -> show(model.phase().get()));
    new ShellKeys(model).listen(this);
  }

  /** The palette is built when it is first opened: the frame does not wait for it. */
  private void palette(boolean open) {
    if (open && getChildren().size() == 1) {
      getChildren().add(new PaletteView(model));
    }
  }

  private HBox header() {
    var search = new Button(Words.of("header.palette"), Icon.SEARCH.node());
    search.getStyleClass().addAll("palette-button");
    search.setAccessibleText(Words.of("header.palette"));
    search.setOnAction(e -> model.paletteOpen().set(true));
    search.setFocusTraversable(false);
    var brand = new Label(Words.of("app.name"));
    brand.getStyleClass().add("brand");
    var bar =
        new HBox(
            brand,
            chip(Icon.WORKSPACE, "chip.workspace", ShellViewModel.Chips::workspace),
            chip(Icon.JOURNAL, "chip.journal", ShellViewModel.Chips::journal),
            chip(Icon.GATEWAY, "chip.gateway", ShellViewModel.Chips::gateway),
            Section.spring(),
            search,
            freeze(),
            chip(Icon.PERSON, "chip.operator", ShellViewModel.Chips::operator));
    bar.getStyleClass().add("header");
    return bar;
  }

  private Button freeze() {
    var button = new Button(Words.of("freeze.button"), Icon.FREEZE.node());
    button.getStyleClass().addAll("danger", "button-outlined", "freeze-button");
    button.setId("freeze");
    button.setAccessibleText(Words.of("freeze.all"));
    button.setFocusTraversable(false);
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
          case "chip.journal" -> Words.of("chip.journal");
          case "chip.gateway" -> Words.of("chip.gateway");
          default -> Words.of("chip.operator");
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
