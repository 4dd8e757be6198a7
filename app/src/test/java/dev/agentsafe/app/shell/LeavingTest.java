package dev.agentsafe.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

/** A window that closes loses nothing that was typed unless somebody says so. */
@AtTheScreen
final class LeavingTest {
  private final ObjectProperty<List<String>> typed = new SimpleObjectProperty<>(List.of());

  private record Typed(ObservableValue<List<String>> unsaved) implements Screen {
    @Override
    public Entry entry() {
      return new Entry("typed", Group.AUTHOR, "Typed", Icon.FILE);
    }

    @Override
    public Node node() {
      return new Region();
    }
  }

  private ShellView shown(ShellViewModel model) {
    var work = new AtOnce();
    var freeze = new FreezeViewModel(new SampleSeat(Instant.EPOCH).brakes(), work);
    var screens = List.<Screen>of(new Typed(typed));
    var contents =
        new ShellViewModel.Contents(screens, ShellViewModel.Chips.NONE, List.of(), freeze);
    model.ready(contents).forEach(Runnable::run);
    var view = new ShellView(model);
    new Theme().dress(new Scene(view, 1200, 700));
    return view;
  }

  private static void press(ShellView view, String id) {
    ((Button) view.lookup("#" + id)).fire();
  }

  @Test
  void whatIsNotSavedIsNamedAndStaysUntilSomebodyGivesItUp() throws Exception {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var model = new ShellViewModel(new AtOnce(), new Theme(), "workspace");
      var closed = new ArrayList<String>();
      model.leaving().onLeave(() -> closed.add("closed"));
      var view = shown(model);
      assertThat(model.leaving().mayLeave()).as("nothing would be lost").isTrue();
      assertThat(view.lookup("#leaving-bar")).isNull();

      typed.set(List.of("10-guardrails.yaml", "20-production.yaml"));
      assertThat(model.leaving().mayLeave()).isFalse();
      assertThat(((Label) view.lookup("#leaving-bar .strong")).getText())
          .contains("20-production.yaml");
      press(view, "leaving-stay");
      assertThat(view.lookup("#leaving-bar")).isNull();
      assertThat(closed).isEmpty();

      assertThat(model.leaving().mayLeave()).as("asked anew each time").isFalse();
      assertThat(view.getScene().getFocusOwner()).isSameAs(view.lookup("#leaving-stay"));
      var elsewhere = view.lookup("#freeze");
      elsewhere.requestFocus();
      typed.set(List.of("10-guardrails.yaml"));
      assertThat(view.getScene().getFocusOwner()).as("who types goes on").isSameAs(elsewhere);
      assertThat(((Label) view.lookup("#leaving-bar .strong")).getText())
          .as("one was saved meanwhile")
          .contains("10-guardrails.yaml")
          .doesNotContain("20-production.yaml");
      typed.set(List.of());
      assertThat(view.lookup("#leaving-bar")).as("nothing is left to be lost").isNull();
      assertThat(view.getScene().getFocusOwner()).isSameAs(elsewhere);
      assertThat(closed).isEmpty();

      typed.set(List.of("20-production.yaml"));
      assertThat(view.lookup("#leaving-bar")).as("nobody asks again by themselves").isNull();
      assertThat(model.leaving().mayLeave()).isFalse();
      press(view, "leaving-leave");
      assertThat(closed).containsExactly("closed");
      return true;
    });
  }
}
