package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A problem: how bad, where, what, to its end; FX thread only.
 *
 * <p>Problems come and go with each key, and a node that comes into the window is what style sheets
 * cost most for. A cell has its nodes once, and what it shows are properties of them.
 */
final class ProblemCell extends ListCell<Problem> {
  private static final double GAP = 6;

  /** How high a line of words is, in sizes of its type. */
  private static final double LINE = 1.35;

  private final Predicate<Problem> isHere;
  private final FontIcon icon = Icon.INFO.node();
  private final Text words = new Text();
  private final Lines lines = new Lines();
  private final Tooltip tip = new Tooltip();
  private Optional<Looks> looks = Optional.empty();

  /** All that says how it looks. */
  private record Looks(Problem problem, boolean isHere) {}

  /** A cell; of problems elsewhere it names the file. */
  ProblemCell(Predicate<Problem> isHere) {
    this.isHere = isHere;
    words.getStyleClass().add("problem-words");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setGraphic(lines);
    lines.setVisible(false);
    setPrefWidth(0);
  }

  /** The words in as many lines as they need, with the icon before the first of them. */
  private final class Lines extends Region {
    Lines() {
      getChildren().addAll(icon, words);
    }

    @Override
    protected double computePrefHeight(double width) {
      words.setWrappingWidth(Math.max(1, width - indent()));
      return snapSizeY(words.prefHeight(-1));
    }

    @Override
    protected void layoutChildren() {
      words.setWrappingWidth(Math.max(1, getWidth() - indent()));
      words.relocate(indent(), 0);
      double line = words.getFont().getSize() * LINE;
      icon.relocate(0, Math.max(0, (line - icon.getLayoutBounds().getHeight()) / 2));
    }

    private double indent() {
      return Math.ceil(icon.getLayoutBounds().getWidth()) + GAP;
    }
  }

  @Override
  protected double computePrefHeight(double width) {
    double inside = Math.max(1, width - snappedLeftInset() - snappedRightInset());
    return snappedTopInset() + lines.prefHeight(inside) + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    lines.resizeRelocate(
        snappedLeftInset(),
        snappedTopInset(),
        getWidth() - snappedLeftInset() - snappedRightInset(),
        getHeight() - snappedTopInset() - snappedBottomInset());
  }

  @Override
  protected void updateItem(@Nullable Problem problem, boolean empty) {
    super.updateItem(problem, empty);
    if (empty || problem == null) {
      lines.setVisible(false);
      setTooltip(null);
      setAccessibleText(null);
      return;
    }
    var next = Optional.of(new Looks(problem, isHere.test(problem)));
    lines.setVisible(true);
    setTooltip(tip);
    // A list asks at each layout; what looks as before is left alone.
    if (!next.equals(looks)) {
      var said = said(next.get());
      words.setText(said);
      tip.setText(said);
      if (!looks.map(known -> known.problem.severity()).equals(Optional.of(problem.severity()))) {
        mark(problem.severity());
      }
      looks = next;
    }
    setAccessibleText(words.getText());
  }

  private static String said(Looks looks) {
    var message = looks.problem.message();
    var place = looks.problem.location();
    var line = String.valueOf(place.line());
    return looks.isHere
        ? Words.of("author.problem", line, String.valueOf(place.column()), message)
        : Words.of("author.problem", GitWords.name(Path.of(place.file())), line, message);
  }

  private void mark(Problem.Severity severity) {
    switch (severity) {
      case ERROR -> mark(Icon.FAIL, "problem-error");
      case WARNING -> mark(Icon.WARN, "problem-warning");
      case HINT -> mark(Icon.INFO, "problem-hint");
    }
  }

  private void mark(Icon wanted, String style) {
    icon.setIconCode(wanted.glyph());
    icon.getStyleClass().setAll("icon", style);
  }
}
