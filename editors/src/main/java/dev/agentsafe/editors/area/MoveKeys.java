package dev.agentsafe.editors.area;

import dev.agentsafe.editors.area.KeyMap.Held;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import javafx.scene.input.KeyCode;

/** The keys that move the caret; with Shift they select; FX thread only. */
final class MoveKeys {
  private final Area area;
  private final Moves moves;

  MoveKeys(Area area, Moves moves) {
    this.area = area;
    this.moves = moves;
  }

  void install(KeyMap keys) {
    aside(keys, KeyCode.LEFT, moves::left, true);
    aside(keys, KeyCode.KP_LEFT, moves::left, true);
    aside(keys, KeyCode.RIGHT, moves::right, false);
    aside(keys, KeyCode.KP_RIGHT, moves::right, false);
    for (var up : List.of(KeyCode.UP, KeyCode.KP_UP)) {
      both(keys, isSelecting -> area.down(-1, isSelecting), up);
    }
    for (var down : List.of(KeyCode.DOWN, KeyCode.KP_DOWN)) {
      both(keys, isSelecting -> area.down(1, isSelecting), down);
    }
    both(keys, isSelecting -> area.page(-1, isSelecting), KeyCode.PAGE_UP);
    both(keys, isSelecting -> area.page(1, isSelecting), KeyCode.PAGE_DOWN);
    to(keys, moves::lineStart, KeyCode.HOME);
    to(keys, moves::lineEnd, KeyCode.END);
    to(keys, at -> 0, KeyCode.HOME, Held.SHORTCUT);
    to(keys, at -> area.length(), KeyCode.END, Held.SHORTCUT);
    keys.on(area::selectAll, KeyCode.A, Held.SHORTCUT);
    if (KeyMap.IS_MAC) {
      to(keys, moves::wordLeft, KeyCode.LEFT, Held.ALT);
      to(keys, moves::wordRight, KeyCode.RIGHT, Held.ALT);
      to(keys, moves::lineStart, KeyCode.LEFT, Held.SHORTCUT);
      to(keys, moves::lineEnd, KeyCode.RIGHT, Held.SHORTCUT);
      to(keys, at -> 0, KeyCode.UP, Held.SHORTCUT);
      to(keys, at -> area.length(), KeyCode.DOWN, Held.SHORTCUT);
    } else {
      to(keys, moves::wordLeft, KeyCode.LEFT, Held.SHORTCUT);
      to(keys, moves::wordRight, KeyCode.RIGHT, Held.SHORTCUT);
      to(keys, moves::rowUp, KeyCode.UP, Held.SHORTCUT);
      to(keys, moves::rowDown, KeyCode.DOWN, Held.SHORTCUT);
      keys.on(
          () -> area.select(Selection.at(area.selection().caret())),
          KeyCode.BACK_SLASH,
          Held.SHORTCUT);
    }
  }

  /** To the end of what is selected, or a character further where nothing is. */
  private void aside(KeyMap keys, KeyCode code, IntUnaryOperator move, boolean isBack) {
    keys.on(
        () -> {
          var at = area.selection();
          int next = isBack ? at.from() : at.to();
          area.select(Selection.at(at.isEmpty() ? move.applyAsInt(at.caret()) : next));
        },
        code);
    keys.on(() -> select(move), code, Held.SHIFT);
  }

  private void to(KeyMap keys, IntUnaryOperator move, KeyCode code, Held... held) {
    keys.on(() -> area.select(Selection.at(move.applyAsInt(area.selection().caret()))), code, held);
    keys.on(() -> select(move), code, withShift(held));
  }

  private void select(IntUnaryOperator move) {
    var at = area.selection();
    area.select(new Selection(at.anchor(), move.applyAsInt(at.caret())));
  }

  /** Something that moves the caret by itself, and selects on the way or not. */
  private interface Going {
    void go(boolean isSelecting);
  }

  private static void both(KeyMap keys, Going going, KeyCode code) {
    keys.on(() -> going.go(false), code);
    keys.on(() -> going.go(true), code, Held.SHIFT);
  }

  private static Held[] withShift(Held... held) {
    var all = new ArrayList<>(List.of(held));
    all.add(Held.SHIFT);
    return all.toArray(Held[]::new);
  }
}
