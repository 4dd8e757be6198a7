package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.shell.FreezeViewModel.Stage;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.hold.Hold;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * Below the header: that all agents are frozen, by whom and why, and the way into and out of it.
 */
final class FreezeBar extends VBox {
  private final FreezeViewModel model;
  private final Label frozen = Section.text("", "strong");
  private final Button release = new Button(Words.of("freeze.release"));
  private final HBox banner = Section.row(Icon.FREEZE.node(), frozen, Section.spring(), release);
  private final TextField reason = new TextField();
  private final Label confirm = Section.text("", "strong");
  private final Button commit = new Button();
  private final Button cancel = new Button(Words.of("freeze.cancel"));
  private final HBox ask = Section.row(reason, confirm, commit, cancel);
  private final Label message = Section.text("", "answer-message");

  private Optional<Node> before = Optional.empty();

  FreezeBar(FreezeViewModel model) {
    this.model = model;
    getStyleClass().add("freeze-bar");
    banner.getStyleClass().add("freeze-banner");
    HBox.setHgrow(frozen, Priority.ALWAYS);
    HBox.setHgrow(reason, Priority.ALWAYS);
    HBox.setHgrow(confirm, Priority.ALWAYS);
    confirm.setMaxWidth(Double.MAX_VALUE);
    release.setId("freeze-release");
    release.setAccessibleText(Words.of("freeze.release"));
    release.setMinWidth(USE_PREF_SIZE);
    release.setOnAction(e -> model.open());
    reason.setId("freeze-reason");
    reason.textProperty().bindBidirectional(model.reason());
    reason.setAccessibleText(Words.of("freeze.reason"));
    reason.setOnAction(e -> model.commit());
    commit.setId("freeze-commit");
    commit.setMinWidth(USE_PREF_SIZE);
    commit.setOnAction(e -> model.commit());
    cancel.setId("freeze-cancel");
    cancel.setMinWidth(USE_PREF_SIZE);
    cancel.setAccessibleText(Words.of("freeze.cancel"));
    cancel.setOnAction(e -> model.close());
    message.setId("freeze-message");
    message.textProperty().bind(model.message());
    getChildren().addAll(banner, ask, message);
    model.state().subscribe(this::show);
    model.message().subscribe(this::show);
    model
        .stage()
        .subscribe(stage -> {
          remember(stage);
          show();
          if (stage == Stage.ASKING) {
            Focus.on(reason);
          } else if (stage == Stage.CONFIRMING) {
            // The key that asked must not also confirm.
            Focus.on(cancel);
          }
        });
  }

  /** The keyboard goes back to where it was. */
  private void remember(Stage stage) {
    if (stage == Stage.ASKING && before.isEmpty()) {
      before = Optional.ofNullable(getScene()).map(Scene::getFocusOwner);
    } else if (stage == Stage.CLOSED) {
      before.ifPresent(Node::requestFocus);
      before = Optional.empty();
    }
  }

  private void show() {
    var stage = model.stage().get();
    var hold = model.state().get().freeze();
    hold.ifPresent(h -> frozen.setText(words(h)));
    part(banner, hold.isPresent());
    release.setVisible(stage == Stage.CLOSED);
    part(ask, stage != Stage.CLOSED);
    part(reason, stage == Stage.ASKING);
    part(confirm, stage != Stage.ASKING);
    confirm.setText(
        stage == Stage.CONFIRMING
            ? Words.of("freeze.confirm", model.state().get().paused().size())
            : Words.of("freeze.sending"));
    reason.setPromptText(
        hold.isPresent() ? Words.of("freeze.reason.release") : Words.of("freeze.reason"));
    commit.setText(
        stage == Stage.CONFIRMING
            ? Words.of("freeze.confirmed")
            : hold.isPresent() ? Words.of("freeze.release") : Words.of("freeze.all"));
    commit.setAccessibleText(commit.getText());
    commit.getStyleClass().setAll("button", hold.isPresent() ? "accent" : "danger");
    commit.setDisable(stage == Stage.SENDING);
    part(message, !model.message().get().isEmpty());
    part(this, hold.isPresent() || stage != Stage.CLOSED || message.isVisible());
  }

  private static String words(Hold hold) {
    return Words.of(
        "freeze.banner",
        Untrusted.line(hold.by().value(), 60),
        Spans.full(hold.since()),
        Untrusted.line(hold.reason(), 200));
  }

  private static void part(Node part, boolean shown) {
    part.setVisible(shown);
    part.setManaged(shown);
  }
}
