package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
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

/** Settings by sections and operators by cards, in the form of a draft. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class SectionsTest {
  private static final String OPERATORS =
      """
      operators:
        - name: Sam Example
          id: sam@ops.example
          roles: [operator]
          groups: [on-call]
          keys:
            - public: "ed25519:MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
              retired: "2026-01-31T09:00:00Z"
            - public: "ed25519:MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        - id: kim
      """;

  private Drafting author;
  private FormView form;
  private OnStage<FormView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    Files.writeString(author.root.resolve("operators.yaml"), OPERATORS);
    stage = OnStage.form(author);
    form = stage.part;
  }

  @BeforeEach
  void revert() throws Exception {
    Toolkit.call(() -> {
      author.policies.revert();
      return true;
    });
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  private void open(String name) {
    author.policies.open(author.root.resolve(name));
  }

  private String text() {
    return author.policies.draft().get().orElseThrow().text();
  }

  private List<Card> cards() {
    return author.preview.form().page().get().orElseThrow().cards();
  }

  private void select(String title) {
    var list = stage.find("#form-cards", ListView.class);
    list.getSelectionModel()
        .clearAndSelect(cards().stream().map(Card::title).toList().indexOf(title));
    form.whole();
    stage.layOut();
  }

  private void type(String id, String text) {
    var field = stage.find("#form-" + id, Control.class);
    var input =
        field instanceof ComboBox<?> box ? box.getEditor() : (TextInputControl) (Node) field;
    input.requestFocus();
    input.setText(text);
    Event.fireEvent(field, new ActionEvent());
    form.commit();
  }

  private List<String> said() {
    form.whole();
    stage.layOut();
    return form.lookupAll("*").stream()
        .map(node -> node instanceof Labeled labeled ? labeled.getText() : written(node))
        .filter(text -> text != null && !text.isEmpty())
        .toList();
  }

  private static String written(Node node) {
    return node instanceof TextInputControl input ? input.getText() : "";
  }

  @Test
  void settingsAreSectionsInTheOrderOfTheirSchemaEachWithItsMeaning() throws Exception {
    Toolkit.call(() -> {
      open("agent-safe.yaml");
      assertThat(cards().stream().map(Card::title))
          .startsWith("files and names", "rate limit", "cumulative risk", "tickets")
          .contains("gateway", "notifiers", "readiness");
      assertThat(cards().get(1).word()).isEqualTo("given");
      assertThat(cards().get(1).detail()).startsWith("How often an agent may ask");
      assertThat(stage.find("#form-issuer", TextInputControl.class).getText())
          .as("the first is shown")
          .isEqualTo("agent-safe");
      assertThat(form.lookup("#form-add").getParent().isVisible())
          .as("there is nothing to add, move or remove")
          .isFalse();
      OnStage.press(stage.find("#form-cards", ListView.class), KeyCode.DELETE);

      select("gateway");
      assertThat(form.lookup("#form-issuer")).isNull();
      var before = text();
      type("gateway-port", "8421");
      assertThat(text()).isEqualTo(before.replace("port: 8420", "port: 8421"));
      return true;
    });
  }

  @Test
  void aSectionThatIsLeftOutIsBegunByItsFirstValueAndTheCaretLeadsToItsSection() throws Exception {
    Toolkit.call(() -> {
      open("agent-safe.yaml");
      select("change tickets");
      type("change_tickets-pattern", "CHG-[0-9]+");
      assertThat(text()).contains("\nchange_tickets:\n  pattern: CHG-[0-9]+\n");
      assertThat(cards().stream().filter(card -> card.title().equals("change tickets")))
          .allSatisfy(card -> assertThat(card.word()).isEqualTo("given"));
      var lines = text().lines().toList();
      author.preview.form().caret(lines.indexOf("gateway:") + 2);
      assertThat(author.preview.form().page().get().orElseThrow().look().record())
          .contains(Where.ROOT.key("gateway"));
      author.preview.form().caret(lines.indexOf("issuer: agent-safe") + 1);
      assertThat(author.preview.form().page().get().orElseThrow().look().record())
          .contains(Where.ROOT);
      return true;
    });
  }

  @Test
  void aSecretIsShownByWhereItIsAndNeverItself() throws Exception {
    Files.writeString(author.root.resolve("pager-secret"), "c4n4ry-in-a-file");
    var variable =
        System.getenv().entrySet().stream()
            .filter(e -> e.getKey().equals("PATH"))
            .findFirst()
            .orElseThrow();
    Toolkit.call(() -> {
      open("agent-safe.yaml");
      author.policies.edit(
          text()
              + """
              notifiers:
                - {name: pager, type: webhook, url: "https://p.example", secret: {file: pager-secret}}
                - {name: chat, type: slack, address: {env: PATH}}
              """);
      select("notifiers");
      assertThat(said())
          .contains("pager-secret", "PATH")
          .noneMatch(text -> text.contains("c4n4ry"))
          .noneMatch(text -> text.contains(variable.getValue()));
      return true;
    });
  }

  @Test
  void operatorsAreCardsAndTheirKeysAreNotTypedOver() throws Exception {
    Toolkit.call(() -> {
      open("operators.yaml");
      assertThat(cards().stream().map(Card::title)).containsExactly("sam@ops.example", "kim");
      assertThat(cards().getFirst().word()).isEqualTo("2 keys");
      assertThat(cards().getLast().word()).isEqualTo("no key");
      assertThat(cards().getFirst().detail())
          .isEqualTo("Sam Example  \u00b7  operator  \u00b7  on-call");
      select("sam@ops.example");
      type("operators-groups", "night");
      assertThat(text()).contains("groups: [on-call, night]");
      assertThat(said())
          .anyMatch(text -> text.startsWith("ed25519:MCowBQYDK2VwAyEA11"))
          .anyMatch(text -> text.contains("another key is another entry"));
      assertThat(form.lookup("#form-operators-keys-public")).isNull();
      select("kim");
      stage.find("#form-add-operators-keys", Button.class).fire();
      assertThat(text()).contains("  - id: kim\n    keys:\n      - public: \"\"\n");
      type("operators-keys-public", "ed25519:abc");
      form.whole();
      stage.layOut();
      assertThat(form.lookup("#form-operators-keys-public")).as("now it is one").isNull();
      return true;
    });
  }
}
