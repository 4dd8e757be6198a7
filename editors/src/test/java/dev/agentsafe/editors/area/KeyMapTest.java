package dev.agentsafe.editors.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/** Which keys write, and which of them are commands. */
final class KeyMapTest {
  private final KeyMap mac = new KeyMap(true);
  private final KeyMap other = new KeyMap(false);

  private static KeyEvent pressed(KeyCode code, String... held) {
    return event(false, code, held);
  }

  private static KeyEvent typed(String... held) {
    return event(true, KeyCode.UNDEFINED, held);
  }

  private static KeyEvent event(boolean isTyped, KeyCode code, String... held) {
    var keys = List.of(held);
    return new KeyEvent(
        isTyped ? KeyEvent.KEY_TYPED : KeyEvent.KEY_PRESSED,
        isTyped ? "[" : KeyEvent.CHAR_UNDEFINED,
        "",
        code,
        keys.contains("shift"),
        keys.contains("ctrl"),
        keys.contains("alt"),
        keys.contains("meta"));
  }

  @Test
  void optionWritesOnAMacWhereItsKeyDoesNothingElse() {
    mac.on(() -> {}, KeyCode.Z, KeyMap.Held.ALT);
    mac.pressed(pressed(KeyCode.ALT, "alt"));
    mac.pressed(pressed(KeyCode.DIGIT5, "alt"));
    assertThat(mac.isText(typed("alt"))).as("a bracket").isTrue();
    mac.pressed(pressed(KeyCode.Z, "alt"));
    assertThat(mac.isText(typed("alt"))).as("wraps lines").isFalse();
    mac.pressed(pressed(KeyCode.SHIFT, "alt", "shift"));
    assertThat(mac.isText(typed("alt", "shift"))).as("taken before it came here").isFalse();
    assertThat(mac.isText(typed("shift"))).isTrue();
    assertThat(mac.isText(typed("meta"))).isFalse();
    assertThat(mac.isText(typed("ctrl"))).isFalse();
  }

  @Test
  void controlAndAltTogetherWriteElsewhereAndNeitherAlone() {
    other.pressed(pressed(KeyCode.DIGIT8, "ctrl", "alt"));
    assertThat(other.isText(typed("ctrl", "alt"))).isTrue();
    assertThat(other.isText(typed())).isTrue();
    assertThat(other.isText(typed("shift"))).isTrue();
    for (var held : List.of("ctrl", "alt", "meta")) {
      assertThat(other.isText(typed(held))).as(held).isFalse();
    }
  }
}
