package dev.agentsafe.editors.area;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What keys do; FX thread only. */
public final class KeyMap {
  /** Whether this is a Mac, where other keys are held for the same. */
  static final boolean IS_MAC = System.getProperty("os.name", "").startsWith("Mac");

  private final Map<Stroke, Runnable> actions = new HashMap<>();
  private final boolean isMac;
  private boolean isFree;

  /** What is held while a key is pressed. */
  public enum Held {
    SHIFT,
    /** Control, or Command on a Mac. */
    SHORTCUT,
    ALT,
    /** Control on a Mac, the key of the system elsewhere. */
    OTHER
  }

  private record Stroke(KeyCode code, Set<Held> held) {}

  /** No key does anything. */
  KeyMap() {
    this(IS_MAC);
  }

  /** The same of a Mac, or of another system. */
  KeyMap(boolean isMac) {
    this.isMac = isMac;
  }

  /** What is held to go by words. */
  public static Held word() {
    return IS_MAC ? Held.ALT : Held.SHORTCUT;
  }

  /**
   * What is held together with Alt where a key writes nothing: Control and Alt are AltGr, which
   * writes brackets, and so does Option with Shift on a Mac.
   */
  public static Held besideAlt() {
    return IS_MAC ? Held.SHORTCUT : Held.SHIFT;
  }

  /** The key that is named Control on every system. */
  public static Held control() {
    return IS_MAC ? Held.OTHER : Held.SHORTCUT;
  }

  /** Has a key do something, instead of what it did before. */
  public void on(Runnable action, KeyCode code, Held... held) {
    var all = EnumSet.noneOf(Held.class);
    all.addAll(Arrays.asList(held));
    actions.put(new Stroke(code, Set.copyOf(all)), action);
  }

  /** Does what a key that was pressed does, and consumes it; another one passes. */
  void pressed(KeyEvent event) {
    var held = EnumSet.noneOf(Held.class);
    add(held, event.isShiftDown(), Held.SHIFT);
    add(held, isMac ? event.isMetaDown() : event.isControlDown(), Held.SHORTCUT);
    add(held, event.isAltDown(), Held.ALT);
    add(held, isMac ? event.isControlDown() : event.isMetaDown(), Held.OTHER);
    var action = actions.get(new Stroke(event.getCode(), Set.copyOf(held)));
    isFree = action == null && !event.getCode().isModifierKey();
    if (action != null) {
      action.run();
      event.consume();
    }
  }

  /**
   * Whether a key that was typed is text, and no command. Control and Alt together are AltGr; on a
   * Mac Option alone writes, such as brackets on many keyboards, where the key does nothing else.
   */
  public boolean isText(KeyEvent typed) {
    if (isMac) {
      boolean isCommand = typed.isControlDown() || typed.isMetaDown();
      return !isCommand && (isFree || !typed.isAltDown());
    }
    return typed.isControlDown() == typed.isAltDown() && (typed.isAltDown() || !typed.isMetaDown());
  }

  private static void add(Set<Held> held, boolean isDown, Held key) {
    if (isDown) {
      held.add(key);
    }
  }
}
