package dev.agentsafe.app.shell;

import dev.agentsafe.app.text.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/** What stands where the screens will be, while the workspace is read. */
final class SkeletonView extends VBox {
  SkeletonView(String what) {
    getStyleClass().add("skeleton");
    var title = new Label(Words.of("loading.title"));
    title.getStyleClass().add("empty-title");
    var bar = new ProgressBar();
    bar.setAccessibleText(Words.of("loading.title"));
    var note = new Label(what);
    note.getStyleClass().addAll("muted", "mono");
    getChildren().addAll(title, bar, note);
  }
}
