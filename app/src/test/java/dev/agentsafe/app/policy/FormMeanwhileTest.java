package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Later;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does in a form while what was done before is not in the text yet. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class FormMeanwhileTest {
  private final Later work = new Later();
  private Drafting author;
  private FormView form;
  private OnStage<FormView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder, work);
    stage = OnStage.form(author);
    form = stage.part;
  }

  @BeforeEach
  void open() throws Exception {
    Toolkit.call(() -> {
      work.letGo();
      author.policies.revert();
      author.policies.open(author.production);
      return true;
    });
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  private String text() {
    return author.policies.draft().get().orElseThrow().text();
  }

  private void edit(String was, String is) {
    assertThat(text()).containsOnlyOnce(was);
    author.policies.edit(text().replace(was, is));
  }

  private <T extends Node> T find(String id, Class<T> type) {
    return stage.find("#" + id, type);
  }

  private ListView<?> cards() {
    return find("form-cards", ListView.class);
  }

  private void select(int row) {
    cards().getSelectionModel().clearAndSelect(row);
  }

  private void press(KeyCode code, String... held) {
    OnStage.press(cards(), code, held);
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    text()
        .lines()
        .filter(line -> line.startsWith("  - name: "))
        .forEach(line -> names.add(line.substring("  - name: ".length())));
    return names;
  }

  @Test
  void boxesAndValuesAreThoseThatWereShownHoweverFastTheyAreTakenOut() throws Exception {
    Toolkit.call(() -> {
      select(1);
      var box = "form-rules-match-targets-environments-";
      find(box + "staging", CheckBox.class).fire();
      find(box + "dev", CheckBox.class).fire();
      assertThat(text()).contains("environments: [prod, staging, dev]\n");
      work.hold();
      find(box + "prod", CheckBox.class).fire();
      find(box + "staging", CheckBox.class).fire();
      work.letGo();
      assertThat(text()).contains("environments: [dev]\n");
      var chips =
          form.lookupAll(".form-chip").stream()
              .map(Button.class::cast)
              .filter(chip -> List.of("cordon-node", "uncordon-node").contains(chip.getText()))
              .toList();
      assertThat(chips).hasSize(2);
      work.hold();
      chips.forEach(Button::fire);
      work.letGo();
      assertThat(text()).contains("actions:\n        - rollout-undo\n        - scale-*\n");
      return true;
    });
  }

  @Test
  void aNewKeyThatIsRefusedAtItsTurnIsThereToBeChanged() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.root.resolve("tests/production.yaml"));
      author.policies.edit(
          "tests:\n  - name: t\n    action: none\n    expect: deny\n    params:\n      a: 1\n");
      author.preview.form().open(Where.ROOT.key("tests").item(0));
      work.hold();
      enter("b", "first");
      enter("b", "second");
      assertThat(typed("key")).as("the next may be typed").isEmpty();
      work.letGo();
      assertThat(text()).endsWith("      a: 1\n      b: first\n");
      assertThat(find("form-message", Labeled.class).getText()).contains("`b` is given already");
      assertThat(typed("key")).isEqualTo("b");
      assertThat(typed("value")).isEqualTo("second");

      work.hold();
      enter("c", "mine");
      author.policies.edit(text() + "# typed meanwhile\n");
      enter("d", "next");
      input("key").setText("e");
      work.letGo();
      assertThat(text()).endsWith("      b: first\n# typed meanwhile\n");
      assertThat(typed("key")).as("what is typed by then stays").isEqualTo("e");
      return true;
    });
  }

  private TextInputControl input(String id) {
    Node field = find("form-" + id + "-tests-params", Control.class);
    return field instanceof ComboBox<?> box ? box.getEditor() : (TextInputControl) field;
  }

  private String typed(String id) {
    return input(id).getText();
  }

  private void enter(String key, String value) {
    input("key").setText(key);
    input("value").setText(value);
    find("form-enter-tests-params", Button.class).fire();
  }

  @Test
  void oneRecordIsTakenOutOnceAndMovedAsOftenAsIsAsked() throws Exception {
    Toolkit.call(() -> {
      edit("    priority: 600\n", "");
      edit("    priority: 550\n", "");
      edit("    priority: 500\n", "");
      assertThat(names())
          .containsExactly(
              "look-at-production", "operators-put-things-back", "changes-to-production");
      select(0);
      work.hold();
      press(KeyCode.DOWN, "alt");
      press(KeyCode.DOWN, "alt");
      work.letGo();
      assertThat(names())
          .containsExactly(
              "operators-put-things-back", "changes-to-production", "look-at-production");
      assertThat(cards().getSelectionModel().getSelectedIndex()).isEqualTo(2);
      select(0);
      work.hold();
      press(KeyCode.DELETE);
      press(KeyCode.DELETE);
      work.letGo();
      assertThat(names()).containsExactly("changes-to-production", "look-at-production");
      return true;
    });
  }

  @Test
  void aFieldIsOfTheRecordThatItWasShownForThoughOneBeforeItIsTakenOut() throws Exception {
    Toolkit.call(() -> {
      select(1);
      work.hold();
      author.preview.form().make(Where.ROOT.key("rules").item(0), Items::remove);
      find("form-rules-name", TextField.class).setText("meant");
      form.commit();
      work.letGo();
      assertThat(names()).containsExactly("meant", "changes-to-production");
      assertThat(find("form-rules-name", TextField.class).getText()).isEqualTo("meant");
      return true;
    });
  }

  @Test
  void whatWasTypedIsInTheTextAndTheRecordThatWasChosenIsShownWhicheverAnswerComesFirst()
      throws Exception {
    Toolkit.call(() -> {
      for (boolean lastFirst : new boolean[] {false, true}) {
        select(0);
        var name = find("form-rules-name", TextField.class);
        work.hold();
        name.setText("look" + lastFirst);
        form.commit();
        select(2);
        if (lastFirst) {
          work.letGoLastFirst();
        } else {
          work.letGo();
        }
        assertThat(names()).first().isEqualTo("look" + lastFirst);
        assertThat(cards().getSelectionModel().getSelectedIndex()).isEqualTo(2);
        assertThat(find("form-rules-name", TextField.class).getText())
            .isEqualTo("changes-to-production");
      }
      return true;
    });
  }

  @Test
  void whatIsBeingTypedGoesToItsRecordWhenTheCaretChoosesAnother() throws Exception {
    Toolkit.call(() -> {
      select(0);
      find("form-rules-name", TextField.class).setText("typed");
      var lines = text().lines().toList();
      author.preview.form().caret(lines.indexOf("  - name: changes-to-production") + 1);
      assertThat(names())
          .containsExactly("typed", "operators-put-things-back", "changes-to-production");
      assertThat(find("form-rules-name", TextField.class).getText())
          .isEqualTo("changes-to-production");
      return true;
    });
  }

  @Test
  void aValueThatNoFieldKeepsStaysAsItIsAndSaysSo() throws Exception {
    Toolkit.call(() -> {
      edit("name: look-at-production", "name: \"look\\tat\"");
      var before = text();
      select(0);
      form.whole();
      form.commit();
      assertThat(text()).isEqualTo(before);
      assertThat(form.lookup("#form-rules-name")).isNull();
      assertThat(form.lookupAll(".label").stream().map(node -> ((Label) node).getText()))
          .anySatisfy(said -> assertThat(said).contains("tabs, line ends or control characters"));
      return true;
    });
  }

  @Test
  void nothingIsSavedWithoutWhatWasTypedForIt() throws Exception {
    Toolkit.call(() -> {
      select(0);
      var saves = new ArrayList<String>();
      work.hold();
      find("form-rules-name", TextField.class).setText("typed");
      author.preview.form().settled(form::commit, () -> saves.add(text()));
      author.policies.edit(text() + "# and typed in the text meanwhile\n");
      work.letGo();
      assertThat(saves).isEmpty();
      assertThat(author.policies.message().get())
          .startsWith("Not saved: what was typed in the form")
          .endsWith("The text changed meanwhile: look, and do it again.");
      find("form-rules-priority", TextField.class).setText("high");
      author.preview.form().settled(form::commit, () -> saves.add(text()));
      assertThat(saves).isEmpty();
      find("form-rules-priority", TextField.class).setText("601");
      author.preview.form().settled(form::commit, () -> saves.add(text()));
      assertThat(saves).singleElement().asString().contains("priority: 601");
      return true;
    });
  }
}
