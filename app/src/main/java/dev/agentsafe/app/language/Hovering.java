package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

/** Says what stands where the pointer rests, or where the caret is; FX thread only. */
final class Hovering {
  private static final Duration PAUSE = Duration.millis(450);

  private final LanguageSession session;
  private final Page page;
  private final Popover layer;
  private final Supplier<List<Problem>> problems;
  private final PauseTransition rest = new PauseTransition(PAUSE);
  private OptionalInt at = OptionalInt.empty();
  private Optional<MeaningCard> card = Optional.empty();

  Hovering(LanguageSession session, Page page, Popover layer, Supplier<List<Problem>> problems) {
    this.session = session;
    this.page = page;
    this.layer = layer;
    this.problems = problems;
    page.node().addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
    page.node().addEventHandler(MouseEvent.MOUSE_EXITED, event -> rest.stop());
    page.node().addEventFilter(MouseEvent.MOUSE_PRESSED, event -> leave());
    page.node().addEventFilter(ScrollEvent.SCROLL, event -> leave());
  }

  private void moved(MouseEvent event) {
    var over = page.offsetAt(event.getScreenX(), event.getScreenY());
    if (over.equals(at)) {
      return;
    }
    leave();
    at = over;
    over.ifPresent(offset -> {
      rest.setOnFinished(done -> show(offset, false));
      rest.playFromStart();
    });
  }

  /** Says what stands there, and what is wrong with its line. */
  void at(int offset) {
    leave();
    show(offset, true);
  }

  private void show(int offset, boolean line) {
    session.hover(
        offset,
        meaning -> {
          var text = page.text();
          var wrong =
              line
                  ? Spots.near(problems.get(), text, offset)
                  : Spots.at(problems.get(), text, offset);
          boolean isFree = !layer.isBusy();
          if (isFree && (meaning.isPresent() || !wrong.isEmpty())) {
            var shown = new MeaningCard(wrong, meaning);
            card = Optional.of(shown);
            int from = meaning.map(m -> Math.min(m.from(), offset)).orElse(offset);
            layer.show(shown, page, from, () -> card = Optional.empty());
            page.node().setAccessibleHelp(shown.getAccessibleText());
          }
        });
  }

  /** Says nothing any more. */
  void leave() {
    rest.stop();
    at = OptionalInt.empty();
    card.filter(layer::shows).ifPresent(shown -> layer.hide());
  }
}
