package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Toolkit;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;

/**
 * A part of the window on a stage of its own, driven by keys as a person would. Everything but
 * showing and closing it belongs to the FX thread.
 *
 * @param <T> the part
 */
final class OnStage<T extends Parent> {
  final T part;
  private final Stage stage;

  private OnStage(T part, Stage stage) {
    this.part = part;
    this.stage = stage;
  }

  static <T extends Parent> OnStage<T> show(
      double width, double height, Look look, Callable<T> made) throws InterruptedException {
    Toolkit.start(true);
    return Toolkit.call(() -> {
      var part = made.call();
      var scene = new Scene(part, width, height);
      var theme = new Theme();
      theme.look().set(look);
      theme.dress(scene);
      var stage = new Stage();
      stage.setScene(scene);
      stage.show();
      var shown = new OnStage<>(part, stage);
      shown.layOut();
      return shown;
    });
  }

  /** The form of what that author edits. */
  static OnStage<FormView> form(Drafting author) throws InterruptedException {
    return show(
        480,
        640,
        Look.LIGHT,
        () -> {
          author.preview.form().show();
          return new FormView(author.preview.form());
        });
  }

  /** The whole screen of that author. */
  static OnStage<PolicyView> screen(double width, double height, Look look, Drafting author)
      throws InterruptedException {
    return show(
        width, height, look, () -> new PolicyView(author.policies, author.preview, seq -> {}));
  }

  void close() throws InterruptedException {
    Toolkit.call(() -> {
      stage.close();
      return true;
    });
  }

  void layOut() {
    part.applyCss();
    part.layout();
  }

  /** Whether anything has that id. */
  boolean shows(String id) {
    return part.lookup("#" + id) != null;
  }

  /** What a selector finds; a form is made whole first. */
  <N extends Node> N find(String selector, Class<N> type) {
    if (part.lookup(".form-view") instanceof FormView form) {
      form.whole();
    }
    layOut();
    var node = part.lookup(selector);
    assertThat(node).as(selector).isInstanceOf(type);
    return type.cast(node);
  }

  /** What has the keyboard. */
  Node focused() {
    return stage.getScene().getFocusOwner();
  }

  /** Types where the keyboard is. */
  void type(String text) {
    type(focused(), text);
    layOut();
  }

  /** Types on a node. */
  static void type(Node node, String text) {
    text.chars()
        .mapToObj(Character::toString)
        .forEach(c -> fire(node, KeyEvent.KEY_TYPED, c, KeyCode.UNDEFINED, List.of()));
  }

  /** Presses a key where the keyboard is, with {@code ctrl}, {@code shift} or {@code alt} held. */
  void press(KeyCode code, String... held) {
    press(focused(), code, held);
    layOut();
  }

  /** Presses a key on a node. */
  static void press(Node node, KeyCode code, String... held) {
    fire(node, KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, code, List.of(held));
  }

  /** Does something with the first button of the mouse over a place of a node. */
  static void mouse(Node node, EventType<MouseEvent> type, Point2D at, int clicks) {
    var inScene = node.localToScene(at);
    var onScreen = node.localToScreen(at);
    Event.fireEvent(
        node,
        new MouseEvent(
            type,
            inScene.getX(),
            inScene.getY(),
            onScreen.getX(),
            onScreen.getY(),
            MouseButton.PRIMARY,
            clicks,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            true,
            null));
  }

  private static void fire(
      Node node, EventType<KeyEvent> type, String text, KeyCode code, List<String> held) {
    Event.fireEvent(
        node,
        new KeyEvent(
            type,
            text,
            "",
            code,
            held.contains("shift"),
            held.contains("ctrl"),
            held.contains("alt"),
            false));
  }
}
