package dev.agentsafe.app.tour;

import dev.agentsafe.app.policy.MapViewModel;
import dev.agentsafe.app.policy.PolicyViewModel;
import dev.agentsafe.app.policy.PreviewViewModel;
import dev.agentsafe.app.policy.ReplayViewModel;
import dev.agentsafe.app.window.ConsoleWindow;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.code.CodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javafx.event.Event;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Pictures of the policies: a file, its problems, and what a draft of it does. */
final class PolicyTour {
  private static final String LOOSE =
      """

        - name: deployers-know-what-they-do
          priority: 100000
          decision: allow
          reason: Deployers know what they do
          match:
            actions: ["*"]
            callers: {roles: [deployer]}
            targets: {environments: [prod]}
      """;

  private final PolicyViewModel policies;
  private final PreviewViewModel preview;
  private final Parent window;
  private final Camera camera;

  PolicyTour(ConsoleWindow.Models models, Parent window, Camera camera) {
    policies = models.policies();
    preview = models.preview();
    this.window = window;
    this.camera = camera;
  }

  void take() throws IOException, InterruptedException {
    Camera.until(() -> policies.draft().get().isPresent());
    camera.picture("policies");
    find("(priority|reason):", "$1 :");
    camera.picture("policies-find");
    find("(", "");
    camera.picture("policies-find-problem");
    press(KeyCode.ESCAPE, false);
    press(KeyCode.G, true);
    camera.picture("policies-line");
    press(KeyCode.ESCAPE, false);
    forms();
    type(text -> text.replaceFirst("decision:", "decison:"));
    Camera.until(() -> !policies.problems().isEmpty());
    camera.picture("policies-problem");
    Toolkit.call(() -> {
      policies.revert();
      return true;
    });
    new AssistTour(policies, window, camera).take();
    var last = Toolkit.call(this::lastPolicies);
    if (last.isEmpty()) {
      return;
    }
    Toolkit.call(() -> {
      policies.open(last.get());
      return true;
    });
    Camera.until(() -> policies.draft().get().filter(d -> d.file().equals(last.get())).isPresent());
    type(text -> text + LOOSE);
    replay();
    tests();
    decide();
    map();
    Toolkit.call(() -> {
      policies.revert();
      return true;
    });
    reload(last.get());
    new GitTour(policies, preview.git(), window, camera).take(last.get());
  }

  private void tests() throws IOException, InterruptedException {
    Camera.until(() ->
        preview.tests().run().get().filter(run -> !run.failing().isEmpty()).isPresent()
            && !preview.tests().marks().get().isEmpty());
    camera.picture("policies-tests");
    var rules = policies.draft().get().orElseThrow().file();
    var failing = preview.tests().run().get().orElseThrow().failing().getFirst();
    Toolkit.call(() -> {
      policies.goTo(failing.test().origin());
      return true;
    });
    Camera.until(() -> policies.draft().get().filter(d -> d.file().equals(rules)).isEmpty());
    camera.picture("policies-tests-aside");
    Toolkit.call(() -> {
      policies.open(rules);
      return true;
    });
    Camera.until(() -> policies.draft().get().filter(d -> d.file().equals(rules)).isPresent());
  }

  /** Another editor writes a policy; nobody has put it into force. */
  private void reload(Path beside) throws IOException, InterruptedException {
    var written = beside.resolveSibling("95-loose.yaml");
    Files.writeString(written, "rules:\n" + LOOSE);
    try {
      Toolkit.call(() -> {
        preview.reload().look();
        return true;
      });
      Camera.until(() -> preview.reload().notice().get().isPresent());
      camera.picture("policies-reload");
    } finally {
      Files.delete(written);
    }
    Toolkit.call(() -> {
      preview.reload().look();
      return true;
    });
    Camera.until(() -> preview.reload().notice().get().isEmpty());
  }

