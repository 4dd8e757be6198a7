package dev.agentsafe.app.shell;

import dev.agentsafe.app.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The screens, in groups. */
final class RailView extends VBox {
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final ShellViewModel model;

  RailView(ShellViewModel model) {
    this.model = model;
    getStyleClass().add("rail");
    model
        .railOpen()
        .subscribe(open -> pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), !open));
    model
        .screens()
        .addListener(
            (ListChangeListener<Screen>)
                change -> {
                  while (change.next()) {
                    getChildren().addAll(items(change.getFrom(), change.getTo()));
                  }
                });
    model.railOpen().subscribe(this::fill);
    fill();
  }

  private void fill() {
    // Put in place all at once: each change of what is on the screen is styled by the toolkit.
    getChildren().setAll(items(0, model.screens().size()));
  }

  /** The screens of these places, each group after its head. */
  private List<Node> items(int from, int to) {
    var items = new ArrayList<Node>();
    for (var i = from; i < to; i++) {
      var group = model.screens().get(i).entry().group();
      if (i == 0 || model.screens().get(i - 1).entry().group() != group) {
        head(group).ifPresent(items::add);
      }
      items.add(item(model.screens().get(i), i + 1));
    }
    return items;
  }

  private Optional<Node> head(Screen.Group group) {
    if (group == Screen.Group.SYSTEM) {
      var spring = new Region();
      VBox.setVgrow(spring, Priority.ALWAYS);
      return Optional.of(spring);
    }
    if (!model.railOpen().get()) {
      return Optional.empty();
    }
    var head = new Label(word(group));
    head.getStyleClass().add("rail-group");
    return Optional.of(head);
  }

  private static String word(Screen.Group group) {
    return switch (group) {
      case OPERATE -> Words.of("rail.operate");
      case AUTHOR -> Words.of("rail.author");
      case AUDIT -> Words.of("rail.audit");
      case SYSTEM -> Words.of("rail.system");
    };
  }

  private HBox item(Screen screen, int number) {
    var entry = screen.entry();
    var button = new Button(entry.title(), ShellView.icon(entry.icon()));
    button.getStyleClass().add("rail-item");
    button.setAccessibleText(entry.title());
    button.setTooltip(new Tooltip(Words.of("rail.tooltip", entry.title(), number)));
    button.setContentDisplay(
        model.railOpen().get() ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setOnAction(e -> model.show(screen));
    HBox.setHgrow(button, Priority.ALWAYS);
    var item = new HBox(button);
    button.setMinWidth(0);
    item.getStyleClass().add("rail-row");
    screen
        .badge()
        .ifPresent(text -> {
          var badge = new Label();
          badge.getStyleClass().add("rail-badge");
          badge.textProperty().bind(text);
          badge.visibleProperty().bind(Bindings.notEqual("", badge.textProperty()));
          badge.managedProperty().bind(badge.visibleProperty());
          badge.setMouseTransparent(true);
          item.getChildren().add(badge);
        });
    model
        .current()
        .subscribe(
            c -> item.pseudoClassStateChanged(CURRENT, c.filter(screen::equals).isPresent()));
    return item;
  }
}
