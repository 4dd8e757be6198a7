package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.typing.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What helps an author on the whole screen, used by keys alone where there are keys. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class AssistTest {
  private Drafting author;
  private PolicyView view;
  private OnStage<PolicyView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    stage = OnStage.screen(1280, 720, Look.LIGHT, author);
    view = stage.part;
  }

  @BeforeEach
  void open() throws Exception {
    screen(() -> {
      // A name that is asked for has the keyboard now or gets it later.
      Optional.ofNullable(view.lookup("#rename-name"))
          .ifPresent(name -> OnStage.press(name, KeyCode.ESCAPE));
      author.policies.revert();
      author.policies.open(author.production);
      code().requestAreaFocus();
      code().select(Selection.at(0));
      press(KeyCode.ESCAPE);
      return true;
    });
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  private static void screen(Callable<?> steps) throws InterruptedException {
    Toolkit.call(steps);
  }

  private CodeView code() {
    return (CodeView) view.lookup(".code-view");
  }

  private void type(String text) {
    stage.type(text);
  }

  private void press(KeyCode code, String... held) {
    stage.press(code, held);
  }

  /** Puts the caret behind a piece of the text. */
  private void after(String piece) {
    int at = code().text().indexOf(piece);
    assertThat(at).as(piece).isNotNegative();
    code().select(Selection.at(at + piece.length()));
    stage.layOut();
  }

  private List<String> problems() {
    return author.policies.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(Problem::message)
        .toList();
  }

  private static Stream<String> said(Node node) {
    var own =
        switch (node) {
          case Text text -> Stream.of(text.getText());
          case Labeled labeled when labeled.getText() != null -> Stream.of(labeled.getText());
          default -> Stream.<String>of();
        };
    var inner =
        node instanceof Parent parent
            ? parent.getChildrenUnmodifiable().stream().flatMap(AssistTest::said)
            : Stream.<String>of();
    return Stream.concat(own, inner);
  }

  private String said(String id) {
    return String.join(" ", said(view.lookup("#" + id)).toList());
  }

  @Test
  void keysInAFieldBesideTheTextAreForThatField() throws Exception {
    screen(() -> {
      after("decision: require_approva");
      press(KeyCode.BACK_SPACE);
      press(KeyCode.ESCAPE);
      press(KeyCode.H, "ctrl");
      ((TextField) view.lookup("#find-wanted")).setText("require_approvl");
      ((TextField) view.lookup("#find-replacement")).setText("deny");
      view.lookup("#find-replacement").requestFocus();
      press(KeyCode.SPACE, "ctrl");
      assertThat(stage.shows("completion")).isFalse();
      press(KeyCode.ENTER, "alt");
      assertThat(stage.shows("fixes")).isFalse();
      return assertThat(code().text()).contains("decision: deny").doesNotContain("approvl");
    });
  }

  @Test
  void aTypoIsUnderlinedListedAndMendedWithTwoKeysAndOneUndo() throws Exception {
    screen(() -> {
      after("decision: require_approva");
      press(KeyCode.BACK_SPACE);
      press(KeyCode.ESCAPE);
      assertThat(problems()).anyMatch(said -> said.contains("`require_approvl`"));
      assertThat(view.lookupAll(".squiggle-error")).isNotEmpty();
      var broken = code().text();

      press(KeyCode.ENTER, "alt");
      assertThat(said("fixes")).contains("require_approval");
      press(KeyCode.ENTER);
      assertThat(code().text()).contains("decision: require_approval");
      assertThat(author.policies.draft().get().orElseThrow().text()).isEqualTo(code().text());
      assertThat(problems()).isEmpty();
      assertThat(view.lookupAll(".squiggle-error")).isEmpty();
      assertThat(stage.shows("fixes")).isFalse();

      press(KeyCode.Z, "ctrl");
      return assertThat(code().text()).isEqualTo(broken);
    });
  }

  private Button bulb() {
    return (Button) view.lookup("#gutter-bulb");
  }

  @Test
  void aBulbBesideTheLineSaysThatSomethingCanBeDoneAndOffersItWhenItIsClicked() throws Exception {
    screen(() -> {
      assertThat(bulb().isVisible()).isFalse();
      after("decision: require_approva");
      press(KeyCode.BACK_SPACE);
      press(KeyCode.ESCAPE);
      return assertThat(bulb().isVisible()).as("a key does not wait for it").isFalse();
    });
    Waiting.until(() -> bulb().isVisible());
    screen(() -> {
      stage.layOut();
      var line = code().boundsOnScreen(code().caretOffset()).orElseThrow();
      var bulb = bulb().localToScreen(bulb().getBoundsInLocal());
      assertThat(bulb.getCenterY()).isBetween(line.getMinY(), line.getMaxY());
      assertThat(bulb.getMaxX()).isLessThan(line.getMinX());
      assertThat(bulb().getAccessibleText()).contains("line " + code().caret().line(), "Alt+Enter");
      assertThat(bulb().isFocusTraversable()).as("keys stay with the text").isFalse();
      bulb().fire();
      stage.layOut();
      assertThat(said("fixes")).contains("require_approval");
      press(KeyCode.ENTER);
      assertThat(code().text()).contains("decision: require_approval");
      stage.layOut();
      assertThat(bulb().isVisible()).as("there is nothing to do any more").isFalse();
      press(KeyCode.Z, "ctrl");
      return true;
    });
    Waiting.until(() -> bulb().isVisible());
    screen(() -> {
      code().select(Selection.at(0));
      stage.layOut();
      return assertThat(bulb().isVisible()).as("the caret is elsewhere").isFalse();
    });
  }

  @Test
  void aFixIsAlsoHadFromTheListOfProblems() throws Exception {
    screen(() -> {
      after("decision: require_approva");
      press(KeyCode.BACK_SPACE);
      press(KeyCode.ESCAPE);
      var list = (ListView<?>) view.lookup("#author-problems");
      list.requestFocus();
      list.getSelectionModel().select(0);
      list.requestFocus();
      press(KeyCode.ENTER, "alt");
      press(KeyCode.ENTER);
      assertThat(problems()).isEmpty();
      return true;
    });
  }

  @Test
  void anActionIsCompletedByKeysAndUndoneAtOnce() throws Exception {
    screen(() -> {
      after("        - rollout-undo\n        - scale-*\n        - update-*\n");
      var before = code().text();
      type("        - drain");
      assertThat(stage.shows("completion")).isTrue();
      assertThat(said("completion")).contains("drain-node");
      press(KeyCode.TAB);
      assertThat(stage.shows("completion")).isFalse();
      assertThat(code().text()).contains("        - drain-node");
      press(KeyCode.Z, "ctrl");
      assertThat(code().text()).contains("        - drain").doesNotContain("- drain-node");
      return assertThat(before).doesNotContain("drain");
    });
  }

  @Test
  void whatComesUpByItselfTakesNoEnterUntilSomethingIsChosen() throws Exception {
    screen(() -> {
      after("    decision: require_approval");
      int at = code().caretOffset();
      code().select(new Selection(at - "require_approval".length(), at));
      press(KeyCode.DELETE);
      press(KeyCode.BACK_SPACE);
      type(" ");
      assertThat(stage.shows("completion")).isTrue();
      press(KeyCode.ENTER);
      assertThat(code().text()).contains("    decision: \n");
      press(KeyCode.Z, "ctrl");
      press(KeyCode.SPACE, "ctrl");
      assertThat(stage.shows("completion")).isTrue();
      press(KeyCode.DOWN);
      press(KeyCode.ESCAPE);
      assertThat(stage.shows("completion")).isFalse();
      press(KeyCode.SPACE, "ctrl");
      type("al");
      press(KeyCode.ENTER);
      return assertThat(code().text()).contains("    decision: allow\n");
    });
  }

  @Test
  void aKeySaysWhatStandsAtTheCaretAndWhatIsWrongThere() throws Exception {
    screen(() -> {
      after("actions:\n        - cordon-nod");
      press(KeyCode.F1);
      assertThat(said("meaning")).contains("cordon-node");
      assertThat(code().getAccessibleHelp()).contains("cordon-node");
      press(KeyCode.BACK_SPACE);
      assertThat(stage.shows("meaning")).isFalse();
      press(KeyCode.ESCAPE);
      press(KeyCode.F1);
      return assertThat(said("meaning")).contains("cordon-noe");
    });
  }

  @Test
  void thePointerRestsAndIsToldTheSame() throws Exception {
    screen(() -> {
      code().select(Selection.at(0));
      stage.layOut();
      int rule = code().text().indexOf("look-at-production");
      var spot = code().boundsOnScreen(rule + 4).orElseThrow();
      var over = code().screenToLocal(spot.getCenterX(), spot.getCenterY());
      Event.fireEvent(
          code(),
          new MouseEvent(
              MouseEvent.MOUSE_MOVED,
              over.getX(),
              over.getY(),
              spot.getCenterX(),
              spot.getCenterY(),
              javafx.scene.input.MouseButton.NONE,
              0,
              false,
              false,
              false,
              false,
              false,
              false,
              false,
              false,
              false,
              true,
              null));
      return true;
    });
    Waiting.until(() -> stage.shows("meaning"));
    screen(() -> assertThat(said("meaning")).contains("look-at-production"));
  }

  @Test
  void theOutlineIsNarrowedAndLeadsToTheRule() throws Exception {
    screen(() -> {
      press(KeyCode.O, "ctrl", "shift");
      assertThat(said("outline")).contains("look-at-production");
      type("changes-to");
      press(KeyCode.ENTER);
      assertThat(stage.shows("outline")).isFalse();
      int at = code().caretOffset();
      assertThat(code().text().substring(at)).startsWith("changes-to-production");
      return assertThat(stage.focused()).isSameAs(code().lookup(".code-area"));
    });
  }

  @Test
  void namesLeadToTheirDeclarationAndListTheirUses() throws Exception {
    screen(() -> {
      after("- name: changes-to");
      press(KeyCode.F12, "shift");
      assertThat(said("references")).contains("production.yaml");
      press(KeyCode.ESCAPE);
      after("actions:\n        - cordon-nod");
      press(KeyCode.F12);
      assertThat(author.policies.draft().get().orElseThrow().file())
          .hasFileName("cordon-node.yaml");
      return assertThat(code().text().substring(code().caretOffset())).startsWith("cordon-node");
    });
  }

  @Test
  void aRuleIsRenamedInAllFilesOnceTheyAreSeen() throws Exception {
    screen(() -> {
      var before = Drafting.text(author.production);
      var tests = Drafting.text(author.root.resolve("tests/production.yaml"));
      after("- name: changes-to");
      press(KeyCode.F2);
      var name = (TextField) view.lookup("#rename-name");
      name.setText("look-at-production");
      press(KeyCode.ENTER);
      assertThat(said("rename")).contains("is a name already");
      name.setText("changes-are-asked-for");
      press(KeyCode.ENTER);
      assertThat(said("rename")).contains("20-production.yaml", "production.yaml");
      assertThat(Drafting.text(author.production)).contains("changes-to-production");
      press(KeyCode.ENTER);
      assertThat(stage.shows("rename")).isFalse();
      assertThat(Drafting.text(author.production))
          .contains("- name: changes-are-asked-for")
          .isEqualTo(code().text());
      assertThat(Drafting.text(author.root.resolve("tests/production.yaml")))
          .contains("expect_rule: changes-are-asked-for")
          .doesNotContain("changes-to-production");
      assertThat(author.policies.dirty().get()).isFalse();
      assertThat(author.policies.message().get())
          .as("what becomes of the rules in force")
          .isEqualTo("Renamed in 2 files. Saved. It counts from the next start of the console.");
      assertThat(author.policies.listed()).noneMatch(file -> file.warnings() > 0);
      press(KeyCode.F2);
      ((TextField) view.lookup("#rename-name")).setText("changes-to-production");
      press(KeyCode.ENTER);
      press(KeyCode.ENTER);
      assertThat(Drafting.text(author.production)).isEqualTo(before);
      return assertThat(Drafting.text(author.root.resolve("tests/production.yaml")))
          .isEqualTo(tests);
    });
  }

  @Test
  void nothingIsRenamedWhileTheOpenFileIsNotSaved() throws Exception {
    screen(() -> {
      after("- name: changes-to");
      type("x");
      press(KeyCode.ESCAPE);
      press(KeyCode.F2);
      ((TextField) view.lookup("#rename-name")).setText("changes-are-asked-for");
      press(KeyCode.ENTER);
      press(KeyCode.ENTER);
      assertThat(said("rename")).contains("Save or revert");
      return assertThat(Drafting.text(author.production)).contains("- name: changes-to-production");
    });
  }

  @Test
  void layingOutKeepsCommentsAndTheCaretAndIsOneStep() throws Exception {
    screen(() -> {
      after("    priority: 500");
      press(KeyCode.ENTER);
      type("# why   so");
      var comment = code().text();
      after("    decision: require_approval");
      type("     ");
      press(KeyCode.ESCAPE);
      var loose = code().text();
      assertThat(loose).isNotEqualTo(comment);
      press(KeyCode.F, "shift", "alt");
      assertThat(code().text()).contains("# why   so").doesNotContain("require_approval  ");
      press(KeyCode.Z, "ctrl");
      return assertThat(code().text()).isEqualTo(loose);
    });
  }
}
