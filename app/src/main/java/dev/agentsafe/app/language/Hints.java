package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Lines;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/**
 * Shows beside the line of the caret that something can be done about what is wrong there; FX
 * thread only.
 *
 * <p>That is asked once somebody rests: a key costs no more than to begin the pause anew.
 */
final class Hints {
  private static final Duration PAUSE = Duration.millis(250);

  private final LanguageSession session;
  private final Page page;
  private final Supplier<List<Problem>> problems;
  private final Runnable chosen;
  private final PauseTransition rest = new PauseTransition(PAUSE);

  /** Where the line begins that something is shown beside; empty: none is. */
  private OptionalInt from = OptionalInt.empty();

  /** Where it ends. */
  private int to;

  /**
   * Nothing is shown yet.
   *
   * @param chosen offers what can be done about the line of the caret
   */
  Hints(LanguageSession session, Page page, Supplier<List<Problem>> problems, Runnable chosen) {
    this.session = session;
    this.page = page;
    this.problems = problems;
    this.chosen = chosen;
    rest.setOnFinished(done -> look());
    page.moves().subscribe(() -> moved());
  }

  private void moved() {
    int caret = page.caret();
    if (from.isPresent() && (caret < from.getAsInt() || caret > to)) {
      hide();
    }
    rest.playFromStart();
  }

  /** The text is another one than it was. */
  void changed() {
    hide();
    rest.playFromStart();
  }

  /** Other things are wrong than were. */
  void wronged() {
    rest.playFromStart();
  }

  private void hide() {
    if (from.isPresent()) {
      from = OptionalInt.empty();
      page.offer(OptionalInt.empty(), () -> {});
    }
  }

  private void look() {
    var text = page.text();
    int caret = page.caret();
    var near = Spots.near(problems.get(), text, caret);
    if (near.isEmpty()) {
      hide();
      return;
    }
    session.fixes(
        near,
        found -> {
          if (found.isEmpty()) {
            hide();
          } else if (page.caret() == caret && page.text().equals(text)) {
            show(new Lines(text), caret);
          }
        });
  }

  private void show(Lines lines, int caret) {
    int row = lines.rowOf(caret);
    from = OptionalInt.of(lines.start(row));
    to = lines.end(row);
    page.offer(OptionalInt.of(row + 1), chosen);
  }
}
