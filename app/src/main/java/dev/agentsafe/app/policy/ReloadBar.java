package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.yaml.Location;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Says what on disk is not in force, and puts it into force; FX thread only. */
final class ReloadBar extends HBox {
  private static final int LONGEST = 300;
  private static final int MOST_LINES = 6;

  private final ReloadViewModel model;
  private final Consumer<Location> toPlace;

  ReloadBar(ReloadViewModel model, Consumer<Location> toPlace) {
    this.model = model;
    this.toPlace = toPlace;
    setId("reload-bar");
    getStyleClass().add("reload-bar");
    setAlignment(Pos.CENTER_LEFT);
    managedProperty().bind(visibleProperty());
    model
        .notice()
        .subscribe(notice -> {
          setVisible(notice.isPresent());
          getChildren().clear();
          notice.ifPresent(this::show);
        });
  }

  private void show(ReloadViewModel.Notice notice) {
    var icon = (notice.isBad() ? Icon.FAIL : Icon.WARN).node();
    icon.getStyleClass().add(notice.isBad() ? "problem-error" : "problem-warning");
    var words = text(notice.words());
    words.setId("reload-words");
    var texts = new VBox(words);
    var lines = notice.detail().lines().toList();
    lines.stream().limit(MOST_LINES).forEach(line -> texts.getChildren().add(detail(line)));
    if (lines.size() > MOST_LINES) {
      texts.getChildren().add(detail(Words.of("reload.more", lines.size() - MOST_LINES)));
    }
    HBox.setHgrow(texts, Priority.ALWAYS);
    texts.setMinWidth(0);
    getChildren().addAll(icon, texts);
    notice
        .place()
        .ifPresent(place -> {
          var go = button(Words.of("reload.place"));
          go.setOnAction(e -> toPlace.accept(place));
          getChildren().add(go);
        });
    notice
        .version()
        .ifPresent(version -> {
          var reload = button(Words.of("reload.do"));
          reload.setId("reload-do");
          reload.getStyleClass().add("accent");
          reload.setOnAction(e -> model.reload());
          getChildren().add(reload);
        });
  }

  private static Label detail(String line) {
    var label = text(line);
    label.getStyleClass().addAll("mono", "small");
    return label;
  }

  private static Label text(String words) {
    var label = new Label(Untrusted.line(words, LONGEST));
    label.setWrapText(true);
    return label;
  }

  private static Button button(String words) {
    var button = new Button(words);
    button.setMinWidth(USE_PREF_SIZE);
    return button;
  }
}
