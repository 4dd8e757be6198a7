package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The tabs of what a draft does, used by keys alone. */
@TestInstance(Lifecycle.PER_CLASS)
@AtTheScreen
final class PreviewPaneTest {
  private Drafting author;
  private PreviewPane pane;
  private OnStage<PreviewPane> stage;
  private final List<Location> places = new ArrayList<>();
  private final List<Long> entries = new ArrayList<>();

  @BeforeAll
  void author(@TempDir Path folder) throws Exception {
    author = Drafting.begun(folder);
    stage =
        OnStage.show(
            480,
            640,
            Look.LIGHT,
            () ->
                new PreviewPane(author.preview, new PreviewPane.Links(places::add, entries::add)));
    pane = stage.part;
  }

  @BeforeEach
  void open() throws Exception {
    Files.deleteIfExists(author.root.resolve("tests/decisions.yaml"));
    Toolkit.call(() -> {
      author.policies.revert();
      author.typeALooseRule();
      places.clear();
      entries.clear();
      return true;
    });
  }

  @AfterAll
  void close() throws Exception {
    stage.close();
  }

  private void tab(int at) throws InterruptedException {
    Toolkit.call(() -> {
      ((TabPane) pane.lookup("#preview-tabs")).getSelectionModel().select(at);
      stage.layOut();
      return true;
    });
  }

  private static void press(Node node, KeyCode... codes) {
    for (var code : codes) {
      OnStage.press(node, code);
    }
  }

  private String stale() {
    stage.layOut();
    return stage.find("#preview-stale", Label.class).getText();
  }

  @Test
  void rulesThatCannotBeReadSayWhy() throws Exception {
    var other = author.root.resolve("policies/95-other.yaml");
    Toolkit.call(() -> {
      author.policies.edit("rules: [");
      assertThat(stale()).startsWith("The draft does not load as it is");
      author.typeALooseRule();
      assertThat(stale()).isEmpty();

      Files.writeString(other, "rules:\n  - nane: x\n");
      author.policies.edit(author.policies.draft().get().orElseThrow().text() + "# more\n");
      assertThat(stale()).startsWith("The rules do not load, 95-other.yaml:2: ").contains("`nane`");
      Files.write(other, new byte[] {(byte) 0xff});
      author.policies.edit(author.policies.draft().get().orElseThrow().text() + "# more\n");
      assertThat(stale()).contains("95-other.yaml", "UTF-8");
      Files.delete(other);
      author.typeALooseRule();
      assertThat(stale()).isEmpty();
      return true;
    });
  }

  @Test
  void aFlipLeadsToItsEntryToItsReasonsAndIntoATest() throws Exception {
    tab(2);
    Toolkit.call(() -> {
      assertThat(((Labeled) pane.lookup("#replay-summary")).getText())
          .isEqualTo("2 decided again: one comes out otherwise, one of them allowed now");
      var list = (ListView<?>) pane.lookup("#replay-flips");
      list.getSelectionModel().select(0);
      press(list, KeyCode.ENTER, KeyCode.T, KeyCode.D);
      return true;
    });
    var seq = author.replayed().flips().getFirst().decision().seq();
    assertThat(entries).containsExactly(seq);
    assertThat(author.root.resolve("tests/decisions.yaml")).exists();
    assertThat(author.preview.decide().recorded().get().orElseThrow().seq()).isEqualTo(seq);
    Toolkit.call(() -> {
      assertThat(((TabPane) pane.lookup("#preview-tabs")).getSelectionModel().getSelectedIndex())
          .isOne();
      return true;
    });
  }

  @Test
  void theMapIsWalkedByArrowsAndLeadsToTheRule() throws Exception {
    tab(3);
    Toolkit.call(() -> {
      var map = author.preview.map();
      var space = map.maps().get().orElseThrow().after().space();
      map.show(map.maps().get().orElseThrow().changes().getFirst());
      var cells = pane.lookup("#map-cells");
      int column = map.column().get();
      press(cells, KeyCode.ENTER);
      press(cells, KeyCode.HOME);
      assertThat(map.column().get()).isZero();
      press(cells, KeyCode.LEFT, KeyCode.RIGHT, KeyCode.RIGHT);
      assertThat(map.column().get()).isEqualTo(2);
      press(cells, KeyCode.END);
      assertThat(map.column().get()).isEqualTo(space.targets().size() - 1);
      assertThat(cells.getAccessibleText()).contains(space.targets().getLast().id().value());
      return column;
    });
    assertThat(places)
        .singleElement()
        .satisfies(place -> {
          var lines = author.policies.draft().get().orElseThrow().text().lines().toList();
          assertThat(lines.get(place.line() - 1)).contains("deployers-may");
        });
  }

  @Test
  void aRequestIsTypedAndKept() throws Exception {
    tab(1);
    Toolkit.call(() -> {
      author.preview.decide().action().set("scale-deployment");
      author.preview.decide().target().set("dev/web");
      stage.layOut();
      ((Button) pane.lookup("#decide-keep")).fire();
      return true;
    });
    assertThat(author.root.resolve("tests/decisions.yaml"))
        .content()
        .contains("target: dev/web", "expect: ");
  }

  @Test
  void whatIsNotInFrontWaitsUntilItIsLookedAt() throws Exception {
    tab(3);
    tab(2);
    Toolkit.call(() -> {
      var map = author.preview.map();
      var form = author.preview.form();
      var before = map.maps().get();
      var page = form.page().get();
      assertThat(before.orElseThrow().changes()).isNotEmpty();
      assertThat(author.replayed().flips()).isNotEmpty();

      author.policies.revert();
      form.caret(line("- name: operators-put-things-back"));
      assertThat(author.replayed().flips()).as("it is in front").isEmpty();
      assertThat(map.maps().get()).as("it is not").isEqualTo(before);
      assertThat(form.page().get()).isEqualTo(page);
      return true;
    });
    tab(3);
    assertThat(author.preview.map().maps().get().orElseThrow().changes()).isEmpty();
    tab(0);
    var page = author.preview.form().page().get().orElseThrow();
    assertThat(page.form().text()).isEqualTo(author.policies.draft().get().orElseThrow().text());
    assertThat(page.look().record()).contains(Where.ROOT.key("rules").item(1));
  }

  @Test
  void whatWasTypedInAFieldIsInTheTextOnceAnotherTabIsInFront() throws Exception {
    tab(0);
    Toolkit.call(() -> {
      author.preview.form().open(Where.ROOT.key("rules").item(0));
      stage.find("#form-rules-name", TextField.class).setText("typed");
      return true;
    });
    tab(1);
    assertThat(author.policies.draft().get().orElseThrow().text()).contains("- name: typed\n");
  }

  private int line(String of) {
    var lines = author.policies.draft().get().orElseThrow().text().lines().map(String::strip);
    return lines.toList().indexOf(of) + 1;
  }
}
