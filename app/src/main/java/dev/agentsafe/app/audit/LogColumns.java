package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Words;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;

/**
 * Texts side by side, each in its column and cut where it ends; far cheaper than the cells of a
 * table, because a row is nothing but its texts.
 */
final class LogColumns extends Pane {
  /** Below this width risk and rule are left to the detail, in pixels. */
  private static final double WIDE = 1060;

  private static final double GAP = 12;
  private static final double LEFT = 12;

  /** What a scroll bar takes of the width. */
  private static final double BAR = 16;

  /** How far in the head begins. */
  static final double HEAD = LEFT + 3;

  /** How far in a line begins, behind the border of its cell. */
  static final double LINE = LEFT;

  /** Parts of the width that is left after the fixed columns; 0: a fixed column. */
  private record Column(double width, double share, boolean always) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column(62, 0, true),
          new Column(120, 0, true),
          new Column(108, 0, true),
          new Column(112, 0, true),
          new Column(56, 0, false),
          new Column(0, 3, true),
          new Column(0, 3, true),
          new Column(0, 2, true),
          new Column(0, 3, false));

  private final ObservableValue<Number> list;
  private final double left;
  private final List<Text> texts = new ArrayList<>();
  private final List<String> full = new ArrayList<>();

  /**
   * Empty columns.
   *
   * @param list how wide the list is: head and lines go by that, whatever is left of it to each
   * @param left how far in they begin
   */
  LogColumns(String style, ObservableValue<Number> list, double left) {
    this.list = list;
    this.left = left;
    getStyleClass().add(style);
    for (var at = 0; at < COLUMNS.size(); at++) {
      var text = new Text();
      text.getStyleClass().add(at < 2 ? "log-mono" : "log-text");
      texts.add(text);
      full.add("");
    }
    getChildren().addAll(texts);
    list.subscribe(width -> requestLayout());
  }

  /** What the columns are called. */
  static List<String> titles() {
    return List.of(
        Words.of("log.seq"),
        Words.of("log.time"),
        Words.of("log.kind"),
        Words.of("log.decision"),
        Words.of("log.risk"),
        Words.of("log.action"),
        Words.of("log.target"),
        Words.of("log.caller"),
        Words.of("log.rule"));
  }

  /** Shows these texts, one for each column. */
  void show(List<String> words) {
    for (var at = 0; at < texts.size(); at++) {
      full.set(at, words.get(at));
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    var width = list.getValue().doubleValue() - BAR;
    var wide = width >= WIDE;
    var free = width - LEFT;
    var shares = 0.0;
    for (var column : COLUMNS) {
      if (column.always() || wide) {
        free -= column.width() + GAP;
        shares += column.share();
      }
    }
    var x = left;
    for (var at = 0; at < texts.size(); at++) {
      var column = COLUMNS.get(at);
      var text = texts.get(at);
      var shown = column.always() || wide;
      text.setVisible(shown);
      if (shown) {
        var room =
            column.share() == 0 ? column.width() : Math.max(40, free * column.share() / shares);
        cut(text, full.get(at), room);
        text.setLayoutX(x);
        text.setLayoutY((getHeight() + text.getFont().getSize() * 0.72) / 2);
        x += room + GAP;
      }
    }
  }

  private static void cut(Text text, String words, double width) {
    if (!text.getText().equals(words)) {
      text.setText(words);
    }
    var most = words.length();
    while (most > 1 && text.getLayoutBounds().getWidth() > width) {
      most = Math.min(most - 1, (int) (most * width / text.getLayoutBounds().getWidth()));
      text.setText(words.substring(0, Math.max(1, most - 1)) + "…");
    }
  }

  @Override
  protected double computePrefHeight(double width) {
    return LogView.ROW;
  }
}
