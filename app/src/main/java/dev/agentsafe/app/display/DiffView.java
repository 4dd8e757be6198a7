package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Words;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Two states side by side, line by line, with a sign for what happens to each. */
public final class DiffView extends GridPane {

  /** What the two columns are called. */
  public record Sides(String before, String after) {}

  /** A diff of these lines. */
  public DiffView(Sides sides, List<Change> changes) {
    getStyleClass().add("diff");
    var sign = new ColumnConstraints();
    var name = new ColumnConstraints();
    var left = new ColumnConstraints();
    left.setPrefWidth(120);
    left.setHgrow(Priority.ALWAYS);
    var right = new ColumnConstraints();
    right.setPrefWidth(120);
    right.setHgrow(Priority.ALWAYS);
    getColumnConstraints().addAll(sign, name, left, right);
    row(0, "diff-head", "", Words.of("diff.field"), sides.before(), sides.after());
    var at = 1;
    for (var change : changes) {
      var before = change.before().map(ValueText::line).orElse(Words.of("diff.absent"));
      var after = change.after().map(ValueText::line).orElse(Words.of("diff.absent"));
      var path = dev.agentsafe.app.text.Untrusted.line(change.path(), 80);
      row(at++, style(change), sign(change), path, before, after);
    }
    if (changes.stream().allMatch(Change::same)) {
      var none = new Label(Words.of("diff.same"));
      none.getStyleClass().addAll("diff-cell", "diff-none");
      add(none, 1, at, 3, 1);
    }
  }

  private static String sign(Change change) {
    if (change.same()) {
      return "";
    }
    return change.before().isEmpty() ? "+" : change.after().isEmpty() ? "−" : "±";
  }

  private static String style(Change change) {
    return change.same() ? "diff-same" : "diff-changed";
  }

  private void row(int at, String style, String... texts) {
    for (var column = 0; column < texts.length; column++) {
      var label = new Label(texts[column]);
      label.getStyleClass().addAll("diff-cell", style, "diff-column-" + column);
      label.setWrapText(column > 1);
      label.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
      GridPane.setValignment(label, VPos.TOP);
      add(label, column, at);
    }
    setAccessibleText(
        (getAccessibleText() == null ? "" : getAccessibleText() + "\n")
            + String.join(" ", texts).strip());
  }
}
