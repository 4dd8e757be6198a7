package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The form of a draft: what is done in it is in the text, and what is typed is in it. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class FormViewTest {
  private Drafting author;
  private FormView form;
  private OnStage<FormView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    stage = OnStage.form(author);
    form = stage.part;
  }

  @BeforeEach
  void open() throws Exception {
    Toolkit.call(() -> {
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

  private static String replaced(String text, String was, String is) {
    assertThat(text).containsOnlyOnce(was);
    return text.replace(was, is);
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

  private void type(String id, String text) {
    var field = find(id, Control.class);
    var input =
        field instanceof ComboBox<?> box ? box.getEditor() : (TextInputControl) (Node) field;
    input.requestFocus();
    input.setText(text);
    Event.fireEvent(field, new javafx.event.ActionEvent());
    form.commit();
  }

  private List<String> titles() {
    return author.preview.form().page().get().orElseThrow().cards().stream()
        .map(Card::title)
        .toList();
  }

  /** What of those styles can be used in the form. */
  private List<Node> all(String... styles) {
    form.whole();
    stage.layOut();
    return Stream.of(styles).flatMap(style -> form.lookupAll(style).stream()).toList();
  }

  private String message() {
    return find("form-message", Labeled.class).getText();
  }

  @Test
  void aDecisionIsChosenAndOneLineOfTheTextChanges() throws Exception {
    Toolkit.call(() -> {
      assertThat(titles())
          .containsExactly(
              "look-at-production", "operators-put-things-back", "changes-to-production");
      var before = text();
      select(2);
      @SuppressWarnings("unchecked")
      ComboBox<String> decision = find("form-rules-decision", ComboBox.class);
      assertThat(decision.getValue()).isEqualTo("require_approval");
      assertThat(decision.getItems()).containsExactly("allow", "deny", "require_approval");
      decision.getSelectionModel().select("deny");
      assertThat(text())
          .isEqualTo(replaced(before, "decision: require_approval", "decision: deny"));
      assertThat(author.policies.problems().stream().map(Problem::code)).contains("approval");
      decision.getSelectionModel().select("require_approval");
      assertThat(text()).isEqualTo(before);
      assertThat(author.policies.problems()).isEmpty();
      return true;
    });
  }

  @Test
  void valuesAreTypedTakenOutAndPutInByName() throws Exception {
    Toolkit.call(() -> {
      select(1);
      type("form-rules-reason", "An operator may: change # it");
      assertThat(text()).contains("    reason: \"An operator may: change # it\"\n");
      type("form-rules-priority", "high");
      assertThat(text()).contains("priority: 550");
      assertThat(message()).isEqualTo("`high` is no whole number; write digits only.");
      type("form-rules-priority", "551");
      assertThat(text()).contains("    priority: 551\n");
      @SuppressWarnings("unchecked")
      ComboBox<String> actions = find("form-rules-match-actions", ComboBox.class);
      assertThat(actions.getItems()).contains("drain-node").doesNotContain("cordon-node");
      type("form-rules-match-actions", "drain-node");
      assertThat(text()).contains("        - update-image\n        - drain-node\n      targets:");
      find("form-rules-match-targets-environments-staging", CheckBox.class).fire();
      assertThat(text()).contains("environments: [prod, staging]\n");
      find("form-rules-match-targets-environments-prod", CheckBox.class).fire();
      find("form-rules-match-targets-environments-staging", CheckBox.class).fire();
      assertThat(text()).as("none is not all").contains("environments: []\n");
      return true;
    });
  }

  @Test
  void aRuleIsAddedMovedAndTakenAwayByKeys() throws Exception {
    Toolkit.call(() -> {
      var before = text();
      select(0);
      OnStage.press(cards(), KeyCode.INSERT);
      assertThat(text())
          .isEqualTo(
              before
                  + """

                    - name: new-rule
                      match:
                        actions: []
                      decision: deny
                      reason: ""
                  """);
      assertThat(find("form-rules-name", TextInputControl.class).getText()).isEqualTo("new-rule");
      OnStage.press(cards(), KeyCode.UP, "alt");
      assertThat(message()).startsWith("`changes-to-production` has the priority 500, this one 0");
      type("form-rules-priority", "500");
      OnStage.press(cards(), KeyCode.UP, "alt");
      assertThat(titles())
          .containsExactly(
              "look-at-production",
              "operators-put-things-back",
              "new-rule",
              "changes-to-production");
      assertThat(text().indexOf("new-rule")).isLessThan(text().indexOf("changes-to-production"));
      OnStage.press(cards(), KeyCode.DELETE);
      assertThat(text()).isEqualTo(before);
      return true;
    });
  }

  @Test
  void whatIsTypedInTheTextIsInTheFormAndTheKeyboardStaysWhereItIs() throws Exception {
    Toolkit.call(() -> {
      select(0);
      var name = find("form-rules-name", TextInputControl.class);
      name.requestFocus();
      author.policies.edit(text().replace("name: look-at-production", "name: look"));
      assertThat(name.getText()).isEqualTo("look");
      assertThat(name.isFocused()).isTrue();
      assertThat(titles()).contains("look");
      assertThat(find("form-rules-name", TextInputControl.class)).isSameAs(name);
      var lines = text().lines().toList();
      author.preview.form().caret(lines.indexOf("  - name: changes-to-production") + 3);
      assertThat(cards().getSelectionModel().getSelectedIndex()).isEqualTo(2);
      assertThat(find("form-rules-name", TextInputControl.class).getText())
          .isEqualTo("changes-to-production");
      select(1);
      assertThat(author.preview.form().place().get().orElseThrow().line())
          .isEqualTo(lines.indexOf("  - name: operators-put-things-back") + 1);
      return true;
    });
  }

  @Test
  void namesThatCameOnDiskMeanwhileAreOffered() throws Exception {
    var actions = author.root.resolve("actions");
    var park = actions.resolve("park-deployment.yaml");
    Files.writeString(
        park,
        Drafting.text(actions.resolve("scale-deployment.yaml"))
            .replace("name: scale-deployment\n", "name: park-deployment\n"));
    Toolkit.call(() -> {
      author.policies.edit(text() + "# changed\n");
      select(0);
      ComboBox<?> box = find("form-rules-match-actions", ComboBox.class);
      assertThat(box.getItems().stream().map(String::valueOf)).contains("park-deployment");
      return true;
    });
    Files.delete(park);
  }

  @Test
  void whatCannotBeReadIsSaidAndNotChanged() throws Exception {
    Toolkit.call(() -> {
      author.policies.edit(
          text()
              .replace(
                  "decision: allow\n    reason: Known", "decision: &a allow\n    reason: Known"));
      var broken = text();
      assertThat(find("form-locked", Labeled.class).getText())
          .contains("cannot be read here")
          .contains("`&a` is an anchor");
      select(0);
      var controls = all(".text-field", ".text-area", ".combo-box", ".check-box");
      assertThat(controls).hasSizeGreaterThan(5);
      for (var control : controls) {
        assertThat(control.isDisabled()).as(String.valueOf(control)).isTrue();
      }
      OnStage.press(cards(), KeyCode.DELETE);
      assertThat(message()).contains("`&a` is an anchor");
      assertThat(text()).isEqualTo(broken);
      author.policies.edit("rules: [");
      assertThat(form.lookup("#form-locked")).isNotNull();
      find("form-add", Button.class).fire();
      assertThat(text()).isEqualTo("rules: [");
      return true;
    });
  }

  @Test
  void everythingHasANameThatIsReadAloud() throws Exception {
    Toolkit.call(() -> {
      select(2);
      var all = all(".button", ".text-field", ".text-area", ".combo-box", ".check-box");
      assertThat(all).hasSizeGreaterThan(20);
      for (var node : all) {
        assertThat(
                node.getAccessibleText() == null && node instanceof Labeled labeled
                    ? labeled.getText()
                    : node.getAccessibleText())
            .as(node + "")
            .isNotBlank();
      }
      return true;
    });
  }

  @Test
  void anActionAndAnInventoryAreForms() throws Exception {
    Toolkit.call(() -> {
      open("scale-deployment.yaml");
      type("form-description", "Sets how many.");
      assertThat(text()).contains("description: >-\n  Sets how many.\nrisk_class");
      find("form-add-parameters", Button.class).fire();
      assertThat(text()).contains("  - name: new_parameter\n    type: string\n\nprechecks:");
      author.policies.revert();
      open("inventory.yaml");
      select(0);
      type("form-targets-owner", "shop");
      assertThat(text()).contains("    owner: shop\n    labels: {app: web, tier: frontend}\n");
      find("form-targets-labels-tier", Control.class);
      type("form-targets-labels-tier", "edge");
      assertThat(text()).contains("labels: {app: web, tier: edge}");
      return true;
    });
  }

  private void open(String name) {
    author.policies.open(
        author.policies.files().stream().filter(f -> f.endsWith(name)).findFirst().orElseThrow());
  }
}
