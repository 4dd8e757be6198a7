package dev.agentsafe.app.tour;

import dev.agentsafe.app.policy.GitViewModel;
import dev.agentsafe.app.policy.PolicyViewModel;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.git.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Parent;
import javafx.scene.control.TabPane;

/** Pictures of a workspace in a repository: nothing committed yet, and a change to be committed. */
final class GitTour {
  private final PolicyViewModel policies;
  private final GitViewModel git;
  private final Parent window;
  private final Camera camera;

  GitTour(PolicyViewModel policies, GitViewModel git, Parent window, Camera camera) {
    this.policies = policies;
    this.git = git;
    this.window = window;
    this.camera = camera;
  }

  void take(Path policy) throws IOException, InterruptedException {
    found(policy.resolveSibling("../.git").normalize());
    look();
    Camera.until(() -> !git.commit().items().isEmpty());
    Toolkit.call(() -> {
      if (window.lookup("#preview-tabs") instanceof TabPane tabs) {
        tabs.getSelectionModel().selectLast();
      }
      return true;
    });
    camera.picture("policies-git-first");
    commit("The rules we begin with");
    Camera.until(() -> git.commit().items().isEmpty());
    Toolkit.call(() -> {
      var before = policies.draft().get().orElseThrow().text();
      policies.replace(before.replaceFirst("priority: \\d+", "priority: 450"));
      policies.save();
      return true;
    });
    Camera.until(() -> !git.commit().items().isEmpty() && !git.diff().lines().get().isEmpty());
    Toolkit.call(() -> {
      git.commit().message().set("Let nights go before days");
      return true;
    });
    camera.picture("policies-git");
  }

  /** A repository as {@code git init} leaves one, by somebody whom Git knows. */
  private static void found(Path git) throws IOException {
    Files.createDirectories(git.resolve("objects"));
    Files.createDirectories(git.resolve("refs/heads"));
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(
        git.resolve("config"),
        """
        [core]
          bare = false
        [user]
          name = Ada
          email = ada@example.org
        [commit]
          gpgSign = false
        """);
  }

  private void look() throws InterruptedException {
    Toolkit.call(() -> {
      git.look();
      return true;
    });
    Camera.until(() -> git.seen().get() instanceof Seen.Found);
  }

  private void commit(String words) throws InterruptedException {
    Toolkit.call(() -> {
      git.commit().message().set(words);
      git.commit().commit();
      return true;
    });
  }
}
