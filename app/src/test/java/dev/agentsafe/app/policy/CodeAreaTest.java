package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodHighlight;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The area that the text is in: caret, selection, mouse, input methods, screen readers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@AtTheScreen
final class CodeAreaTest {
  private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

  private final List<String> told = new ArrayList<>();
  private CodeView code;
  private OnStage<CodeView> stage;

  @BeforeAll
  void open() throws Exception {
    stage =
        OnStage.show(
            480, 320, Look.LIGHT, () -> new CodeView(told::add, new AroundCode(new AtOnce())));
    code = stage.part;
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  private void screen(Callable<?> action) throws InterruptedException {
    Toolkit.call(action);
  }

  private void show(String text) {
    code.show(text);
    told.clear();
    stage.layOut();
  }

  private Node area() {
    return code.lookup(".code-area");
  }

  private void press(KeyCode key, String... held) {
    OnStage.press(area(), key, held);
    stage.layOut();
  }

  private int caret() {
    return code.caretOffset();
  }

  @Test
  void arrowsGoByCharactersWordsAndLinesAndSelectWithShift() throws Exception {
    screen(() -> {
      show("rules:\r\n  - name: a-b\r\n");
      press(KeyCode.END);
      assertThat(caret()).isEqualTo(6);
      press(KeyCode.RIGHT);
      assertThat(caret()).as("both units of the line end at once").isEqualTo(8);
      press(KeyCode.LEFT);
      assertThat(caret()).isEqualTo(6);
      press(KeyCode.DOWN);
      press(KeyCode.HOME);
      assertThat(caret()).as("behind the blanks first").isEqualTo(10);
      press(KeyCode.HOME);
      assertThat(caret()).isEqualTo(8);
      press(KeyCode.RIGHT, "ctrl");
      press(KeyCode.RIGHT, "ctrl");
      assertThat(caret()).isEqualTo(code.text().indexOf("name"));
      press(KeyCode.RIGHT, "ctrl", "shift");
      assertThat(code.selection()).isEqualTo(new Selection(12, 16));
      press(KeyCode.RIGHT);
      assertThat(code.selection()).as("its end").isEqualTo(Selection.at(16));
      press(KeyCode.LEFT, "ctrl");
      assertThat(caret()).isEqualTo(12);
      press(KeyCode.END, "ctrl", "shift");
      assertThat(code.selection()).isEqualTo(new Selection(12, code.text().length()));
      press(KeyCode.HOME, "ctrl");
      press(KeyCode.END, "shift");
      assertThat(code.selection()).isEqualTo(new Selection(0, 6));
      press(KeyCode.A, "ctrl");
      assertThat(code.selection()).isEqualTo(new Selection(0, code.text().length()));
      return told;
    });
    assertThat(told).as("nobody typed").isEmpty();
  }

  @Test
  void upAndDownKeepTheColumnThatWasWishedFor() throws Exception {
    screen(() -> {
      show("a: 123456\nb\n\nc: 123456\n");
      code.select(Selection.at(7));
      press(KeyCode.DOWN);
      assertThat(caret()).isEqualTo(11);
      press(KeyCode.DOWN);
      assertThat(caret()).isEqualTo(12);
      press(KeyCode.DOWN, "shift");
      assertThat(code.selection()).isEqualTo(new Selection(12, 20));
      press(KeyCode.UP);
      press(KeyCode.UP);
      press(KeyCode.UP);
      assertThat(caret()).isEqualTo(7);
      press(KeyCode.LEFT);
      press(KeyCode.DOWN);
      press(KeyCode.DOWN);
      press(KeyCode.DOWN);
      return assertThat(caret()).as("another column is wished for").isEqualTo(19);
    });
  }

  @Test
  void pagesGoByWhatIsInSightAndTheCaretStaysInSight() throws Exception {
    screen(() -> {
      show("key: 1\n".repeat(400));
      press(KeyCode.PAGE_DOWN);
      int first = code.caret().line();
      assertThat(first).isGreaterThan(5);
      press(KeyCode.PAGE_DOWN, "shift");
      assertThat(code.caret().line()).isEqualTo(2 * first - 1);
      assertThat(code.selection().anchor()).isEqualTo((first - 1) * 7);
      assertThat(code.boundsOnScreen(caret())).isPresent();
      press(KeyCode.END, "ctrl");
      assertThat(code.boundsOnScreen(caret())).isPresent();
      press(KeyCode.PAGE_UP);
      press(KeyCode.UP);
      assertThat(code.boundsOnScreen(caret())).isPresent();
      press(KeyCode.HOME, "ctrl");
      return assertThat(code.boundsOnScreen(0)).isPresent();
    });
  }

  @Test
  void theCaretGoesOverWhatPeopleTakeForOneCharacter() throws Exception {
    screen(() -> {
      show("a" + FAMILY + "e\u0301\uD83C\uDDE9\uD83C\uDDEAz");
      var stops = new ArrayList<Integer>();
      for (int i = 0; i < 6; i++) {
        stops.add(caret());
        press(KeyCode.RIGHT);
      }
      assertThat(stops).containsExactly(0, 1, 9, 11, 15, 16);
      var back = new ArrayList<Integer>();
      for (int i = 0; i < 6; i++) {
        back.add(caret());
        press(KeyCode.LEFT);
      }
      assertThat(back).containsExactly(16, 15, 11, 9, 1, 0);
      for (int at = 0; at <= 16; at++) {
        var bounds = code.boundsOnScreen(at).orElseThrow();
        mouse(MouseEvent.MOUSE_PRESSED, bounds.getMinX(), bounds.getCenterY(), 1);
        assertThat(stops).as("no click lands inside of one").contains(caret());
      }
      return true;
    });
  }

  @Test
  void aWordThatEndsInsideOfACharacterKeepsNobodyFromGoingOn() throws Exception {
    screen(() -> {
      show("1\uFE0F\u20E3 \u0915\u200D\u0937 z");
      var stops = new ArrayList<Integer>();
      for (int i = 0; i < 8 && caret() < code.text().length(); i++) {
        press(KeyCode.RIGHT, "ctrl");
        stops.add(caret());
      }
      assertThat(stops).as("each further than the one before").isSorted().doesNotHaveDuplicates();
      assertThat(caret()).isEqualTo(code.text().length());
      press(KeyCode.HOME, "ctrl");
      press(KeyCode.DELETE, "ctrl");
      return assertThat(code.text()).doesNotStartWith("1");
    });
  }

  @Test
  void theMousePutsTheCaretAndSelectsWordsRowsAndEverything() throws Exception {
    screen(() -> {
      show("  - name: scale-deployment\r\n    priority: 10\r\n");
      int at = code.text().indexOf("deployment");
      click(at, 1);
      assertThat(code.selection()).isEqualTo(Selection.at(at));
      click(at, 2);
      int name = code.text().indexOf("scale");
      assertThat(code.selection()).isEqualTo(new Selection(name, name + 16));
      click(at, 3);
      assertThat(code.selection()).isEqualTo(new Selection(0, 28));
      click(at, 4);
      assertThat(code.selection()).isEqualTo(new Selection(0, code.text().length()));
      down(4, 1);
      var other = place(code.text().indexOf("priority"));
      mouse(MouseEvent.MOUSE_DRAGGED, other.getMinX(), other.getCenterY(), 1);
      assertThat(code.selection()).isEqualTo(new Selection(4, 32));
      mouse(MouseEvent.MOUSE_RELEASED, other.getMinX(), other.getCenterY(), 1);
      down(at, 2);
      mouse(MouseEvent.MOUSE_DRAGGED, other.getMinX() + 3, other.getCenterY(), 2);
      assertThat(code.selection())
          .as("word by word, as it was begun")
          .isEqualTo(new Selection(name, 40));
      mouse(MouseEvent.MOUSE_RELEASED, other.getMinX(), other.getCenterY(), 1);
      return true;
    });
  }

  @Test
  void lettingGoOfAnotherButtonEndsNoSelection() throws Exception {
    screen(() -> {
      show("  - name: scale-deployment\r\n    priority: 10\r\n");
      down(4, 1);
      var there = place(12);
      mouse(MouseEvent.MOUSE_DRAGGED, there.getMinX(), there.getCenterY(), 1);
      other(MouseEvent.MOUSE_PRESSED, there);
      other(MouseEvent.MOUSE_RELEASED, there);
      var further = place(20);
      mouse(MouseEvent.MOUSE_DRAGGED, further.getMinX(), further.getCenterY(), 1);
      assertThat(code.selection()).isEqualTo(new Selection(4, 20));
      mouse(MouseEvent.MOUSE_RELEASED, further.getMinX(), further.getCenterY(), 1);
      mouse(MouseEvent.MOUSE_DRAGGED, there.getMinX(), there.getCenterY(), 1);
      return assertThat(code.selection()).as("it was let go").isEqualTo(new Selection(4, 20));
    });
  }

  /** The second button, while the first is held. */
  private void other(EventType<MouseEvent> type, Bounds at) {
    var lines = code.lookup(".code-lines");
    var here = lines.screenToLocal(at.getMinX(), at.getCenterY());
    boolean isDown = type == MouseEvent.MOUSE_PRESSED;
    Event.fireEvent(
        lines,
        new MouseEvent(
            type,
            here.getX(),
            here.getY(),
            at.getMinX(),
            at.getCenterY(),
            MouseButton.SECONDARY,
            1,
            false,
            false,
            false,
            false,
            true,
            false,
            isDown,
            true,
            false,
            true,
            null));
  }

  @Test
  void controlAndAltWriteAndOnlyShiftAndAltMakeTheTextLarger() throws Exception {
    screen(() -> {
      show("");
      for (var written : List.of("}", "~")) {
        press(written.equals("}") ? KeyCode.DIGIT0 : KeyCode.PLUS, "ctrl", "alt");
        Event.fireEvent(
            area(),
            new KeyEvent(
                KeyEvent.KEY_TYPED, written, "", KeyCode.UNDEFINED, false, true, true, false));
      }
      assertThat(code.text()).isEqualTo("}~");
      assertThat(area().getStyle()).as("as large as it was").isEmpty();
      press(KeyCode.PLUS, "shift", "alt");
      assertThat(area().getStyle()).contains("1.100em");
      press(KeyCode.MINUS, "shift", "alt");
      press(KeyCode.MINUS, "shift", "alt");
      assertThat(area().getStyle()).contains("0.909em");
      press(KeyCode.DIGIT0, "shift", "alt");
      return assertThat(area().getStyle()).isEqualTo("");
    });
  }

  @Test
  void draggingBelowTheEdgeGoesOnThroughTheTextUntilItIsLetGo() throws Exception {
    screen(() -> {
      show("key: 1\n".repeat(60));
      down(0, 1);
      var at = place(0);
      mouse(MouseEvent.MOUSE_DRAGGED, at.getMinX(), at.getMinY() + 900, 1);
      return assertThat(code.selection().isEmpty()).isFalse();
    });
    Waiting.until(() -> code.caret().line() == 61);
    screen(() -> {
      assertThat(code.selection().anchor()).isZero();
      var at = place(caret());
      mouse(MouseEvent.MOUSE_RELEASED, at.getMinX(), at.getMinY() + 900, 1);
      return true;
    });
  }

  private Bounds place(int offset) {
    return code.boundsOnScreen(offset).orElseThrow();
  }

  private void down(int offset, int clicks) {
    var at = place(offset);
    mouse(MouseEvent.MOUSE_PRESSED, at.getMinX() + 1, at.getCenterY(), clicks);
  }

  private void click(int offset, int clicks) {
    var at = place(offset);
    down(offset, clicks);
    mouse(MouseEvent.MOUSE_RELEASED, at.getMinX() + 1, at.getCenterY(), clicks);
    stage.layOut();
  }

  private void mouse(EventType<MouseEvent> type, double screenX, double screenY, int clicks) {
    var lines = code.lookup(".code-lines");
    OnStage.mouse(lines, type, lines.screenToLocal(screenX, screenY), clicks);
  }

  @Test
  void theWheelScrollsAndTheCaretStaysBehind() throws Exception {
    screen(() -> {
      show("key: 1\n".repeat(400));
      turnWheel(-2_000);
      stage.layOut();
      assertThat(code.boundsOnScreen(0)).isEmpty();
      assertThat(caret()).isZero();
      OnStage.type(area(), "x");
      stage.layOut();
      return assertThat(code.boundsOnScreen(caret())).as("where one types").isPresent();
    });
  }

  @Test
  void aLineThatIsTooLongGoesOnBelowItself() throws Exception {
    screen(() -> {
      show("reason: " + "much more than fits ".repeat(10) + "\nb: 2\n");
      int end = code.text().indexOf('\n');
      assertThat(code.boundsOnScreen(end)).as("out of sight at the right").isEmpty();
      press(KeyCode.Z, "alt");
      double first = place(0).getMinY();
      assertThat(place(end).getMinY()).isGreaterThan(first);
      assertThat(place(end + 1).getMinY()).isGreaterThan(place(end).getMinY());
      code.select(Selection.at(3));
      press(KeyCode.DOWN);
      assertThat(caret()).isBetween(20, end - 1);
      assertThat(place(caret()).getMinX()).isEqualTo(place(3).getMinX());
      press(KeyCode.HOME);
      int begin = caret();
      assertThat(code.text().charAt(begin - 1)).as("broken at a blank").isEqualTo(' ');
      press(KeyCode.END);
      assertThat(place(caret()).getMinY()).isEqualTo(place(begin).getMinY());
      assertThat(caret()).isLessThan(end);
      press(KeyCode.END);
      assertThat(caret()).isEqualTo(end);
      assertThat(numbers()).as("one number a row").containsExactly("1", "2", "3");
      press(KeyCode.Z, "alt");
      return assertThat(place(caret()).getMinY()).as("still in sight").isEqualTo(first);
    });
  }

  @Test
  void aBarThatCoversTheWidestLineStaysThere() throws Exception {
    screen(() -> {
      show("a: 1\n".repeat(100));
      stage.layOut();
      double line = place(5).getMinY() - place(0).getMinY();
      double letter = place(1).getMinX() - place(0).getMinX();
      var lines = code.lookup(".code-lines").getLayoutBounds();
      double down = (2 + line - lines.getHeight() % line) % line;
      int last = (int) Math.round((lines.getHeight() + down - 2) / line);
      // A tab is twice as wide as a letter, which nobody knows before it is set.
      var wide = "\t".repeat((int) (0.75 * lines.getWidth() / letter));
      show("a: 1\n".repeat(last) + wide + "\na: 1".repeat(9));
      turnWheel(-down);
      var seen = new ArrayList<Boolean>();
      for (int i = 0; i < 6; i++) {
        stage.layOut();
        seen.add(
            code.lookupAll(".scroll-bar:horizontal").stream().anyMatch(bar -> bar.isVisible()));
      }
      return assertThat(seen.subList(2, 6)).containsOnly(true);
    });
  }

  private void turnWheel(double by) {
    var lines = code.lookup(".code-lines");
    Event.fireEvent(
        lines,
        new ScrollEvent(
            ScrollEvent.SCROLL,
            5,
            5,
            5,
            5,
            false,
            false,
            false,
            false,
            false,
            false,
            0,
            by,
            0,
            by,
            ScrollEvent.HorizontalTextScrollUnits.NONE,
            0,
            ScrollEvent.VerticalTextScrollUnits.NONE,
            0,
            0,
            null));
  }

  private List<String> numbers() {
    return code.lookupAll(".gutter-line").stream()
        .filter(Node::isVisible)
        .map(node -> ((Text) node).getText())
        .sorted()
        .toList();
  }

  @Test
  void whatAnInputMethodMakesUpIsShownAndIsTextOnceItIsComplete() throws Exception {
    screen(() -> {
      show("reason: x\r\n");
      code.select(new Selection(8, 9));
      compose("", "\u306B\u307B");
      assertThat(code.text()).as("what is selected goes").isEqualTo("reason: \r\n");
      told.clear();
      compose("", "\u306B\u307B\u3093");
      assertThat(code.text()).isEqualTo("reason: \r\n");
      assertThat(told).isEmpty();
      assertThat(texts())
          .anyMatch(t -> t.isUnderline() && t.getText().equals("\u306B\u307B\u3093"));
      var requests = area().getInputMethodRequests();
      assertThat(requests.getTextLocation(0).getY()).isGreaterThan(place(8).getCenterY());
      compose("\u65E5\u672C", "");
      assertThat(code.text()).isEqualTo("reason: \u65E5\u672C\r\n");
      assertThat(texts()).noneMatch(Text::isUnderline);
      compose("", "x");
      press(KeyCode.HOME);
      assertThat(texts()).as("given up").noneMatch(Text::isUnderline);
      code.undo();
      return assertThat(code.text()).isEqualTo("reason: \r\n");
    });
  }

  private void compose(String committed, String composed) {
    var runs =
        composed.isEmpty()
            ? List.<InputMethodTextRun>of()
            : List.of(new InputMethodTextRun(composed, InputMethodHighlight.UNSELECTED_RAW));
    Event.fireEvent(
        area(),
        new InputMethodEvent(
            InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, runs, committed, composed.length()));
    stage.layOut();
  }

  private List<Text> texts() {
    return code.lookup(".code-lines").lookupAll("Text").stream().map(Text.class::cast).toList();
  }

  @Test
  void screenReadersReadTheTextItsLinesAndTheCaret() throws Exception {
    screen(() -> {
      show("a: 1\r\nbc: 22\r\n");
      code.select(new Selection(10, 6));
      assertThat(ask(AccessibleAttribute.TEXT)).isEqualTo(code.text());
      assertThat(ask(AccessibleAttribute.EDITABLE)).isEqualTo(true);
      assertThat(ask(AccessibleAttribute.CARET_OFFSET)).isEqualTo(6);
      assertThat(ask(AccessibleAttribute.SELECTION_START)).isEqualTo(6);
      assertThat(ask(AccessibleAttribute.SELECTION_END)).isEqualTo(10);
      assertThat(ask(AccessibleAttribute.LINE_FOR_OFFSET, 8)).isEqualTo(1);
      assertThat(ask(AccessibleAttribute.LINE_START, 1)).isEqualTo(6);
      assertThat(ask(AccessibleAttribute.LINE_END, 0)).isEqualTo(6);
      assertThat(ask(AccessibleAttribute.LINE_START, 99)).as("the last").isEqualTo(14);
      var at = place(6);
      var bounds = (Bounds[]) ask(AccessibleAttribute.BOUNDS_FOR_RANGE, 6, 8);
      assertThat(bounds).hasSize(1);
      assertThat(bounds[0].getMinX()).isEqualTo(at.getMinX());
      assertThat(bounds[0].getMaxX()).isEqualTo(place(8).getMinX());
      var point = new Point2D(at.getMinX() + 1, at.getCenterY());
      assertThat(ask(AccessibleAttribute.OFFSET_AT_POINT, point)).isEqualTo(6);
      area().executeAccessibleAction(AccessibleAction.SET_TEXT_SELECTION, 1, 2);
      assertThat(code.selection()).isEqualTo(new Selection(1, 2));
      area().executeAccessibleAction(AccessibleAction.SET_TEXT, "x: 1\ny: 2\n");
      assertThat(code.text()).isEqualTo("x: 1\r\ny: 2\r\n");
      code.undo();
      assertThat(code.text()).isEqualTo("a: 1\r\nbc: 22\r\n");
      assertThat(area().getAccessibleText()).isNotBlank();
      return true;
    });
  }

  private Object ask(AccessibleAttribute question, Object... about) {
    return area().queryAccessibleAttribute(question, about);
  }

  @Test
  void onlyWhatIsInSightIsMadeInAFileOfAnyLength() throws Exception {
    screen(() -> {
      show("key: [1, two, 'three'] # four\n".repeat(20));
      int few = count(area());
      show("key: [1, two, 'three'] # four\n".repeat(20_000));
      assertThat(count(area())).isLessThan(few + 40);
      press(KeyCode.END, "ctrl");
      press(KeyCode.PAGE_UP);
      OnStage.type(area(), "x");
      stage.layOut();
      return assertThat(count(area())).isLessThan(few + 60);
    });
  }

  private static int count(Node node) {
    return node instanceof Parent parent
        ? 1 + parent.getChildrenUnmodifiable().stream().mapToInt(CodeAreaTest::count).sum()
        : 1;
  }

  @Test
  void aKeyTouchesTheLineThatItIsTypedInAlone() throws Exception {
    screen(() -> {
      show("key: [1, two] # four\n".repeat(100));
      code.select(Selection.at(21 * 3));
      stage.layOut();
      var before = texts().stream().collect(Collectors.toMap(t -> t, Text::getText));
      OnStage.type(area(), "x");
      stage.layOut();
      var after = texts().stream().collect(Collectors.toMap(t -> t, Text::getText));
      assertThat(after.keySet()).as("the nodes are the same").containsAll(before.keySet());
      assertThat(
              after.entrySet().stream().filter(e -> !e.getValue().equals(before.get(e.getKey()))))
          .hasSize(1);
      press(KeyCode.ENTER);
      var pushed = texts();
      return assertThat(before.keySet().stream().filter(t -> !pushed.contains(t)).count())
          .as("lines that are pushed down keep theirs")
          .isLessThan(12);
    });
  }

  @Test
  void aLineOfAMillionLettersIsShownWhereOneIsInIt() throws Exception {
    screen(() -> {
      show("key: " + "0123456789".repeat(100_000) + "\nnext: 1\n");
      press(KeyCode.END);
      assertThat(caret()).isEqualTo(1_000_005);
      assertThat(code.boundsOnScreen(caret())).isPresent();
      OnStage.type(area(), "END");
      stage.layOut();
      assertThat(texts()).anyMatch(t -> t.getText().endsWith("89END"));
      assertThat(texts().stream().mapToInt(t -> t.getText().length()).sum()).isLessThan(5_000);
      press(KeyCode.Z, "alt");
      assertThat(code.boundsOnScreen(caret())).isPresent();
      assertThat(texts().stream().mapToInt(t -> t.getText().length()).sum()).isLessThan(5_000);
      press(KeyCode.Z, "alt");
      press(KeyCode.HOME);
      return assertThat(code.boundsOnScreen(0)).isPresent();
    });
  }

  @Test
  void whatIsWrongIsUnderlinedAndMarkedUntilItIsMended() throws Exception {
    screen(() -> {
      show("a: 1\nb: 2\n");
      code.mark(
          List.of(
              new Problem(
                  new Location("f", 2, 1), Problem.Severity.ERROR, "key", "unknown key `b`")));
      stage.layOut();
      assertThat(code.lookupAll(".squiggle-error")).hasSize(1);
      assertThat(numbers()).contains("\u2716 2");
      assertThat(code.lookup(".gutter-error").getAccessibleText()).contains("unknown key `b`");
      code.mark(List.of());
      stage.layOut();
      assertThat(code.lookupAll(".squiggle-error")).isEmpty();
      assertThat(code.lookup(".gutter-error")).isNull();
      return true;
    });
  }
}
