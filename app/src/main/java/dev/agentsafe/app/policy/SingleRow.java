package dev.agentsafe.app.policy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** A single value: typed, or chosen among words; FX thread only. */
final class SingleRow extends FieldRow {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

  private final Control control;
  private final Button clear = clear();
  private Optional<TextInputControl> input = Optional.empty();
  private List<String> words = List.of();
  private Where shownAt = Where.ROOT;
  private String shownText = "";

  /** What the control made of it: not all of a text can stand in every control. */
  private String held = "";

  private boolean showing;

  SingleRow(FormDesk.Entry entry, FieldPane.Ways ways) {
    super(entry, ways);
    control =
        switch (field().kind()) {
          case CHOICE, FLAG -> choice();
          case PROSE -> prose();
          case TEXT, INTEGER, NUMBER -> entry.names().isEmpty() ? line() : named();
        };
    control.setId(id(""));
    control.setMaxWidth(Double.MAX_VALUE);
    grow(control);
    tell(control);
    getChildren().addAll(name(control), control);
    getChildren().addAll(moves());
    getChildren().add(clear);
    show();
  }

  private Field.Single field() {
    return (Field.Single) entry().field();
  }

  private TextField line() {
    var line = new TextField();
    typed(line);
    line.setOnAction(e -> commit());
    return line;
  }

  private TextArea prose() {
    var area = new TextArea();
    area.setWrapText(true);
    area.setPrefRowCount(2);
    typed(area);
    area.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ENTER && e.isShortcutDown()) {
            commit();
            e.consume();
          } else if (e.getCode() == KeyCode.TAB && !e.isShortcutDown()) {
            area.requestFocusTraversal(
                e.isShiftDown()
                    ? javafx.scene.TraversalDirection.PREVIOUS
                    : javafx.scene.TraversalDirection.NEXT);
            e.consume();
          }
        });
    return area;
  }

  private ComboBox<String> named() {
    var box = new ComboBox<String>();
    box.setEditable(true);
    typed(box.getEditor());
    tell(box.getEditor());
    box.setOnAction(e -> commit());
    return box;
  }

  private void typed(TextInputControl text) {
    input = Optional.of(text);
    text.focusedProperty()
        .addListener((o, was, focused) -> {
          if (!focused) {
            commit();
          }
        });
    text.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ESCAPE && !text.getText().equals(held)) {
            text.setText(held);
            e.consume();
          }
        });
  }

  private ComboBox<String> choice() {
    var box = new ComboBox<String>();
    box.setOnAction(e -> {
      int at = box.getSelectionModel().getSelectedIndex();
      if (!showing && at >= 0) {
        chosen(at);
      }
    });
    return box;
  }

  private void chosen(int at) {
    var word = words.get(at);
    if (word.isEmpty()) {
      if (head().present()) {
        model().clear(head().at());
      }
    } else if (!word.equals(field().text()) || !field().fits()) {
      boolean flag = field().kind() == Field.Kind.FLAG;
      model().set(head().at(), flag ? Value.of(word.equals("true")) : Value.of(word));
    }
  }

  /** What the text says, without the line end that a block of text has at its end. */
  private String said() {
    var text = field().text();
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  void show() {
    showing = true;
    control.setDisable(!head().isOpen());
    control.pseudoClassStateChanged(WRONG, !field().fits());
    clearShown(clear);
    if (input.isPresent()) {
      showText(input.get());
    } else {
      showChoice();
    }
    showing = false;
  }

  private void showText(TextInputControl text) {
    if (control instanceof ComboBox<?> box) {
      box.setPromptText(leftOut());
    } else {
      text.setPromptText(leftOut());
    }
    boolean same = head().at().equals(shownAt) && said().equals(shownText);
    if (same && text.isFocused() && !text.getText().equals(shownText)) {
      // Somebody types here, and the text says nothing new.
      return;
    }
    shownAt = head().at();
    shownText = said();
    if (control instanceof ComboBox<?> box) {
      @SuppressWarnings("unchecked") // it was made with texts
      var names = (ComboBox<String>) box;
      if (!names.getItems().equals(entry().names())) {
        names.getItems().setAll(entry().names());
      }
      // The box writes its value into the field when it likes.
      names.setValue(said());
    }
    if (!text.getText().equals(said())) {
      text.setText(said());
    }
    held = text.getText();
  }

  @Override
  void reset() {
    shownAt = Where.ROOT;
    show();
  }

  private void showChoice() {
    var all = new ArrayList<String>();
    if (!head().required()) {
      all.add("");
    }
    all.addAll(head().shape().values().words());
    boolean other = head().present() && !all.contains(field().text());
    if (other) {
      all.add(field().text());
    }
    words = List.copyOf(all);
    if (control instanceof ComboBox<?> box) {
      @SuppressWarnings("unchecked") // it was made with texts
      var choice = (ComboBox<String>) box;
      var shown = words.stream().map(word -> word.isEmpty() ? leftOut() : word).toList();
      if (!choice.getItems().equals(shown)) {
        choice.getItems().setAll(shown);
      }
      choice.getSelectionModel().select(words.indexOf(field().text()));
    }
  }

  @Override
  void commit() {
    if (showing || input.isEmpty() || !head().isOpen() || input.get().getText().equals(held)) {
      return;
    }
    var typed = input.get().getText();
    if (typed.isEmpty() && !head().required()) {
      model().clear(head().at());
      return;
    }
    var value = value(typed);
    control.pseudoClassStateChanged(WRONG, value.isEmpty());
    if (value.isEmpty()) {
      model().say(Typed.refusal(field().kind(), typed));
    }
    value.ifPresent(now -> model().set(head().at(), now));
  }

  private Optional<Value> value(String typed) {
    boolean block = field().kind() == Field.Kind.PROSE && field().text().endsWith("\n");
    return Typed.value(field().kind(), block ? typed + "\n" : typed);
  }
}
