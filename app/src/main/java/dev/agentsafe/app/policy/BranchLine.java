package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.git.Seen;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/** The branch and how much has changed, above the files; FX thread only. */
final class BranchLine extends Label {
  private final Tooltip tip = new Tooltip();

  /** Says it, and leads to what can be committed. */
  BranchLine(GitViewModel model, Runnable toCommit) {
    setId("git-branch");
    getStyleClass().add("git-branch");
    setMaxWidth(Double.MAX_VALUE);
    setMinWidth(0);
    setWrapText(true);
    setMinHeight(USE_PREF_SIZE);
    tip.setWrapText(true);
    tip.setMaxWidth(480);
    setTooltip(tip);
    managedProperty().bind(visibleProperty());
    setOnMouseClicked(event -> toCommit.run());
    model.seen().subscribe(this::show);
  }

  private void show(Seen seen) {
    setVisible(!(seen instanceof Seen.Nothing));
    getStyleClass().removeAll("warn", "muted");
    switch (seen) {
      case Seen.Nothing nothing -> say("", "");
      case Seen.Unusable(var trouble, var detail) -> {
        setGraphic(Icon.WARN.node());
        getStyleClass().add("warn");
        say(Words.of("git.unusable"), GitWords.trouble(trouble, detail));
      }
      case Seen.Found(var standing) -> {
        setGraphic(Icon.BRANCH.node());
        getStyleClass().add("muted");
        say(GitWords.line(standing), GitWords.line(standing));
      }
    }
  }

  private void say(String words, String more) {
    setText(words);
    tip.setText(more);
    setAccessibleText(Words.of("git.spoken", words.equals(more) ? words : words + ". " + more));
  }
}
