package dev.agentsafe.app.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Later;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.TestRun;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.code.LineMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy tests under a draft, as an author types. */
@AtTheScreen
final class TestsViewModelTest {
  @TempDir private Path folder = Path.of("");
  private Drafting author;
  private TestsViewModel tests;

  @BeforeEach
  void open() throws Exception {
    author = new Drafting(folder);
    tests = author.preview.tests();
  }

  private TestRun run() {
    return tests.run().get().orElseThrow();
  }

  private int line(String of) {
    var lines = author.policies.draft().get().orElseThrow().text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(of)) {
        return i + 1;
      }
    }
    throw new AssertionError(of);
  }

  private Location at(Path file, int line) {
    return new Location(file.toString(), line, 1);
  }

  @Test
  void theyRunUnderTheDraftWhileOneTypesAndWhatFailsIsToldWithItsPlace() {
    assertThat(run().failing()).isEmpty();
    long passed = run().passed();
    assertThat(passed).isPositive();
    assertThat(tests.summary()).startsWith("Policy tests: " + passed + " pass, none fails.");

    author.typeALooseRule();

    assertThat(run().failing()).isNotEmpty();
    assertThat(run().passed() + run().failing().size()).isEqualTo(passed);
    assertThat(run().failing().getFirst().test().origin().file()).contains("tests");
    assertThat(run().failing().getFirst().failure().orElseThrow()).contains("it is allow");
    author.policies.revert();
    assertThat(run().failing()).isEmpty();
  }

  @Test
  void eachRuleOfTheFileSaysByASignAndInWordsHowManyTestsReachIt() {
    var mark = requireNonNull(tests.marks().get().get(line("name: changes-to-production")));
    assertThat(mark.sign()).matches("\u2713[1-9]\\d*");
    assertThat(mark.says()).matches("changes-to-production: .* decided by this rule");

    author.policies.edit(
        author.policies.draft().get().orElseThrow().text()
            + """

              - name: nobody-tests-this
                priority: -5
                decision: allow
                reason: none
                match: {actions: [delete-namespace], callers: {roles: [nobody-at-all]}}
              - name: too-late
                priority: -6
                decision: deny
                reason: none
                match: {actions: ["*"]}
            """);
    assertThat(tests.marks().get().get(line("name: nobody-tests-this")))
        .satisfies(m -> {
          assertThat(m.sign()).isEqualTo("\u25CB");
          assertThat(m.says()).isEqualTo("nobody-tests-this: no test reaches this rule");
        });
    assertThat(tests.marks().get().get(line("name: too-late")))
        .satisfies(m -> assertThat(m.sign()).matches("[\u2298\u2713]\\d+"));

    author.policies.edit("rules: [");
    assertThat(tests.marks().get()).as("lines of rules are not known").isEmpty();
  }

  @Test
  void marksOfAnOlderTextAreNotShown() throws Exception {
    var work = new Later();
    author = new Drafting(Files.createDirectory(folder.resolve("later")), work);
    tests = author.preview.tests();
    assertThat(tests.marks().get()).isNotEmpty();
    work.hold();
    author.policies.edit("# one line more\n" + Drafting.text(author.production));
    author.policies.edit("rules: [");
    work.letGoFirst();
    work.letGoLastFirst();
    assertThat(tests.marks().get()).as("the tests ran under the text before").isEmpty();
    author.policies.revert();
    assertThat(tests.marks().get()).containsKey(line("name: changes-to-production"));
  }

  @Test
  void fromARuleOneComesToItsTestsAndFromATestToItsRule() {
    var rule = at(author.production, line("name: changes-to-production") + 1);
    tests.jump(rule);
    var file = author.policies.draft().get().orElseThrow().file();
    assertThat(file.toString()).contains("/tests/");
    var place = author.policies.place().get().orElseThrow();
    var test = run().testAt(place).orElseThrow();
    assertThat(test.rule().orElseThrow()).hasToString("changes-to-production");

    tests.jump(place);
    assertThat(author.policies.draft().get().orElseThrow().file()).isEqualTo(author.production);
    assertThat(author.policies.place().get().orElseThrow().line()).isEqualTo(rule.line() - 1);
  }

  @Test
  void aTestThatIsKeptRunsAtOnceAndOneThatIsEditedRunsAsItIsTyped() throws Exception {
    long before = run().results().size();
    author.preview.replay().open();
    author.typeALooseRule();
    author.preview.replay().keep(author.replayed().flips().getFirst());
    assertThat(run().results()).hasSize((int) before + 1);
    assertThat(run().failing())
        .extracting(PolicyTest.Result::test)
        .anySatisfy(t -> assertThat(t.origin().file()).endsWith("decisions.yaml"));

    author.policies.revert();
    var kept = author.root.resolve("tests/decisions.yaml");
    author.policies.goTo(at(kept, 1));
    author.policies.edit(
        Files.readString(kept).replace("expect: require_approval", "expect: deny"));
    assertThat(run().failing()).hasSize(1);
    author.policies.edit("tests: [");
    assertThat(tests.summary()).startsWith("The policy tests do not load:");
  }

  @Test
  void theGutterShowsTheSignAndThePaneTheFailuresToEyesAndScreenReaders() throws Exception {
    author.typeALooseRule();
    var texts = new ArrayList<String>();
    var stage =
        OnStage.show(
            1200,
            700,
            Look.LIGHT,
            () -> new PolicyView(author.policies, author.preview, seq -> {}));
    Toolkit.call(() -> {
      var root = stage.part;
      stage.layOut();
      root.lookupAll(".gutter-mark").stream()
          .map(Label.class::cast)
          .filter(label -> !label.getText().isEmpty())
          .forEach(label -> texts.add(label.getText() + " " + label.getAccessibleText()));
      assertThat(((Label) root.lookup("#tests-summary")).getText()).contains("fail");
      assertThat(((ListView<?>) root.lookup("#author-problems")).getItems())
          .hasSize(author.policies.problems().size() + run().failing().size());
      return true;
    });
    stage.close();
    assertThat(texts)
        .isNotEmpty()
        .allSatisfy(t -> assertThat(t).containsAnyOf("decided by this rule", "no test", "match"));
    LineMark first = tests.marks().get().values().iterator().next();
    assertThat(first.says()).isNotBlank();
  }
}
