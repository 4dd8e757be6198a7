package dev.agentsafe.app.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.document.LineDiff;
import dev.agentsafe.editors.git.Mark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committing from the window, by keys alone. */
@AtTheScreen
final class GitViewTest {
  @TempDir private Path folder = Path.of("");
  private Drafting author;
  private Git git;
  private OnStage<PreviewPane> stage;

  @BeforeAll
  static void start() {
    Toolkit.start(true);
  }

  @BeforeEach
  void open() throws Exception {
    author = Toolkit.call(() -> new Drafting(folder));
    git = Git.init().setDirectory(author.root.toFile()).setInitialBranch("main").call();
    Files.writeString(author.root.resolve(".gitignore"), ".agent-safe\naudit.*\nblobs\n");
    other("first");
    var config = git.getRepository().getConfig();
    config.setString("user", null, "name", "Ada");
    config.setString("user", null, "email", "ada@example.org");
    config.save();
    stage =
        OnStage.show(
            480,
            640,
            Look.LIGHT,
            () -> new PreviewPane(author.preview, new PreviewPane.Links(this::none, seq -> {})));
    Toolkit.call(() -> {
      author.preview.git().look();
      stage.part.showGit();
      stage.layOut();
      return true;
    });
  }

  private void none(Location place) {
    assertThat(place).isNotNull();
  }

  private void other(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.commit()
        .setAuthor("Other", "other@example.org")
        .setCommitter("Other", "other@example.org")
        .setMessage(message)
        .call();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
    git.close();
  }

  private String text(String id) {
    return stage.find("#" + id, Label.class).getText();
  }

  @Test
  void whatWasSavedIsCommittedByKeysUnderItsMessage() throws Exception {
    Toolkit.call(() -> {
      assertThat(text("commit-hindrance")).isEqualTo("Every file is as in the last commit.");
      author.typeALooseRule();
      assertThat(text("commit-hindrance")).startsWith("Save or revert 20-production.yaml first");
      author.policies.save();
      assertThat(text("commit-hindrance")).isEqualTo("Write what the commit is about.");
      assertThat(stage.focused()).isInstanceOf(TextArea.class);
      ((TextArea) stage.focused()).setText("Deployers may");
      assertThat(stage.find("#commit-do", Button.class).isDisabled()).isFalse();
      stage.press(KeyCode.ENTER, "ctrl");
      assertThat(text("commit-outcome")).startsWith("Committed as ");
      assertThat(((TextArea) stage.focused()).getText()).isEmpty();
      assertThat(author.preview.git().mark(author.production)).contains(Mark.UNCHANGED);
      return true;
    });
    var commit = git.log().setMaxCount(1).call().iterator().next();
    assertThat(commit.getFullMessage()).isEqualTo("Deployers may\n");
    assertThat(commit.getAuthorIdent().getName()).isEqualTo("Ada");
    assertThat(git.status().call().isClean()).isTrue();
  }

  @Test
  void whatIsLeftOutStaysLeftOut() throws Exception {
    var more = author.root.resolve("policies/95-more.yaml");
    Files.writeString(more, "rules: []\n");
    Files.writeString(author.production, Drafting.text(author.production) + "# more\n");
    Toolkit.call(() -> {
      author.policies.refresh();
      author.preview.git().look();
      stage.layOut();
      var list = (ListView<?>) stage.part.lookup("#commit-files");
      assertThat(list.getItems()).hasSize(2);
      list.getSelectionModel().select(1);
      OnStage.press(list, KeyCode.SPACE);
      author.preview.git().commit().message().set("One of two");
      author.preview.git().commit().commit();
      return true;
    });
    assertThat(git.status().call().getUntracked()).containsExactly("policies/95-more.yaml");
    assertThat(git.status().call().getModified()).isEmpty();
    Toolkit.call(() -> {
      var left = author.preview.git().commit().items().getFirst();
      assertThat(left.file()).isEqualTo(more);
      assertThat(left.chosen().get()).isFalse();
      return true;
    });
  }

  @Test
  void whatDoesNotLoadIsNotCommitted() throws Exception {
    var head = git.getRepository().resolve("HEAD");
    Files.writeString(author.production, "rules:\n  - nme: x\n");
    Toolkit.call(() -> {
      author.preview.git().look();
      author.preview.git().commit().message().set("Broken");
      author.preview.git().commit().commit();
      assertThat(text("commit-outcome"))
          .startsWith("Nothing is committed: 20-production.yaml:2 keeps it from loading");
      return true;
    });
    assertThat(git.getRepository().resolve("HEAD")).isEqualTo(head);
  }

  @Test
  void theDraftIsHeldAgainstTheLastCommitAndGoesBackToIt() throws Exception {
    var before = Drafting.text(author.production);
    Files.writeString(author.production, before + "# more\n");
    Toolkit.call(() -> {
      author.policies.refresh();
      author.preview.git().look();
      var diff = author.preview.git().diff();
      assertThat(diff.lines().get()).contains(new LineDiff.Line(LineDiff.Kind.NEW, "# more"));
      author.policies.edit(before + "# more\n# typed\n");
      assertThat(diff.lines().get()).contains(new LineDiff.Line(LineDiff.Kind.NEW, "# typed"));
      stage.find("#git-restore", Button.class).fire();
      assertThat(text("git-diff-message")).isEqualTo("Save or revert this file first");
      author.policies.revert();
      stage.find("#git-restore", Button.class).fire();
      assertThat(author.policies.draft().get().orElseThrow().text()).isEqualTo(before);
      assertThat(author.policies.shown().get()).contains(before);
      assertThat(author.policies.dirty().get()).isTrue();
      author.policies.revert();
      return true;
    });
  }

  @Test
  void aMergeThatIsNotEndedAndAnAuthorThatNobodyNamedAreInTheWay() throws Exception {
    var underway = author.root.resolve(".git/MERGE_HEAD");
    Files.writeString(underway, requireNonNull(git.getRepository().resolve("HEAD")).name() + "\n");
    Toolkit.call(() -> {
      author.preview.git().look();
      assertThat(text("commit-hindrance")).startsWith("A merge is not ended");
      return true;
    });
    Files.delete(underway);
    var config = git.getRepository().getConfig();
    config.setString("user", null, "name", null);
    config.setString("commit", null, "gpgSign", "true");
    config.save();
    Toolkit.call(() -> {
      author.preview.git().look();
      assertThat(text("commit-hindrance")).startsWith("This repository wants signed commits");
      return true;
    });
  }

  @Test
  void theTabIsThereWhereTheRepositoryIs() throws Exception {
    Toolkit.call(() -> {
      var tabs = stage.find("#preview-tabs", TabPane.class);
      assertThat(tabs.getTabs()).hasSize(6);
      return true;
    });
    Files.move(author.root.resolve(".git"), folder.resolve("elsewhere"));
    Toolkit.call(() -> {
      author.preview.git().look();
      var tabs = stage.find("#preview-tabs", TabPane.class);
      assertThat(tabs.getTabs()).extracting(tab -> tab.getId()).doesNotContain("preview-git");
      assertThat(author.preview.git().commit().items()).isEqualTo(List.of());
      return true;
    });
  }
}
