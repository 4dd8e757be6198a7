package dev.agentsafe.app.language;

import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A sentence in which backticks stand around values, which are set in another type. */
final class Said extends TextFlow {
  Said(String sentence) {
    var rest = sentence;
    for (int from = rest.indexOf('`'); from >= 0; from = rest.indexOf('`')) {
      int to = rest.indexOf('`', from + 1);
      if (to < 0) {
        break;
      }
      add(rest.substring(0, from), "said-text");
      add(rest.substring(from + 1, to), "said-value");
      rest = rest.substring(to + 1);
    }
    add(rest, "said-text");
    setAccessibleText(sentence);
  }

  private void add(String text, String style) {
    if (!text.isEmpty()) {
      var piece = new Text(text);
      piece.getStyleClass().add(style);
      getChildren().add(piece);
    }
  }
}