  /** A rule, an action, a test and the settings as fields beside their text. */
  private void forms() throws IOException, InterruptedException {
    open(PolicyTour::isRuleOfMany);
    Toolkit.call(() -> {
      preview.form().openLast();
      return true;
    });
    camera.picture("policies-form");
    open(file -> file.endsWith("scale-deployment.yaml"));
    camera.picture("actions-form");
    open(file -> file.endsWith(Path.of("tests", "production.yaml")));
    Toolkit.call(() -> {
      preview.form().openLast();
      return true;
    });
    camera.picture("tests-form");
    open(file -> file.endsWith("agent-safe.yaml"));
    camera.picture("settings-form");
    open(policies.files().getFirst()::equals);
  }

  private void open(Predicate<Path> which) throws InterruptedException {
    var file = policies.files().stream().filter(which).findFirst();
    if (file.isEmpty()) {
      return;
    }
    Toolkit.call(() -> {
      policies.open(file.get());
      return true;
    });
    Camera.until(() -> preview.form().isOf(file.get()));
  }

  private static boolean isRuleOfMany(Path file) {
    return isPolicy(file) && file.endsWith("20-production.yaml");
  }

  private void find(String expression, String replacement) throws InterruptedException {
    Toolkit.call(() -> {
      if (window.lookup(".code-view") instanceof CodeView code) {
        code.find(true);
      }
      if (window.lookup("#find-expression") instanceof ToggleButton isExpression) {
        isExpression.setSelected(true);
      }
      field("#find-replacement", replacement);
      field("#find-wanted", expression);
      return true;
    });
    Camera.until(
        () -> window.lookup("#find-count") instanceof Label count && !count.getText().isEmpty());
  }

  private void field(String id, String text) {
    if (window.lookup(id) instanceof TextField field) {
      field.setText(text);
    }
  }

  /** Presses a key wherever the keyboard is. */
  private void press(KeyCode key, boolean control) throws InterruptedException {
    Toolkit.call(() -> {
      var at = window.getScene().getFocusOwner();
      if (at != null) {
        Event.fireEvent(
            at, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, control, false, false));
      }
      return true;
    });
  }

  private Optional<Path> lastPolicies() {
    return policies.files().stream().filter(PolicyTour::isPolicy).reduce((first, second) -> second);
  }

  private static boolean isPolicy(Path file) {
    var folder = file.getParent();
    return folder != null && folder.endsWith("policies");
  }

  private void replay() throws IOException, InterruptedException {
    tab(2);
    Camera.until(() ->
        preview.replay().state().get() instanceof ReplayViewModel.State.Done done
            && !done.flips().isEmpty());
    camera.picture("policies-replay");
  }

  private void decide() throws IOException, InterruptedException {
    Toolkit.call(() -> {
      if (preview.replay().state().get() instanceof ReplayViewModel.State.Done done
          && !done.flips().isEmpty()) {
        preview.decide().take(done.flips().getFirst().decision());
        preview
            .decide()
            .expected()
            .set(done.flips().getFirst().then().rule().map(Object::toString).orElse(""));
      }
      return true;
    });
    tab(1);
    Camera.until(() -> preview.decide().answer().get().isPresent());
    camera.picture("policies-decide");
  }

  private void map() throws IOException, InterruptedException {
    tab(3);
    Camera.until(() -> preview.map().maps().get().filter(m -> !m.changes().isEmpty()).isPresent());
    Toolkit.call(() -> {
      preview.map().maps().get().ifPresent(m -> preview.map().show(m.changes().getFirst()));
      preview.map().hour().set(MapViewModel.ANY_HOUR);
      return true;
    });
    camera.picture("policies-map");
  }

  private void type(UnaryOperator<String> change) throws InterruptedException {
    Toolkit.call(() -> {
      policies.replace(change.apply(policies.draft().get().orElseThrow().base()));
      return true;
    });
  }

  private void tab(int at) throws InterruptedException {
    Toolkit.call(() -> {
      if (window.lookup("#preview-tabs") instanceof TabPane tabs) {
        tabs.getSelectionModel().select(at);
      }
      return true;
    });
  }
}
