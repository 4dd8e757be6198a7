package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.layout.BorderPane;
import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.StyledTextModel;

/**
 * A YAML text that is edited, with colours, marks in the gutter and squiggles; FX thread only.
 *
 * <p>It knows nothing of files: whoever shows it sets the text, listens for changes and says which
 * problems there are.
 */
public final class CodeView extends BorderPane {
  private final CodeArea area = new CodeArea();
  private final YamlPaint paint = new YamlPaint();
  private final Gutter gutter = new Gutter();
  private boolean settingText;

  /**
   * An empty code view.
   *
   * @param changed takes the whole text after each change a person made
   */
  public CodeView(Consumer<String> changed) {
    getStyleClass().add("code-view");
    area.getStyleClass().add("code-area");
    area.setTabSize(2);
    area.setHighlightCurrentParagraph(true);
    area.setSyntaxDecorator(paint);
    area.setLeftDecorator(gutter);
    area.setAccessibleText("YAML editor");
    StyledTextModel.Listener listener =
        change -> {
          if (!settingText && change.isEdit()) {
            changed.accept(area.getText());
          }
        };
    area.getModel().addListener(listener);
    setCenter(area);
    // Colours are taken when a paragraph is made: another look needs new paragraphs.
    sceneProperty()
        .flatMap(scene -> scene.userAgentStylesheetProperty())
        .subscribe(look -> repaint());
  }

  /** Shows another text, from its beginning, without telling the listener. */
  public void show(String text) {
    settingText = true;
    try {
      area.setText(text);
      area.select(TextPos.ZERO);
      area.clearUndoRedo();
    } finally {
      settingText = false;
    }
    requestAreaFocus();
  }

  /** The text as it stands. */
  public String text() {
    return area.getText();
  }

  /** Marks these problems and no others. */
  public void mark(List<Problem> problems) {
    var marks = Marks.of(problems);
    paint.mark(marks);
    gutter.mark(marks);
    repaint();
  }

  /** Shows these marks behind the numbers of lines, counted from 1, and no others. */
  public void markBeside(Map<Integer, LineMark> marks) {
    gutter.beside(marks);
    repaint();
  }

  /** Moves the caret to a place and makes it visible. */
  public void goTo(Location place) {
    int line = Math.clamp(place.line() - 1, 0, area.getParagraphCount() - 1);
    var text = area.getPlainText(line);
    int column = Math.clamp(place.column() - 1, 0, text.codePointCount(0, text.length()));
    area.select(TextPos.ofLeading(line, text.offsetByCodePoints(0, column)));
    requestAreaFocus();
  }

  /** Gives the keyboard to the text. */
  public void requestAreaFocus() {
    area.requestFocus();
  }

  /** Line and column of the caret, 1-based. */
  public Location caret() {
    var at = area.getCaretPosition();
    return at == null ? new Location("", 1, 1) : new Location("", at.index() + 1, at.offset() + 1);
  }

  private void repaint() {
    area.setSyntaxDecorator(null);
    area.setSyntaxDecorator(paint);
    area.setLeftDecorator(null);
    area.setLeftDecorator(gutter);
  }
}
