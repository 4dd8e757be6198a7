package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.code.CodeView;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Text and form side by side, two views of one document. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class FormBesideTextTest {
  private Drafting author;
  private PolicyView view;
  private OnStage<PolicyView> stage;

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    stage = OnStage.screen(1440, 900, Look.DARK, author);
    view = stage.part;
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

  private <T extends Node> T find(String selector, Class<T> type) {
    return stage.find(selector, type);
  }

  private CodeView code() {
    return find(".code-view", CodeView.class);
  }

  private int selected() {
    return find("#form-cards", ListView.class).getSelectionModel().getSelectedIndex();
  }

  private void caret(String line) {
    var lines = code().text().lines().toList();
    code().goTo(new Location("", lines.indexOf(line) + 1, 3));
  }

  @Test
  void theRuleAtTheCaretIsOpenAndTheOneThatIsChosenIsAtTheCaret() throws Exception {
    Toolkit.call(() -> {
      caret("  - name: operators-put-things-back");
      assertThat(selected()).isOne();
      find("#form-cards", ListView.class).getSelectionModel().clearAndSelect(2);
      var line = code().text().lines().toList().get(code().caret().line() - 1);
      assertThat(line).isEqualTo("  - name: changes-to-production");
      assertThat(find("#form-rules-name", TextField.class).getText())
          .isEqualTo("changes-to-production");
      return true;
    });
  }

  @Test
  void aChangeInTheFormIsOneStepBackAndTheKeyboardStaysInTheForm() throws Exception {
    Toolkit.call(() -> {
      caret("  - name: changes-to-production");
      var before = code().text();
      @SuppressWarnings("unchecked")
      ComboBox<String> decision = find("#form-rules-decision", ComboBox.class);
      decision.requestFocus();
      decision.getSelectionModel().select("allow");
      assertThat(decision.isFocused()).isTrue();
      assertThat(code().text())
          .isEqualTo(before.replace("decision: require_approval", "decision: allow"))
          .isEqualTo(author.policies.draft().get().orElseThrow().text());
      find("#form-rules-match-targets-environments-dev", CheckBox.class).fire();
      find("#form-remove", Button.class).fire();
      assertThat(code().text()).doesNotContain("changes-to-production");
      code().undo();
      code().undo();
      code().undo();
      assertThat(code().text()).isEqualTo(before);
      assertThat(author.policies.draft().get().orElseThrow().text()).isEqualTo(before);
      assertThat(author.preview.form().page().get().orElseThrow().form().text()).isEqualTo(before);
      code().redo();
      assertThat(code().text()).contains("decision: allow\n    reason: An operator decides");
      return true;
    });
  }

  @Test
  void whatIsTypedInAFieldIsSavedThoughNobodyLeftIt() throws Exception {
    Toolkit.call(() -> {
      caret("  - name: look-at-production");
      var name = find("#form-rules-name", TextField.class);
      name.requestFocus();
      name.setText("look");
      view.save();
      return true;
    });
    assertThat(author.production).content().contains("  - name: look\n");
    Toolkit.call(() -> {
      find("#form-rules-name", TextField.class).setText("look-at-production");
      view.save();
      return true;
    });
    assertThat(author.production).content().contains("  - name: look-at-production\n");
  }
}
