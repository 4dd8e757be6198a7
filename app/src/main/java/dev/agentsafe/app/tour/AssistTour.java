package dev.agentsafe.app.tour;

import dev.agentsafe.app.policy.PolicyViewModel;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.typing.Selection;
import java.io.IOException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Pictures of the help that somebody who edits a policy has: each asked for with its key. */
final class AssistTour {
  private final PolicyViewModel policies;
  private final Parent window;
  private final Camera camera;

  AssistTour(PolicyViewModel policies, Parent window, Camera camera) {
    this.policies = policies;
    this.window = window;
    this.camera = camera;
  }

  /** A key with what is held. */
  private record Key(KeyCode code, boolean shift, boolean control, boolean alt) {
    static Key of(KeyCode code) {
      return new Key(code, false, false, false);
    }

    KeyEvent event() {
      return new KeyEvent(
          KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, "", code, shift, control, alt, false);
    }
  }

  void take() throws IOException, InterruptedException {
    asked("    decision: ", new Key(KeyCode.SPACE, false, true, false), "completion");
    press(Key.of(KeyCode.DOWN));
    shoot("policies-completion", "completion");
    asked("  - name: ", Key.of(KeyCode.F1), "meaning");
    shoot("policies-meaning", "meaning");
    asked("", new Key(KeyCode.O, true, true, false), "outline");
    shoot("policies-outline", "outline");
    rename();
    Toolkit.call(() -> {
      var text = policies.draft().get().orElseThrow().base();
      policies.replace(text.replaceFirst("decision: deny", "decision: deni"));
      return true;
    });
    Camera.until(
        () -> policies.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR));
    caret("decision: deni");
    Camera.until(() -> {
      var bulb = window.lookup("#gutter-bulb");
      return bulb != null && bulb.isVisible();
    });
    camera.picture("policies-bulb");
    asked("decision: deni", new Key(KeyCode.ENTER, false, false, true), "fixes");
    shoot("policies-fixes", "fixes");
    Toolkit.call(() -> {
      policies.revert();
      return true;
    });
  }

  private void rename() throws IOException, InterruptedException {
    asked("  - name: ", Key.of(KeyCode.F2), "rename");
    Toolkit.call(() -> {
      if (window.lookup("#rename-name") instanceof TextField name) {
        name.setText(name.getText() + "-for-ever");
      }
      return true;
    });
    press(Key.of(KeyCode.ENTER));
    Camera.until(() ->
        window.lookup("#rename") instanceof Parent pane
            && !pane.lookupAll(".label").isEmpty()
            && pane.lookupAll(".label").size() > 2);
    shoot("policies-rename", "rename");
  }

  /** Puts the caret behind a piece of the text and asks. */
  private void asked(String piece, Key key, String id) throws InterruptedException {
    caret(piece);
    press(key);
    Camera.until(() -> window.lookup("#" + id) != null);
  }

  /** Puts the caret behind a piece of the text. */
  private void caret(String piece) throws InterruptedException {
    Toolkit.call(() -> {
      if (window.lookup(".code-view") instanceof CodeView code) {
        code.requestAreaFocus();
        int at = code.text().indexOf(piece);
        code.select(Selection.at(Math.max(0, at) + piece.length()));
      }
      return true;
    });
  }

  private void shoot(String name, String id) throws IOException, InterruptedException {
    camera.picture(name);
    press(Key.of(KeyCode.ESCAPE));
    Camera.until(() -> window.lookup("#" + id) == null);
  }

  private void press(Key key) throws InterruptedException {
    Toolkit.call(() -> {
      Node at = window.getScene().getFocusOwner();
      if (at != null) {
        Event.fireEvent(at, key.event());
      }
      return true;
    });
  }
}
