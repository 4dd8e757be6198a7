package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.document.LineDiff;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Lines that differ between two texts; FX thread only. */
final class DiffLines extends VBox {
  /** Each is a node of its own; who changed more reads it in the file. */
  private static final int MOST = 400;

  private static final int LONGEST = 200;

  DiffLines() {
    getStyleClass().add("preview-lines");
  }

  void show(List<LineDiff.Line> difference) {
    getChildren().setAll(difference.stream().limit(MOST).map(DiffLines::line).toList());
    if (difference.size() > MOST) {
      getChildren().add(Section.text(Words.of("diff.more", difference.size() - MOST), "muted"));
    }
  }

  private static Label line(LineDiff.Line line) {
    var mark =
        switch (line.kind()) {
          case SAME -> "  ";
          case GONE -> "- ";
          case NEW -> "+ ";
          case GAP -> "  \u22EE";
        };
    var label = new Label(mark + Untrusted.line(line.text(), LONGEST));
    label.getStyleClass().add("mono");
    switch (line.kind()) {
      case SAME, GAP -> label.getStyleClass().add("muted");
      case GONE -> label.getStyleClass().add("bad");
      case NEW -> label.getStyleClass().add("good");
    }
    return label;
  }
}
