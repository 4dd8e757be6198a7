package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code area, used by keys alone. */
@AtTheScreen
final class CodeViewTest {
  private final List<String> told = new ArrayList<>();
  private CodeView code;
  private OnStage<CodeView> stage;

  @BeforeEach
  void open() throws Exception {
    stage =
        OnStage.show(
            480, 320, Look.LIGHT, () -> new CodeView(told::add, new AroundCode(new AtOnce())));
    code = stage.part;
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private static <T> T screen(Callable<T> action) throws InterruptedException {
    return Toolkit.call(action);
  }

  private Node area() {
    return code.lookup(".code-area");
  }

  private void type(String text) {
    OnStage.type(area(), text);
  }

  private void press(KeyCode code, String... held) {
    press(area(), code, held);
  }

  private static void press(Node node, KeyCode code, String... held) {
    OnStage.press(node, code, held);
  }

  private void layOut() {
    stage.layOut();
  }

  @Test
  void aRuleIsTypedAsYamlWantsItAndUndoneWordByWord() throws Exception {
    screen(() -> {
      code.show("");
      type("rules:");
      press(KeyCode.ENTER);
      type("- name: calm nights");
      press(KeyCode.ENTER);
      type("match: {actions: [a]}");
      assertThat(code.text()).isEqualTo("rules:\n  - name: calm nights\n    match: {actions: [a]}");
      assertThat(told).last().isEqualTo(code.text());
      press(KeyCode.Z, "ctrl");
      press(KeyCode.Z, "ctrl");
      assertThat(code.text()).startsWith("rules:\n  - name: calm nights\n    match: ");
      while (!code.text().isEmpty()) {
        var before = code.text();
        press(KeyCode.Z, "ctrl");
        assertThat(code.text()).isNotEqualTo(before);
      }
      for (int i = 0; i < 30; i++) {
        press(KeyCode.Z, "ctrl", "shift");
      }
      return assertThat(code.text())
          .isEqualTo("rules:\n  - name: calm nights\n    match: {actions: [a]}");
    });
  }

  @Test
  void aFileKeepsItsLineEnds() throws Exception {
    screen(() -> {
      code.show("a: 1\r\nb: 2\r\n");
      code.select(Selection.at(4));
      press(KeyCode.ENTER);
      type("c: 3");
      assertThat(code.text()).isEqualTo("a: 1\r\nc: 3\r\nb: 2\r\n");
      code.select(new Selection(0, 4));
      press(KeyCode.C, "ctrl");
      code.select(Selection.at(0));
      paste("x\ny\n");
      assertThat(code.text()).isEqualTo("x\r\ny\r\na: 1\r\nc: 3\r\nb: 2\r\n");
      press(KeyCode.Z, "ctrl");
      return assertThat(code.text()).isEqualTo("a: 1\r\nc: 3\r\nb: 2\r\n");
    });
  }

  @Test
  void whatIsPastedTakesThePlaceOfWhatIsSelectedAsItIs() throws Exception {
    screen(() -> {
      for (var pasted : List.of("\"", "[", "a\u2028b")) {
        code.show("x: [1]\r\n");
        code.select(new Selection(4, 5));
        paste(pasted);
        assertThat(code.text()).isEqualTo("x: [" + pasted + "]\r\n");
      }
      code.show("x: []\n");
      code.select(Selection.at(4));
      paste("]");
      return assertThat(code.text()).isEqualTo("x: []]\n");
    });
  }

  private void paste(String text) {
    Clipboard.getSystemClipboard()
        .setContent(Map.of(javafx.scene.input.DataFormat.PLAIN_TEXT, text));
    press(KeyCode.V, "ctrl");
  }

  @Test
  void aChangeThatCannotBeMadeLeavesTheSelectionAlive() throws Exception {
    screen(() -> {
      code.show("a: 1\n");
      assertThatThrownBy(() -> code.apply(List.of(new Edit(0, 99, "")), 0))
          .isInstanceOf(RuntimeException.class);
      code.select(Selection.at(3));
      return assertThat(code.caretOffset()).isEqualTo(3);
    });
  }

  @Test
  void keysWorkOnWholeLines() throws Exception {
    screen(() -> {
      code.show("a: 1\nb: 2\nc: 3\n");
      code.select(Selection.at(5));
      press(KeyCode.UP, "alt");
      assertThat(code.text()).isEqualTo("b: 2\na: 1\nc: 3\n");
      press(KeyCode.D, "ctrl");
      assertThat(code.text()).isEqualTo("b: 2\nb: 2\na: 1\nc: 3\n");
      press(KeyCode.SLASH, "ctrl");
      assertThat(code.text()).isEqualTo("b: 2\n# b: 2\na: 1\nc: 3\n");
      press(KeyCode.TAB);
      code.select(new Selection(0, 8));
      press(KeyCode.TAB);
      assertThat(code.text()).startsWith("  b: 2\n  # ");
      press(KeyCode.TAB, "shift");
      code.select(Selection.at(0));
      press(KeyCode.X, "ctrl");
      assertThat(code.text()).doesNotStartWith("b: 2");
      assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo("b: 2\n");
      for (int i = 0; i < 7; i++) {
        press(KeyCode.Z, "ctrl");
      }
      assertThat(code.text()).isEqualTo("a: 1\nb: 2\nc: 3\n");
      told.clear();
      code.select(Selection.at(code.text().length()));
      press(KeyCode.X, "ctrl");
      return assertThat(told).as("an empty last line has nothing to cut").isEqualTo(List.of());
    });
  }

  @Test
  void anotherVersionIsOneEditThatKeepsTheCaretAndCanBeUndone() throws Exception {
    screen(() -> {
      code.show("a: 1\nb: 2\nc: 3\n");
      code.select(Selection.at(6));
      told.clear();
      code.become("# first\na: 1\nb: 2\nc: 4\n");
      assertThat(code.caretOffset()).isEqualTo(14);
      assertThat(told).isEmpty();
      code.undo();
      assertThat(told).containsExactly("a: 1\nb: 2\nc: 3\n");
      assertThat(code.caretOffset()).isEqualTo(6);
      code.redo();
      assertThat(code.text()).isEqualTo("# first\na: 1\nb: 2\nc: 4\n");
      code.show("other: 1\n");
      code.undo();
      return assertThat(code.text()).isEqualTo("other: 1\n");
    });
  }

  @Test
  void editsOfManyPlacesAreOneStep() throws Exception {
    screen(() -> {
      code.show("a: 1\nb: 2\n");
      code.apply(List.of(new Edit(0, 1, "x"), new Edit(5, 6, "yy")), 7);
      assertThat(told).containsExactly("x: 1\nyy: 2\n");
      assertThat(code.caretOffset()).isEqualTo(7);
      code.undo();
      return assertThat(code.text()).isEqualTo("a: 1\nb: 2\n");
    });
  }

  @Test
  void placesOfTheTextAreFoundOnTheScreenAndBack() throws Exception {
    screen(() -> {
      code.show("rules:\r\n  - name: a\r\n" + "# more\r\n".repeat(200));
      layOut();
      int name = code.text().indexOf("name");
      var at = code.boundsOnScreen(name).orElseThrow();
      var below = code.boundsOnScreen(code.text().indexOf("# more")).orElseThrow();
      assertThat(below.getMinY()).isGreaterThan(at.getMinY());
      assertThat(code.offsetAt(at.getMinX() + 2, at.getCenterY())).hasValue(name);
      assertThat(code.offsetAt(at.getMinX() + 300, at.getCenterY())).isEmpty();
      assertThat(code.boundsOnScreen(code.text().length())).isEmpty();
      code.select(Selection.at(code.text().length()));
      layOut();
      return assertThat(code.boundsOnScreen(code.text().length())).isPresent();
    });
  }

  @Test
  void whatIsFoundIsCountedWalkedAndReplacedAsOneStep() throws Exception {
    screen(() -> {
      code.show("a: one\r\nb: One\r\nc: one\r\n");
      press(KeyCode.H, "ctrl");
      layOut();
      field("#find-wanted").setText("one");
      assertThat(label("#find-count")).isEqualTo("1 of 3");
      assertThat(code.selection()).isEqualTo(new Selection(3, 6));
      press(code.lookup("#find-wanted"), KeyCode.ENTER);
      assertThat(label("#find-count")).isEqualTo("2 of 3");
      press(code.lookup("#find-wanted"), KeyCode.ENTER, "shift");
      press(code.lookup("#find-wanted"), KeyCode.F3, "shift");
      assertThat(label("#find-count")).isEqualTo("3 of 3");
      press(code.lookup("#find-wanted"), KeyCode.C, "alt");
      assertThat(label("#find-count")).isEqualTo("2 of 2");
      press(code.lookup("#find-wanted"), KeyCode.R, "alt");
      field("#find-wanted").setText("(\\w): one");
      field("#find-replacement").setText("$1$1: two\\n");
      press(code.lookup("#find-replacement"), KeyCode.ENTER, "alt");
      assertThat(code.text()).isEqualTo("aa: two\r\n\r\nb: One\r\ncc: two\r\n\r\n");
      assertThat(told).last().isEqualTo(code.text());
      press(code.lookup("#find-wanted"), KeyCode.ESCAPE);
      code.undo();
      return assertThat(code.text()).isEqualTo("a: one\r\nb: One\r\nc: one\r\n");
    });
  }

  @Test
  void oneAfterTheOtherIsReplaced() throws Exception {
    screen(() -> {
      code.show("x x x");
      press(KeyCode.H, "ctrl");
      field("#find-wanted").setText("x");
      field("#find-replacement").setText("xx");
      press(code.lookup("#find-replacement"), KeyCode.ENTER);
      press(code.lookup("#find-replacement"), KeyCode.ENTER);
      assertThat(code.text()).isEqualTo("xx xx x");
      return assertThat(code.selection()).isEqualTo(new Selection(6, 7));
    });
  }

  @Test
  void whatIsNoExpressionIsSaidInPlaceAndNothingFreezes() throws Exception {
    screen(() -> {
      code.show("a: " + "x".repeat(40) + "!\n");
      press(KeyCode.F, "ctrl");
      press(code.lookup("#find-wanted"), KeyCode.R, "alt");
      field("#find-wanted").setText("(x");
      assertThat(label("#find-trouble")).startsWith("Not a regular expression: Unclosed group");
      field("#find-wanted").setText("(?:x{70}){80}");
      assertThat(label("#find-trouble")).contains("repeats something more than 5000 times");
      field("#find-wanted").setText("(x+)*\\1y");
      assertThat(label("#find-trouble")).contains("too many ways");
      field("#find-wanted").setText("x+");
      assertThat(label("#find-trouble")).isEmpty();
      press(KeyCode.H, "ctrl");
      field("#find-replacement").setText("$7");
      press(code.lookup("#find-replacement"), KeyCode.ENTER);
      assertThat(label("#find-trouble")).contains("there is no group `$7`");
      return assertThat(code.text()).startsWith("a: xx");
    });
  }

  @Test
  void aLineIsGoneToByItsNumber() throws Exception {
    screen(() -> {
      code.show("a: 1\nb: 22\nc: 3\n");
      press(KeyCode.G, "ctrl");
      field("#line-wanted").setText("2:4");
      press(code.lookup("#line-wanted"), KeyCode.ENTER);
      assertThat(code.caretOffset()).isEqualTo(8);
      return assertThat(code.lookup("#line-wanted").getParent().isVisible()).isFalse();
    });
  }

  private TextField field(String id) {
    return (TextField) code.lookup(id);
  }

  private String label(String id) {
    return ((Labeled) code.lookup(id)).getText();
  }

  @Test
  void farRowsAreColouredOnceTheyAreInSight() throws Exception {
    screen(() -> {
      code.show("key: 1\n".repeat(1_000));
      return true;
    });
    assertThat(pieces()).isGreaterThan(1);
    screen(() -> {
      press(KeyCode.END, "ctrl");
      return true;
    });
    assertThat(pieces()).isGreaterThan(1);
  }

  /** In how many pieces the row at the top is painted, once nothing more is laid out. */
  private int pieces() throws InterruptedException {
    for (int pulse = 0; pulse < 4; pulse++) {
      screen(() -> code.getScene().snapshot(null));
    }
    return screen(() ->
        code.lookupAll("Text").stream()
            .collect(Collectors.groupingBy(Node::getParent, Collectors.counting()))
            .values()
            .stream()
            .mapToInt(Long::intValue)
            .max()
            .orElse(0));
  }

  @Test
  void upAndDownForgetTheColumnOnceSomethingIsTyped() throws Exception {
    screen(() -> {
      code.show("a: 12345678\nb: 12345678\nc: 1\n");
      layOut();
      code.select(Selection.at(10));
      press(KeyCode.DOWN);
      code.select(Selection.at(13));
      type("x");
      press(KeyCode.UP);
      return assertThat(code.caretOffset()).isEqualTo(2);
    });
  }
}
