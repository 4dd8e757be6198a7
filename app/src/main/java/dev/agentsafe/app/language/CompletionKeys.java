package dev.agentsafe.app.language;

import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;

/**
 * Shows what can be written at the caret, and lets keys choose of it; FX thread only.
 *
 * <p>While nothing shows, or nothing shown is chosen, Enter and Tab are the text's own.
 */
final class CompletionKeys {
  private static final int PAGE = 10;

  private final CompletionViewModel model;
  private final CompletionPane pane;
  private final Page page;
  private final Popover layer;
  private boolean isTyped;
  private boolean isWriting;
  private boolean isTaken;

  CompletionKeys(LanguageSession session, Page page, Popover layer) {
    this.page = page;
    this.layer = layer;
    model = new CompletionViewModel(session);
    pane = new CompletionPane(model, this::accept);
    page.node().addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    page.node().addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    page.node().addEventFilter(ScrollEvent.SCROLL, event -> model.close());
    page.moves().subscribe(() -> follow());
    model.shown().subscribe(this::show);
    model.chosen().subscribe(at -> speak());
    page.node()
        .focusWithinProperty()
        .subscribe(has -> {
          if (!has) {
            model.close();
          }
        });
  }

  private void pressed(KeyEvent event) {
    isTaken = page.isFor(event) && isTaken(event);
    if (isTaken) {
      event.consume();
    }
  }

  private boolean isTaken(KeyEvent event) {
    boolean isAsked = event.getCode() == KeyCode.SPACE && event.isControlDown();
    if (isAsked) {
      model.ask(page.text(), page.caret(), true);
      return true;
    }
    if (!model.isShowing() || event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
      return false;
    }
    switch (event.getCode()) {
      case DOWN -> model.move(1);
      case UP -> model.move(-1);
      case PAGE_DOWN -> model.move(PAGE);
      case PAGE_UP -> model.move(-PAGE);
      case ENTER, TAB -> {
        if (model.selected().isEmpty()) {
          model.close();
          return false;
        }
        accept();
      }
      case ESCAPE -> model.close();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A key that was taken here is not typed as well. */
  private void typed(KeyEvent event) {
    if (isTaken) {
      isTaken = false;
      event.consume();
      return;
    }
    var typed = event.getCharacter();
    isTyped =
        page.isFor(event)
            && typed.length() == 1
            && !Character.isISOControl(typed.charAt(0))
            && !event.isShortcutDown();
  }

  /** The text is another one: by a key that was typed, or otherwise. */
  void changed() {
    boolean wasTyped = isTyped;
    isTyped = false;
    if (isWriting) {
      return;
    }
    follow();
    if (wasTyped && !model.isShowing()) {
      begin();
    }
  }

  private void begin() {
    var text = page.text();
    int caret = page.caret();
    if (CompletionViewModel.isBegun(text, caret)) {
      model.ask(text, caret, false);
    }
  }

  private void follow() {
    if (!isWriting) {
      model.follow(page.text(), page.caret());
    }
  }

  private void accept() {
    var written = model.accept(page.caret());
    isWriting = true;
    written.ifPresent(what -> page.apply(List.of(what.edit()), what.caret()));
    isWriting = false;
    page.requestFocus();
    begin();
  }

  private void show() {
    if (!model.isShowing()) {
      if (layer.shows(pane)) {
        layer.hide();
      }
      return;
    }
    int from = model.shown().getFirst().insertion().edit().from();
    layer.show(pane, page, Math.min(from, page.caret()), model::close);
  }

  /** What is chosen is said by the text, which has the keyboard. */
  private void speak() {
    page.node().setAccessibleHelp(model.selected().map(CompletionPane::spoken).orElse(null));
  }
}
