package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Path;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Keys that authors choose and values of any type, in the form of a draft. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class FreeFieldsTest {
  private static final String HEAD =
      "tests:\n  - name: t\n    action: %s\n    expect: deny # surely\n    params:";

  private Drafting author;
  private FormView form;
  private OnStage<FormView> stage;
  private Path tests = Path.of("");

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    tests = author.root.resolve("tests/production.yaml");
    stage = OnStage.form(author);
    form = stage.part;
  }

  @BeforeEach
  void open() throws Exception {
    Toolkit.call(() -> {
      author.policies.revert();
      author.policies.open(tests);
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

  private void write(String action, String params) {
    author.policies.edit(HEAD.formatted(action) + params);
    author.preview.form().open(Where.ROOT.key("tests").item(0));
  }

  private void says(String action, String params) {
    assertThat(text()).isEqualTo(HEAD.formatted(action) + params);
  }

  private <T extends Node> T find(String id, Class<T> type) {
    return stage.find("#form-" + id, type);
  }

  private TextInputControl input(String id) {
    var field = find(id, Control.class);
    return field instanceof ComboBox<?> box ? box.getEditor() : (TextInputControl) (Node) field;
  }

  private void type(String id, String text) {
    input(id).requestFocus();
    input(id).setText(text);
    Event.fireEvent(find(id, Control.class), new ActionEvent());
    form.commit();
  }

  private void choose(String id, int item) {
    find(id, ComboBox.class).getSelectionModel().select(item);
  }

  private void enter(String key, int type, String value) {
    input("key-tests-params").setText(key);
    choose("type-tests-params", type);
    input("value-tests-params").setText(value);
    find("enter-tests-params", Button.class).fire();
  }

  private String message() {
    return find("message", Labeled.class).getText();
  }

  @Test
  void parametersOfAKnownActionAreFieldsOfTheirTypes() throws Exception {
    Toolkit.call(() -> {
      write("scale-deployment", "\n      # few\n      replicas: 5 # at noon\n");
      type("tests-params-replicas", "many");
      assertThat(message()).isEqualTo("`many` is no whole number; write digits only.");
      type("tests-params-replicas", "6");
      says("scale-deployment", "\n      # few\n      replicas: 6 # at noon\n");
      type("tests-params-namespace", "5");
      says(
          "scale-deployment",
          "\n      # few\n      replicas: 6 # at noon\n      namespace: \"5\"\n");
      assertThat(find("tests-params-replicas", Control.class).getAccessibleHelp())
          .isEqualTo("How many there shall be.");
      assertThat(form.lookup("#form-name-tests-params-replicas"))
          .as("its name is the action's")
          .isNull();

      write("drain-node", "\n      node: a\n");
      @SuppressWarnings("unchecked")
      ComboBox<String> flag = find("tests-params-" + flagOf("drain-node"), ComboBox.class);
      assertThat(flag.getItems()).contains("true", "false");
      flag.getSelectionModel().select("true");
      assertThat(text()).contains("      " + flagOf("drain-node") + ": true\n");
      return true;
    });
  }

  private String flagOf(String action) {
    var lines = Drafting.text(author.root.resolve("actions/" + action + ".yaml")).lines().toList();
    int type = lines.indexOf("    type: boolean");
    return lines.get(type - 1).replace("- name:", "").strip();
  }

  @Test
  void keysAreAddedRenamedMovedAndTakenAwayWithTheirComments() throws Exception {
    Toolkit.call(() -> {
      write("none", "\n      # of a\n      a: 1 # one\n      b: x\n");
      enter("c", 2, "true");
      enter("d", 3, "");
      enter("e", 1, "1.5");
      var more = "      c: true\n      d: []\n      e: 1.5\n";
      says("none", "\n      # of a\n      a: 1 # one\n      b: x\n" + more);
      type("tests-params-a", "2");
      type("tests-params-b", "2");
      says("none", "\n      # of a\n      a: 2 # one\n      b: \"2\"\n" + more);

      input("name-tests-params-a").requestFocus();
      OnStage.press(input("name-tests-params-a"), KeyCode.DOWN, "alt");
      says("none", "\n      b: \"2\"\n      # of a\n      a: 2 # one\n" + more);
      form.whole();
      assertThat(stage.focused()).isSameAs(input("name-tests-params-a"));
      type("name-tests-params-a", "z");
      says("none", "\n      b: \"2\"\n      # of a\n      z: 2 # one\n" + more);
      form.whole();
      assertThat(stage.focused()).isSameAs(input("name-tests-params-z"));
      author.preview.form().clear(Where.ROOT.key("tests").item(0).key("params").key("b"));
      says("none", "\n      # of a\n      z: 2 # one\n" + more);
      type("tests-params-d", "x");
      type("tests-params-d", "x");
      assertThat(text()).as("a list may say a thing twice").contains("      d: [x, x]\n");
      return true;
    });
  }

  @Test
  void theKeyboardStaysWithWhoeverLeftAKey() throws Exception {
    Toolkit.call(() -> {
      write("none", "\n      a: 1\n      b: x\n");
      var name = input("name-tests-params-a");
      var value = input("tests-params-b");
      name.requestFocus();
      OnStage.press(name, KeyCode.ENTER);
      OnStage.press(name, KeyCode.UP, "alt");
      value.requestFocus();
      author.policies.edit(text().replace("a: 1", "a: 2"));
      form.whole();
      stage.layOut();
      assertThat(input("tests-params-a").getText()).isEqualTo("2");
      assertThat(stage.focused()).as("nothing was renamed or moved").isSameAs(value);
      return true;
    });
  }

  @Test
  void aNameThatIsTypedIsNotMeantForTheSameKeyOfAnotherRecord() throws Exception {
    Toolkit.call(() -> {
      write("none", "\n      a: 1\n");
      var two =
          text() + "  - name: u\n    action: none\n    expect: deny\n    params:\n      a: 2\n";
      author.policies.edit(two);
      form.whole();
      var name = input("name-tests-params-a");
      name.requestFocus();
      name.setText("b");
      author.preview.form().open(Where.ROOT.key("tests").item(1));
      form.whole();
      assertThat(text()).isEqualTo(two.replace("      a: 1", "      b: 1"));
      assertThat(input("name-tests-params-a").getText()).isEqualTo("a");
      form.commit();
      assertThat(text()).contains("      a: 2\n");
      return true;
    });
  }

  @Test
  void aKeyIsNotGivenTwiceAndAValueIsWhatItsTypeSays() throws Exception {
    Toolkit.call(() -> {
      write("none", "\n      a: 1\n      b: x\n");
      enter("a", 0, "other");
      assertThat(message()).contains("`a` is given already");
      assertThat(input("key-tests-params").getText()).isEqualTo("a");
      assertThat(input("value-tests-params").getText()).as("it stays typed").isEqualTo("other");
      type("name-tests-params-b", "a");
      assertThat(message()).contains("`a` is given already");
      assertThat(input("name-tests-params-b").getText()).isEqualTo("b");
      type("name-tests-params-b", "");
      assertThat(message()).contains("needs a name");
      enter("c", 1, "1e5");
      assertThat(message()).contains("`1e5` is no number");
      enter("c", 2, "yes");
      assertThat(message()).contains("`yes` is neither true nor false");
      says("none", "\n      a: 1\n      b: x\n");
      return true;
    });
  }

  @Test
  void whatCannotBeSaidExactlyIsShownWithTheReasonAndStays() throws Exception {
    Toolkit.call(() -> {
      var params = "\n      a: [1, x]\n      b:\n      c: {d: {e: 1}}\n      f: [{g: 1}]\n";
      write("none", params);
      form.whole();
      stage.layOut();
      var reasons =
          form.lookupAll(".label").stream().map(node -> ((Labeled) node).getText()).toList();
      assertThat(reasons)
          .contains(
              "its items are not all texts, all numbers or all mappings; change it in the text")
          .contains("nothing stands here, and what may is not said; write it in the text");
      type("tests-params-c-d-e", "2");
      says("none", params.replace("e: 1", "e: 2"));
      return true;
    });
  }

  @Test
  void aListOfMappingsIsCardsWhoseKeysAreTypedAddedMovedAndTakenAway() throws Exception {
    Toolkit.call(() -> {
      var params =
          """

                ports: # open to the outside
                  - name: web
                    port: 80
                  - name: admin # never
                    port: 81
          """;
      write("none", params);
      var ports = Where.ROOT.key("tests").item(0).key("params").key("ports");
      type("tests-params-ports-port", "8080");
      says("none", params.replace("port: 80", "port: 8080"));
      find("add-tests-params-ports", Button.class).fire();
      var added =
          params.replace("port: 80", "port: 8080") + "        - name: \"\"\n          port: 0\n";
      says("none", added);
      author.preview.form().make(ports.item(2), Items::remove);
      author.preview.form().make(ports.item(1), Items.moved(-1));
      assertThat(text().indexOf("admin # never")).isLessThan(text().indexOf("name: web"));
      assertThat(text()).contains("# open to the outside").doesNotContain("port: 0\n");
      author.preview.form().make(ports.item(0), Items::remove);
      assertThat(text()).contains("name: web").doesNotContain("admin");
      type("name-tests-params-ports", "open_ports");
      assertThat(text()).contains("open_ports: # open to the outside");
      return true;
    });
  }

  @Test
  void theDefaultOfAParameterIsTypedByTheParameter() throws Exception {
    Toolkit.call(() -> {
      author.policies.open(author.root.resolve("actions/scale-deployment.yaml"));
      var at = Where.ROOT.key("parameters").item(2);
      author.preview.form().fold(at);
      type("parameters-default", "x");
      assertThat(message()).isEqualTo("`x` is no whole number; write digits only.");
      type("parameters-default", "3");
      assertThat(text())
          .contains(
              "    type: integer\n    description: How many there shall be.\n    default: 3\n");
      return true;
    });
  }
}
