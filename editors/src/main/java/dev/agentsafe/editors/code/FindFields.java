package dev.agentsafe.editors.code;

import dev.agentsafe.editors.finding.Query;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** The fields and buttons of a find bar; FX thread only. */
final class FindFields {
  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

  private final FindBar bar;
  private final Around around;
  private final TextField wanted = new TextField();
  private final TextField replacement = new TextField();
  private final ToggleButton matchCase;
  private final ToggleButton wholeWord;
  private final ToggleButton expression;
  private final Label count = new Label();
  private final Label trouble = new Label();
  private final HBox replacing;

  FindFields(FindBar bar, Around around) {
    this.bar = bar;
    this.around = around;
    name(wanted, "find-wanted", Phrase.FIND);
    name(replacement, "find-replacement", Phrase.REPLACEMENT);
    matchCase = toggle("find-case", "Aa", Phrase.MATCH_CASE);
    wholeWord = toggle("find-word", "W", Phrase.WHOLE_WORD);
    expression = toggle("find-expression", ".*", Phrase.EXPRESSION);
    count.setId("find-count");
    count.getStyleClass().add("muted");
    count.setMinWidth(HBox.USE_PREF_SIZE);
    trouble.setId("find-trouble");
    trouble.getStyleClass().add("find-trouble");
    trouble.setWrapText(true);
    trouble.managedProperty().bind(trouble.textProperty().isNotEmpty());
    replacing =
        row(
            replacement,
            button("find-replace", around.words(Phrase.REPLACE), Phrase.REPLACE, bar::replace),
            button(
                "find-replace-all",
                around.words(Phrase.REPLACE_ALL),
                Phrase.REPLACE_ALL,
                bar::replaceAll));
    replacing.managedProperty().bind(replacing.visibleProperty());
    wanted.textProperty().subscribe((was, is) -> bar.typed());
    wanted.addEventFilter(KeyEvent.KEY_PRESSED, this::inWanted);
    replacement.addEventFilter(KeyEvent.KEY_PRESSED, this::inReplacement);
    bar.addEventFilter(KeyEvent.KEY_PRESSED, this::anywhere);
  }

  List<Node> rows() {
    var finding =
        row(
            wanted,
            matchCase,
            wholeWord,
            expression,
            count,
            button("find-previous", "\u2191", Phrase.PREVIOUS, bar::previous),
            button("find-next", "\u2193", Phrase.NEXT, bar::next),
            button("find-close", "\u2715", Phrase.CLOSE, bar::close));
    return List.of(finding, replacing, trouble);
  }

  private static HBox row(TextField field, Node... others) {
    HBox.setHgrow(field, Priority.ALWAYS);
    var row = new HBox(field);
    row.getStyleClass().add("find-row");
    row.getChildren().addAll(others);
    return row;
  }

  private void name(TextField field, String id, Phrase phrase) {
    field.setId(id);
    field.setPrefColumnCount(8);
    field.setMinWidth(80);
    field.setPromptText(around.words(phrase));
    field.setAccessibleText(around.words(phrase));
  }

  private ToggleButton toggle(String id, String sign, Phrase phrase) {
    var toggle = new ToggleButton(sign);
    toggle.selectedProperty().subscribe((was, is) -> bar.typed());
    return named(toggle, id, phrase);
  }

  private Button button(String id, String sign, Phrase phrase, Runnable action) {
    var button = new Button(sign);
    button.setOnAction(e -> action.run());
    return named(button, id, phrase);
  }

  private <B extends ButtonBase> B named(B button, String id, Phrase phrase) {
    button.setId(id);
    button.getStyleClass().addAll("small", "find-button");
    button.setMinWidth(HBox.USE_PREF_SIZE);
    button.setAccessibleText(around.words(phrase));
    button.setTooltip(new Tooltip(around.words(phrase)));
    return button;
  }

  void open(boolean isReplacing) {
    replacing.setVisible(isReplacing);
  }

  void look(String text) {
    if (!text.equals(wanted.getText()) && !expression.isSelected()) {
      wanted.setText(text);
    }
  }

  void focus() {
    wanted.requestFocus();
    wanted.selectAll();
  }

  Query query() {
    return new Query(
        wanted.getText(), matchCase.isSelected(), wholeWord.isSelected(), expression.isSelected());
  }

  String replacement() {
    return replacement.getText();
  }

  void count(String words) {
    count.setText(words);
  }

  /** Says what is wrong, in place; nothing where nothing is. */
  void trouble(String words) {
    trouble.setText(words);
    wanted.pseudoClassStateChanged(ERROR, !words.isEmpty());
  }

  private void inWanted(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      if (event.isShiftDown()) {
        bar.previous();
      } else {
        bar.next();
      }
      event.consume();
    }
  }

  private void inReplacement(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      if (event.isAltDown()) {
        bar.replaceAll();
      } else {
        bar.replace();
      }
      event.consume();
    }
  }

  private void anywhere(KeyEvent event) {
    boolean isTaken = true;
    if (event.getCode() == KeyCode.ESCAPE) {
      bar.close();
    } else if (event.getCode() == KeyCode.F3) {
      if (event.isShiftDown()) {
        bar.previous();
      } else {
        bar.next();
      }
    } else if (event.isAltDown() && event.getCode() == KeyCode.C) {
      matchCase.fire();
    } else if (event.isAltDown() && event.getCode() == KeyCode.W) {
      wholeWord.fire();
    } else if (event.isAltDown() && event.getCode() == KeyCode.R) {
      expression.fire();
    } else if (event.isShortcutDown() && event.getCode() == KeyCode.H) {
      bar.open(true);
    } else if (event.isShortcutDown() && event.getCode() == KeyCode.F && !event.isShiftDown()) {
      focus();
    } else {
      isTaken = false;
    }
    if (isTaken) {
      event.consume();
    }
  }
}
