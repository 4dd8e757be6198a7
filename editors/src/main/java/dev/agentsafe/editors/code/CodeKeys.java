package dev.agentsafe.editors.code;

import static dev.agentsafe.editors.area.KeyMap.Held.ALT;
import static dev.agentsafe.editors.area.KeyMap.Held.SHIFT;
import static dev.agentsafe.editors.area.KeyMap.Held.SHORTCUT;

import dev.agentsafe.editors.area.Area;
import dev.agentsafe.editors.area.KeyMap;
import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.Commenting;
import dev.agentsafe.editors.typing.Indenting;
import dev.agentsafe.editors.typing.Moving;
import dev.agentsafe.editors.typing.Pairing;
import dev.agentsafe.editors.typing.Selection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What keys do in a code view; FX thread only. */
final class CodeKeys {
  private final CodeView view;

  CodeKeys(CodeView view) {
    this.view = view;
  }

  /** Takes the keys of that area. */
  void install(Area area) {
    area.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    area.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && view.finding().isVisible()) {
            view.finding().close();
            event.consume();
          }
        });
    write(area.keys());
    lines(area.keys());
    clipboard(area.keys());
    go(area.keys());
  }

  private void write(KeyMap keys) {
    keys.on(view::undo, KeyCode.Z, SHORTCUT);
    keys.on(view::redo, KeyCode.Z, SHIFT, SHORTCUT);
    keys.on(view::redo, KeyCode.Y, SHORTCUT);
    keys.on(() -> edit(Pairing::backspace, true), KeyCode.BACK_SPACE);
    keys.on(() -> edit(Pairing::backspace, true), KeyCode.BACK_SPACE, SHIFT);
    keys.on(() -> edit(Pairing::delete, true), KeyCode.DELETE);
    var word = KeyMap.word();
    keys.on(() -> take(view.area().moves()::wordLeft), KeyCode.BACK_SPACE, word);
    keys.on(() -> take(view.area().moves()::wordRight), KeyCode.DELETE, word);
    keys.on(this::enter, KeyCode.ENTER);
    keys.on(this::enter, KeyCode.ENTER, SHIFT);
    keys.on(() -> edit(Indenting::in, false), KeyCode.TAB);
    keys.on(() -> edit(Indenting::out, false), KeyCode.TAB, SHIFT);
    keys.on(() -> leave(TraversalDirection.NEXT), KeyCode.TAB, KeyMap.control());
    keys.on(() -> leave(TraversalDirection.PREVIOUS), KeyCode.TAB, KeyMap.control(), SHIFT);
  }

  private void lines(KeyMap keys) {
    keys.on(() -> edit(Commenting::toggle, false), KeyCode.SLASH, SHORTCUT);
    keys.on(() -> edit(Commenting::toggle, false), KeyCode.DIVIDE, SHORTCUT);
    keys.on(() -> perhaps(Moving::up), KeyCode.UP, ALT);
    keys.on(() -> perhaps(Moving::down), KeyCode.DOWN, ALT);
    keys.on(
        () -> edit((text, at) -> Moving.doubled(text, at, false), false), KeyCode.UP, ALT, SHIFT);
    keys.on(this::copyDown, KeyCode.DOWN, ALT, SHIFT);
    keys.on(this::copyDown, KeyCode.D, SHORTCUT);
  }

  private void clipboard(KeyMap keys) {
    keys.on(this::copy, KeyCode.C, SHORTCUT);
    keys.on(this::copy, KeyCode.INSERT, SHORTCUT);
    keys.on(this::copy, KeyCode.COPY);
    keys.on(this::cut, KeyCode.X, SHORTCUT);
    keys.on(this::cut, KeyCode.DELETE, SHIFT);
    keys.on(this::cut, KeyCode.CUT);
    keys.on(this::paste, KeyCode.V, SHORTCUT);
    keys.on(this::paste, KeyCode.V, SHORTCUT, SHIFT);
    keys.on(this::paste, KeyCode.INSERT, SHIFT);
    keys.on(this::paste, KeyCode.PASTE);
  }

  private void go(KeyMap keys) {
    keys.on(view::toggleWrap, KeyCode.Z, ALT);
    keys.on(() -> view.find(false), KeyCode.F, SHORTCUT);
    keys.on(() -> view.find(true), KeyCode.H, SHORTCUT);
    keys.on(() -> view.finding().next(), KeyCode.F3);
    keys.on(() -> view.finding().previous(), KeyCode.F3, SHIFT);
    keys.on(view::askForLine, KeyCode.G, SHORTCUT);
    for (var plus : new KeyCode[] {KeyCode.EQUALS, KeyCode.PLUS, KeyCode.ADD}) {
      keys.on(() -> view.zoom().by(1), plus, KeyMap.besideAlt(), ALT);
    }
    for (var minus : new KeyCode[] {KeyCode.MINUS, KeyCode.SUBTRACT}) {
      keys.on(() -> view.zoom().by(-1), minus, KeyMap.besideAlt(), ALT);
    }
    for (var none : new KeyCode[] {KeyCode.DIGIT0, KeyCode.NUMPAD0}) {
      keys.on(() -> view.zoom().by(0), none, KeyMap.besideAlt(), ALT);
    }
  }

  private void enter() {
    edit((text, at) -> Indenting.enter(text, at, view.lineEnd()), false);
  }

  private void leave(TraversalDirection where) {
    view.area().requestFocusTraversal(where);
  }

  /** Takes away what is selected, or what lies between the caret and that place. */
  private void take(IntUnaryOperator move) {
    var at = view.selection();
    int other = at.isEmpty() ? move.applyAsInt(at.caret()) : at.anchor();
    int from = Math.min(other, at.caret());
    int to = Math.max(other, at.caret());
    if (from < to) {
      view.change(Change.of(from, to, ""), false);
    }
  }

  /** The same for the mouse, and for those who do not know the keys. */
  ContextMenu menu(Around around) {
    var menu = new ContextMenu();
    menu.getItems()
        .addAll(
            item(around, Phrase.UNDO, view::undo),
            item(around, Phrase.REDO, view::redo),
            new SeparatorMenuItem(),
            item(around, Phrase.CUT, this::cut),
            item(around, Phrase.COPY, this::copy),
            item(around, Phrase.PASTE, this::paste),
            item(around, Phrase.SELECT_ALL, () -> view.area().selectAll()),
            new SeparatorMenuItem(),
            item(around, Phrase.FIND, () -> view.find(false)),
            item(around, Phrase.REPLACE, () -> view.find(true)),
            item(around, Phrase.LINE, view::askForLine),
            item(around, Phrase.COMMENT, () -> edit(Commenting::toggle, false)),
            item(around, Phrase.WRAP, view::toggleWrap));
    return menu;
  }

  private static MenuItem item(Around around, Phrase phrase, Runnable action) {
    var item = new MenuItem(around.words(phrase));
    item.setOnAction(e -> action.run());
    return item;
  }

  private void copyDown() {
    edit((text, at) -> Moving.doubled(text, at, true), false);
  }

  private void typed(KeyEvent event) {
    var typed = event.getCharacter();
    boolean isText = view.area().keys().isText(event);
    if (typed.isEmpty() || !isText || Character.isISOControl(typed.charAt(0))) {
      return;
    }
    edit((text, at) -> Pairing.typed(text, at, typed), true);
    event.consume();
  }

  private void edit(BiFunction<String, Selection, Change> key, boolean isTyping) {
    view.change(key.apply(view.text(), view.selection()), isTyping);
  }

  private void perhaps(BiFunction<String, Selection, Optional<Change>> key) {
    key.apply(view.text(), view.selection()).ifPresent(change -> view.change(change, false));
  }

  private Selection selectedOrLine() {
    var selection = view.selection();
    return selection.isEmpty() ? Moving.whole(view.text(), selection) : selection;
  }

  private void copy() {
    var wanted = selectedOrLine();
    if (!wanted.isEmpty()) {
      var content = new ClipboardContent();
      content.putString(view.text().substring(wanted.from(), wanted.to()));
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void cut() {
    var wanted = selectedOrLine();
    if (!wanted.isEmpty()) {
      copy();
      view.change(Change.of(wanted.from(), wanted.to(), ""), false);
    }
  }

  private void paste() {
    var pasted = Clipboard.getSystemClipboard().getString();
    if (pasted != null && !pasted.isEmpty()) {
      view.put(pasted, false);
    }
  }
}
