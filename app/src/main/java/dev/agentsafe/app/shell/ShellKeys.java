package dev.agentsafe.app.shell;

import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keys of the frame; what it does not want goes to the screen in front. */
final class ShellKeys {
  private final ShellViewModel model;
  private boolean swallow;

  ShellKeys(ShellViewModel model) {
    this.model = model;
  }

  void listen(Node root) {
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    root.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  private void pressed(KeyEvent event) {
    // Control and Alt together are how some keyboards write brackets.
    swallow = event.isShortcutDown() ? !event.isAltDown() && frame(event) : screen(event);
    if (swallow) {
      event.consume();
    }
  }

  /** A key that moved the focus into a text field must not also be typed there. */
  private void typed(KeyEvent event) {
    if (swallow) {
      event.consume();
      swallow = false;
    }
  }

  private boolean frame(KeyEvent event) {
    switch (event.getCode()) {
      case F -> {
        if (!event.isShiftDown()) {
          return false;
        }
        model.freeze().get().ifPresent(FreezeViewModel::open);
      }
      case K -> model.paletteOpen().set(!model.paletteOpen().get());
      case B -> model.railOpen().set(!model.railOpen().get());
      case PLUS, EQUALS, ADD -> model.theme().zoom(1);
      case MINUS, SUBTRACT -> model.theme().zoom(-1);
      case DIGIT0, NUMPAD0 -> model.theme().zoom(0);
      default -> {
        var number = digit(event.getCode());
        if (number < 1 || number > model.screens().size()) {
          return false;
        }
        model.show(model.screens().get(number - 1));
      }
    }
    return true;
  }

  private boolean screen(KeyEvent event) {
    if (!model.leaving().asked().get().isEmpty() && event.getCode() == KeyCode.ESCAPE) {
      model.leaving().stay();
      return true;
    }
    var brake = model.freeze().get().filter(f -> f.stage().get() != FreezeViewModel.Stage.CLOSED);
    if (brake.isPresent()) {
      // While a freeze is asked about, keys are for that and not for the screen behind it.
      if (event.getCode() == KeyCode.ESCAPE) {
        brake.get().close();
        return true;
      }
      return false;
    }
    var typing = event.getTarget() instanceof TextInputControl;
    if (model.paletteOpen().get() || (typing && event.getCode() != KeyCode.ESCAPE)) {
      return false;
    }
    return model.current().get().map(s -> s.key(event)).orElse(false);
  }

  private static int digit(KeyCode code) {
    var name = code.getName();
    return name.length() == 1 && Character.isDigit(name.charAt(0)) ? name.charAt(0) - '0' : -1;
  }
}
