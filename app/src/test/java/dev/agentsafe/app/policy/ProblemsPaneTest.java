package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.code.CodeView;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Policy tests that fail are problems like others, below the text and beside its lines. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class ProblemsPaneTest {
  private Drafting author;
  private OnStage<PolicyView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    stage = OnStage.screen(1200, 700, Look.LIGHT, author);
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  @SuppressWarnings("unchecked") // it is made with problems
  private ListView<Problem> list() {
    return stage.find("#author-problems", ListView.class);
  }

  private List<String> rows() {
    stage.layOut();
    return list().lookupAll(".list-cell").stream()
        .map(Node::getAccessibleText)
        .filter(text -> text != null)
        .toList();
  }

  private PolicyTest.Result failing() {
    return author.preview.tests().run().get().orElseThrow().failing().getFirst();
  }

  private void selectTest() {
    list().getSelectionModel().clearSelection();
    list().getItems().stream()
        .filter(problem -> problem.code().equals("failing-test"))
        .findFirst()
        .ifPresent(list().getSelectionModel()::select);
  }

  private Path anAction() {
    return author.policies.files().stream()
        .filter(file -> file.toString().contains("/actions/"))
        .findFirst()
        .orElseThrow();
  }

  private Path open() {
    return author.policies.draft().get().orElseThrow().file();
  }

  private String text() {
    return author.policies.draft().get().orElseThrow().text();
  }

  /** Lines that are marked in the text. */
  private List<Integer> marked() {
    return new Troubles(author.policies, author.preview.tests())
        .here().get().stream().map(problem -> problem.location().line()).toList();
  }

  /** What is said of the first files in the list of them. */
  private List<String> spoken() {
    stage.find("#author-files", TreeView.class).scrollTo(0);
    stage.layOut();
    return stage.part.lookupAll("#author-files .tree-cell").stream()
        .map(javafx.scene.Node::getAccessibleText)
        .filter(text -> text != null)
        .toList();
  }

  private static boolean isUnsaved(String file) {
    return file.contains(", not saved");
  }

  private void twice() {
    OnStage.mouse(list(), MouseEvent.MOUSE_CLICKED, new Point2D(1, 1), 2);
  }

  @Test
  void aLongProblemIsReadToItsEnd() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.production);
      author.typeALooseRule();
      stage.layOut();
      var shown =
          list().lookupAll(".problem-words").stream()
              .filter(node -> node.getParent().isVisible())
              .map(Text.class::cast)
              .toList();
      assertThat(shown)
          .extracting(Text::getText)
          .anyMatch(text -> text.startsWith("production.yaml") && text.endsWith("`"));
      for (var words : shown) {
        var cell = words.getParent().getParent();
        assertThat(cell.getLayoutBounds())
            .as(words.getText())
            .matches(all ->
                all.contains(cell.sceneToLocal(words.localToScene(words.getLayoutBounds()))));
      }
      author.policies.revert();
      return true;
    });
  }

  /** Whether the chosen line of a list can be read, all of it. */
  private boolean isChosenLineInSight(String list) {
    stage.layOut();
    var all = stage.part.lookup(list);
    return all.lookupAll(".cell").stream()
        .map(IndexedCell.class::cast)
        .filter(cell -> cell.isSelected() && cell.isVisible())
        .anyMatch(cell ->
            all.getLayoutBounds()
                .contains(all.sceneToLocal(cell.localToScene(cell.getLayoutBounds()))));
  }

  @Test
  void aFileThatIsOpenedElsewhereAndTheRecordAtTheCaretAreBroughtIntoSight() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.production);
      assertThat(isChosenLineInSight("#author-files")).isTrue();
      var tests =
          author.policies.files().stream()
              .filter(file -> file.endsWith("tests/guardrails.yaml"))
              .findFirst()
              .orElseThrow();

      author.policies.open(tests);

      assertThat(isChosenLineInSight("#author-files")).isTrue();
      var code = stage.find(".code-view", CodeView.class);
      code.goTo(new Location("", (int) code.text().lines().count(), 1));
      assertThat(stage.find("#form-cards", ListView.class).getSelectionModel().getSelectedIndex())
          .isGreaterThan(5);
      assertThat(isChosenLineInSight("#form-cards")).isTrue();
      author.policies.open(author.production);
      assertThat(isChosenLineInSight("#author-files")).isTrue();
      return true;
    });
  }

  @Test
  void aTestThatFailsUnderTheDraftSaysWhatItExpectsAndLeadsToIt() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.production);
      assertThat(list().getItems()).isEmpty();
      author.typeALooseRule();
      author.policies.replace(text());

      var test = failing();
      assertThat(rows())
          .anySatisfy(row ->
              assertThat(row)
                  .contains(":" + test.test().origin().line() + "  ")
                  .contains("expected require_approval, it is allow, by the rule `deployers-may`")
                  .endsWith("policy test `" + test.test().name() + "`"));
      assertThat(author.policies.problems()).as("the rule is too broad").hasSize(1);
      selectTest();
      OnStage.press(list(), KeyCode.R);
      assertThat(author.policies.place().get().orElseThrow().line())
          .isEqualTo(text().lines().toList().indexOf("  - name: deployers-may") + 1);

      selectTest();
      twice();
      assertThat(open().toString()).as("nothing is saved for that").contains("/tests/");
      assertThat(stage.part.caret().line()).isEqualTo(test.test().origin().line());
      assertThat(marked()).as("it fails under what is typed").contains(stage.part.caret().line());
      assertThat(spoken()).anyMatch(file -> file.contains("production") && isUnsaved(file));
      author.policies.open(author.production);
      assertThat(text()).contains("deployers-may");
      assertThat(author.policies.dirty().get()).as("what was typed is not lost").isTrue();
      stage.part.save();
      assertThat(spoken()).noneMatch(ProblemsPaneTest::isUnsaved);
      assertThat(author.policies.dirty().get()).as("they keep nobody from saving").isFalse();
      assertThat(list().getItems()).isNotEmpty();

      OnStage.press(stage.part, KeyCode.F8);
      assertThat(open()).as("its own come first").isEqualTo(author.production);
      for (int i = 0; i < list().getItems().size() && open().equals(author.production); i++) {
        OnStage.press(stage.part, KeyCode.F8);
      }
      var line = test.test().origin().line();
      assertThat(open().toString())
          .as(stage.part.caret() + " " + list().getItems() + author.policies.message().get())
          .contains("/tests/");
      assertThat(stage.part.caret().line()).isEqualTo(line);
      assertThat(marked()).contains(line);
      var tests = open();
      author.policies.open(anAction());
      assertThat(rows()).anyMatch(row -> row.startsWith(tests.getFileName() + ":" + line));
      author.policies.open(tests);
      assertThat(rows())
          .as("of the file that is open it says the place alone")
          .anyMatch(row -> row.startsWith(line + ":"));

      author.policies.replace(lineBefore(text(), line));
      assertThat(marked()).contains(line + 1).doesNotContain(line);
      author.policies.revert();
      author.policies.replace(
          text()
              .replace(
                  """
                  {replicas: 6}
                      expect: require_approval
                      expect_rule: changes-to-production\
                  """,
                  "{replicas: 6}\n    expect: allow"));
      assertThat(list().getItems()).noneMatch(p -> p.message().contains(test.test().name()));
      author.policies.revert();
      author.policies.open(author.production);
      selectTest();
      twice();
      assertThat(open().toString()).contains("/tests/");
      return true;
    });
  }

  @Test
  void whatFailedUnderTheRulesThatLoadedLastIsSaidToBeOfThose() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.production);
      author.typeALooseRule();
      var name = failing().test().name();
      var loose = text();
      assertThat(said()).anyMatch(row -> row.contains(name)).noneMatch(this::isOld);
      author.policies.replace(loose + "  - name: [\n");
      assertThat(said()).filteredOn(row -> row.contains(name)).isNotEmpty().allMatch(this::isOld);
      var summary = stage.find("#tests-summary", Label.class);
      assertThat(summary.getText()).endsWith("loaded last: those on the screen do not.");
      author.policies.replace(loose);
      assertThat(said()).anyMatch(row -> row.contains(name)).noneMatch(this::isOld);
      assertThat(summary.getText()).doesNotContain("loaded last");
      author.policies.revert();
      return true;
    });
  }

  private List<String> said() {
    return list().getItems().stream().map(Problem::message).toList();
  }

  private boolean isOld(String row) {
    return row.startsWith("Under the rules that loaded last: ");
  }

  /** The text with an empty line above a test. */
  private static String lineBefore(String text, int line) {
    var lines = new java.util.ArrayList<>(text.lines().toList());
    lines.add(line - 1, "");
    return String.join("\n", lines) + "\n";
  }

  @Test
  void oneGoesFromProblemToProblemAndAround() throws Exception {
    Toolkit.call(() -> {
      author.policies.revert();
      author.policies.open(author.production);
      author.policies.replace(text() + "\n  - nane: a\n  - nane: b\n");
      int first = text().lines().toList().indexOf("  - nane: a") + 1;
      var lines =
          list().getItems().stream()
              .filter(p -> p.location().file().equals(author.production.toString()))
              .map(p -> p.location().line())
              .distinct()
              .toList();
      assertThat(lines).contains(first, first + 1);
      stage.part.focus();
      author.policies.goTo(new Location(author.production.toString(), first - 1, 1));
      OnStage.press(stage.part, KeyCode.F8);
      assertThat(stage.part.caret().line()).isEqualTo(first);
      OnStage.press(stage.part, KeyCode.F8, "shift");
      int at = lines.indexOf(first);
      assertThat(stage.part.caret().line())
          .isEqualTo(lines.get(Math.floorMod(at - 1, lines.size())));
      author.policies.goTo(
          new Location(author.production.toString(), (int) text().lines().count(), 30));
      OnStage.press(stage.part, KeyCode.F8);
      assertThat(stage.part.caret().line()).as("around").isEqualTo(lines.getFirst());
      author.policies.revert();
      return true;
    });
  }
}
