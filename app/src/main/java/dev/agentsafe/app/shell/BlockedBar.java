package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Below the header while the journal cannot be written: what that means, why, and what to do. */
final class BlockedBar extends HBox {
  BlockedBar(JournalWords words) {
    getStyleClass().addAll("row", "blocked-bar");
    setId("blocked-bar");
    var title = Section.text(Words.of("blocked.title"), "strong");
    var why = Section.text(Words.of("blocked.why", words.full()));
    var lines = new VBox(title, why);
    lines.setMinWidth(0);
    getChildren().addAll(Icon.STOP.node(), lines);
    setAccessibleText(title.getText() + " " + why.getText());
  }
}
