package dev.agentsafe.editors.code;

import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.Commenting;
import dev.agentsafe.editors.typing.Indenting;
import dev.agentsafe.editors.typing.Moving;
import dev.agentsafe.editors.typing.Pairing;
import dev.agentsafe.editors.typing.Selection;
import dev.agentsafe.editors.typing.Word;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import jfx.incubator.scene.control.input.InputMap;
import jfx.incubator.scene.control.input.KeyBinding;
import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.RichTextArea.Tag;

/** What keys do in a code view; FX thread only. */
final class CodeKeys {
  private final CodeView view;

  CodeKeys(CodeView view) {
    this.view = view;
  }

  /** Takes the keys of that area. */
  void install(CodeArea area) {
    area.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    area.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && view.finding().isVisible()) {
            view.finding().close();
            event.consume();
          }
        });
    var keys = area.getInputMap();
    keys.registerFunction(Tag.UNDO, view::undo);
    keys.registerFunction(Tag.REDO, view::redo);
    keys.registerFunction(Tag.BACKSPACE, () -> edit(Pairing::backspace, true));
    keys.registerFunction(Tag.DELETE, () -> edit(Pairing::delete, true));
    keys.registerFunction(
        Tag.INSERT_LINE_BREAK,
        () -> edit((text, at) -> Indenting.enter(text, at, view.lineEnd()), false));
    keys.registerFunction(Tag.INSERT_TAB, () -> edit(Indenting::in, false));
    keys.registerFunction(Tag.COPY, this::copy);
    keys.registerFunction(Tag.CUT, this::cut);
    keys.registerFunction(Tag.PASTE, this::paste);
    keys.registerFunction(Tag.PASTE_PLAIN_TEXT, this::paste);
    keys.registerFunction(Tag.SELECT_WORD, this::selectWord);
    bind(keys);
  }

  private void bind(InputMap keys) {
    keys.register(KeyBinding.shift(KeyCode.TAB), () -> edit(Indenting::out, false));
    keys.register(
        KeyBinding.shift(KeyCode.ENTER), () -> view.area().execute(Tag.INSERT_LINE_BREAK));
    keys.register(KeyBinding.shortcut(KeyCode.Y), view::redo);
    keys.register(KeyBinding.shiftShortcut(KeyCode.Z), view::redo);
    keys.register(KeyBinding.shift(KeyCode.DELETE), this::cut);
    keys.register(KeyBinding.shortcut(KeyCode.SLASH), () -> edit(Commenting::toggle, false));
    keys.register(KeyBinding.shortcut(KeyCode.DIVIDE), () -> edit(Commenting::toggle, false));
    keys.register(KeyBinding.alt(KeyCode.UP), () -> perhaps(Moving::up));
    keys.register(KeyBinding.alt(KeyCode.DOWN), () -> perhaps(Moving::down));
    keys.register(
        KeyBinding.builder(KeyCode.UP).alt().shift().build(),
        () -> edit((text, at) -> Moving.doubled(text, at, false), false));
    keys.register(KeyBinding.builder(KeyCode.DOWN).alt().shift().build(), this::copyDown);
    keys.register(KeyBinding.shortcut(KeyCode.D), this::copyDown);
    keys.register(KeyBinding.alt(KeyCode.Z), view::toggleWrap);
    keys.register(KeyBinding.shortcut(KeyCode.F), () -> view.find(false));
    keys.register(KeyBinding.shortcut(KeyCode.H), () -> view.find(true));
    keys.register(KeyBinding.of(KeyCode.F3), () -> view.finding().next());
    keys.register(KeyBinding.shift(KeyCode.F3), () -> view.finding().previous());
    keys.register(KeyBinding.shortcut(KeyCode.G), view::askForLine);
    for (var plus : new KeyCode[] {KeyCode.EQUALS, KeyCode.PLUS, KeyCode.ADD}) {
      keys.register(KeyBinding.builder(plus).shortcut().alt().build(), () -> view.zoom().by(1));
    }
    for (var minus : new KeyCode[] {KeyCode.MINUS, KeyCode.SUBTRACT}) {
      keys.register(KeyBinding.builder(minus).shortcut().alt().build(), () -> view.zoom().by(-1));
    }
    for (var none : new KeyCode[] {KeyCode.DIGIT0, KeyCode.NUMPAD0}) {
      keys.register(KeyBinding.builder(none).shortcut().alt().build(), () -> view.zoom().by(0));
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
    boolean isGraph = event.isControlDown() && event.isAltDown();
    boolean isCommand =
        !isGraph && (event.isControlDown() || event.isAltDown() || event.isMetaDown());
    if (typed.isEmpty() || isCommand || Character.isISOControl(typed.charAt(0))) {
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
      var fitting = pasted.replaceAll("\r\n?|\n", view.lineEnd());
      var at = view.selection();
      view.change(Change.of(at.from(), at.to(), fitting), false);
    }
  }

  private void selectWord() {
    var lines = view.lines();
    int caret = view.selection().caret();
    int row = lines.rowOf(caret);
    var word = Word.around(lines.line(row), lines.columnOf(caret));
    int start = lines.start(row);
    view.select(new Selection(start + word.anchor(), start + word.caret()));
  }
}
