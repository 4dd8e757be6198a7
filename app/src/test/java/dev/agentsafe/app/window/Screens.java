package dev.agentsafe.app.window;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Toolkit;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/** A whole window over a sample seat, driven by keys as a person would. */
final class Screens {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  final SampleSeat seat;
  final ConsoleWindow window;
  private final FxWork work = new FxWork(new FxMonitor());
  private final Stage stage;

  Screens(SampleSeat seat) throws InterruptedException {
    this.seat = seat;
    Toolkit.start(true);
    var theme = new Theme();
    theme.look().set(Look.LIGHT);
    window =
        Toolkit.call(() -> {
          var made = new ConsoleWindow(work, theme, Clock.systemUTC(), "sample");
          made.open(seat);
          return made;
        });
    stage =
        Toolkit.call(() -> {
          var scene = new Scene(window.view(), 1024, 640);
          theme.dress(scene);
          var opened = new Stage();
          opened.setScene(scene);
          opened.show();
          opened.requestFocus();
          return opened;
        });
  }

  ConsoleWindow.Models models() {
    return window.models().orElseThrow();
  }

  /** Presses a key where the focus is. */
  void press(KeyCode code) throws InterruptedException {
    Toolkit.call(() -> {
      var text = code.isLetterKey() ? code.getChar().toLowerCase(java.util.Locale.ROOT) : "";
      fire(KeyEvent.KEY_PRESSED, text, code);
      if (!text.isEmpty()) {
        fire(KeyEvent.KEY_TYPED, text, KeyCode.UNDEFINED);
      }
      fire(KeyEvent.KEY_RELEASED, text, code);
      return code;
    });
  }

  /** Presses a key with the shortcut key and shift held. */
  void shortcut(KeyCode code) throws InterruptedException {
    Toolkit.call(() -> {
      var root = stage.getScene().getRoot();
      Event.fireEvent(
          root,
          new KeyEvent(
              KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, "", code, true, true, false, false));
      return code;
    });
  }

  /** Types a text where the focus is. */
  void type(String text) throws InterruptedException {
    Toolkit.call(() -> {
      text.chars()
          .mapToObj(Character::toString)
          .forEach(c -> fire(KeyEvent.KEY_TYPED, c, KeyCode.UNDEFINED));
      return text;
    });
  }

  private void fire(javafx.event.EventType<KeyEvent> type, String text, KeyCode code) {
    var owner = stage.getScene().getFocusOwner();
    var character = type == KeyEvent.KEY_TYPED ? text : KeyEvent.CHAR_UNDEFINED;
    Event.fireEvent(
        owner == null ? stage.getScene().getRoot() : owner,
        new KeyEvent(type, character, text, code, false, false, false, false));
  }

  /** Clicks the button of that id. */
  void click(String id) throws InterruptedException {
    until(() -> shown(id));
    Toolkit.call(() -> {
      ((ButtonBase) node(id)).fire();
      return id;
    });
  }

  /** Whether a person would see the node of that id. */
  boolean shown(String id) {
    var node = stage.getScene().lookup("#" + id);
    for (var at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return node != null;
  }

  /** Whether the keyboard is at the node of that id, which may come with the next pulse. */
  boolean focused(String id) {
    var node = stage.getScene().lookup("#" + id);
    return node != null && node.isFocused();
  }

  Node node(String id) {
    var node = stage.getScene().lookup("#" + id);
    if (node == null) {
      throw new AssertionError("there is no node `" + id + "`");
    }
    return node;
  }

  /** The texts of what has one of these style classes, from top to bottom. */
  List<String> texts(String... styles) throws InterruptedException {
    var wanted = List.of(styles);
    return Toolkit.call(() -> {
      window.view().applyCss();
      window.view().layout();
      return window.view().lookupAll("*").stream()
          .filter(node -> node.getStyleClass().stream().anyMatch(wanted::contains))
          .sorted(Comparator.comparingDouble(node -> node.localToScene(0, 0).getY()))
          .map(node -> ((Labeled) node).getText())
          .toList();
    });
  }

  /** Waits until something holds on the screen. */
  void until(Callable<Boolean> there) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!Toolkit.call(there)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain; the keyboard is at "
                + Toolkit.call(() -> String.valueOf(stage.getScene().getFocusOwner())));
      }
      Thread.sleep(5);
    }
  }

  void close() throws InterruptedException {
    Toolkit.call(() -> {
      stage.close();
      return true;
    });
    work.close();
  }
}
