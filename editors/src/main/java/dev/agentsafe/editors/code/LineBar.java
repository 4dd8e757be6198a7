package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Location;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** Goes to a line of a code view; FX thread only. */
final class LineBar extends HBox {
  private static final Pattern PLACE =
      Pattern.compile("\\s*(\\d{1,9})(?:\\s*[:,]\\s*(\\d{1,9}))?\\s*");

  private final CodeView view;
  private final Around around;
  private final TextField field = new TextField();
  private final Label help = new Label();

  LineBar(CodeView view, Around around) {
    this.view = view;
    this.around = around;
    getStyleClass().addAll("find-bar", "find-row");
    field.setId("line-wanted");
    field.setPrefColumnCount(10);
    field.setPromptText(around.words(Phrase.LINE));
    field.setAccessibleText(around.words(Phrase.LINE));
    help.getStyleClass().add("muted");
    help.setId("line-help");
    getChildren().addAll(field, help);
    setVisible(false);
    managedProperty().bind(visibleProperty());
    addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  void open() {
    help.setText(around.words(Phrase.LINE_HELP, view.lines().count()));
    field.setText("");
    setVisible(true);
    field.requestFocus();
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      setVisible(false);
      view.requestAreaFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      var place = PLACE.matcher(field.getText());
      if (place.matches()) {
        setVisible(false);
        int column = place.group(2) == null ? 1 : Integer.parseInt(place.group(2));
        view.goTo(new Location("", Integer.parseInt(place.group(1)), column));
      } else {
        field.selectAll();
      }
      event.consume();
    }
  }
}
