package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tabs of what a draft does, used by keys alone. */
final class PreviewPaneTest {
  @TempDir private Path folder = Path.of("");
  private Drafting author;
  private PreviewPane pane;
  private Stage stage;
  private final List<Location> places = new ArrayList<>();
  private final List<Long> entries = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    Toolkit.start(true);
    author = Toolkit.call(() -> new Drafting(folder));
    pane =
        Toolkit.call(() -> {
          author.typeALooseRule();
          return new PreviewPane(author.preview, new PreviewPane.Links(places::add, entries::add));
        });
    stage =
        Toolkit.call(() -> {
          var scene = new Scene(pane, 480, 640);
          var theme = new Theme();
          theme.look().set(Look.LIGHT);
          theme.dress(scene);
          var shown = new Stage();
          shown.setScene(scene);
          shown.show();
          return shown;
        });
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.call(() -> {
      stage.close();
      return true;
    });
  }

  private void tab(int at) throws InterruptedException {
    Toolkit.call(() -> {
      ((TabPane) pane.lookup("#preview-tabs")).getSelectionModel().select(at);
      stage.getScene().getRoot().applyCss();
      stage.getScene().getRoot().layout();
      return true;
    });
  }

  private static void press(Node node, KeyCode... codes) {
    for (var code : codes) {
      Event.fireEvent(
          node,
          new KeyEvent(
              KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, "", code, false, false, false, false));
    }
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
      stage.getScene().getRoot().applyCss();
      stage.getScene().getRoot().layout();
      ((Button) pane.lookup("#decide-keep")).fire();
      return true;
    });
    assertThat(author.root.resolve("tests/decisions.yaml"))
        .content()
        .contains("target: dev/web", "expect: ");
  }
}
