package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Later;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.git.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author sees of Git. */
@AtTheScreen
final class GitViewModelTest {
  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() {
    Toolkit.start(true);
  }

  private Git repository(Path root) throws Exception {
    var git = Git.init().setDirectory(root.toFile()).setInitialBranch("main").call();
    git.add().addFilepattern("policies").call();
    git.commit()
        .setAuthor("O", "o@example.org")
        .setCommitter("O", "o@e.org")
        .setMessage("m")
        .call();
    return git;
  }

  @Test
  void aWorkspaceInNoRepositoryShowsNothingOfGit() throws Exception {
    var author = new Drafting(folder);
    assertThat(author.preview.git().seen().get()).isEqualTo(new Seen.Nothing());
    assertThat(author.preview.git().mark(author.production)).isEmpty();
    var branch = Toolkit.call(() -> new BranchLine(author.preview.git(), () -> {}));
    assertThat(branch.isManaged()).isFalse();
  }

  @Test
  void whatIsSavedAndWhatOthersCommitIsSeen() throws Exception {
    var author = new Drafting(folder);
    var model = author.preview.git();
    try (var git = repository(author.root)) {
      model.look();
      assertThat(model.mark(author.production)).contains(Mark.UNCHANGED);

      author.policies.edit(Drafting.text(author.production) + "# more\n");
      assertThat(model.mark(author.production)).contains(Mark.UNCHANGED);
      author.policies.save();
      assertThat(model.mark(author.production)).contains(Mark.CHANGED);

      git.add().addFilepattern("policies").call();
      git.commit().setAuthor("O", "o@e.org").setCommitter("O", "o@e.org").setMessage("n").call();
      model.look();
      assertThat(model.mark(author.production)).contains(Mark.UNCHANGED);
    }
  }

  @Test
  void filesSayWithALetterAndInWordsWhatTheyAreToTheLastCommit() throws Exception {
    var author = Toolkit.call(() -> new Drafting(folder));
    try (var git = repository(author.root)) {
      Files.writeString(author.production, Drafting.text(author.production) + "# more\n");
      Files.writeString(author.root.resolve("policies/96-\u202Etuo.yaml"), "rules: []\n");
      Toolkit.call(() -> {
        author.policies.refresh();
        return true;
      });
      var stage =
          OnStage.show(
              1200,
              700,
              Look.LIGHT,
              () -> new PolicyView(author.policies, author.preview, seq -> {}));
      try {
        Toolkit.call(() -> {
          var branch = stage.find("#git-branch", Label.class);
          assertThat(branch.getText()).startsWith("main · ").endsWith(" changed");
          var cells = new ArrayList<String>();
          for (var node : stage.part.lookupAll(".tree-cell")) {
            if (node instanceof TreeCell<?> cell && cell.getAccessibleText() != null) {
              cells.add(cell.getAccessibleText() + " " + letters(cell));
            }
          }
          assertThat(cells)
              .contains(
                  author.production.getFileName()
                      + ", no errors, no warnings, changed since the last commit [M]",
                  "96-[U+202E]tuo.yaml, no errors, no warnings, new, the last commit does not have"
                      + " it [N]",
                  "cordon-node.yaml, no errors, no warnings, new, the last commit does not have it"
                      + " [N]");
          stage.part.resize(1200, 300);
          stage.layOut();
          return true;
        });
        git.add().addFilepattern(".").call();
        git.commit().setAuthor("O", "o@e.org").setCommitter("O", "o@e.org").setMessage("n").call();
        Toolkit.call(() -> {
          author.preview.git().look();
          stage.part.resize(1200, 700);
          stage.layOut();
          for (var node : stage.part.lookupAll(".tree-cell")) {
            if (node instanceof TreeCell<?> cell) {
              assertThat(letters(cell)).as(cell.getAccessibleText()).isEmpty();
            }
          }
          return true;
        });
      } finally {
        stage.close();
      }
    }
  }

  private static List<String> letters(TreeCell<?> cell) {
    return cell.lookupAll(".git-mark").stream()
        .map(node -> ((Label) node).getText())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @Test
  void theDiskIsNotAskedWhileAnotherScreenIsInFront() throws Exception {
    var work = new Later();
    var author = new Drafting(folder, work);
    try (var git = repository(author.root)) {
      Toolkit.call(() -> {
        var policies = new PolicyViewModel(author.policies.authoring(), work);
        var screen = new PolicyScreen(policies, author.preview, seq -> {});
        var stage = new Group();
        var scene = new Scene(stage);
        stage.getChildren().setAll(screen.node());
        screen.shown();
        int inFront = work.ticking();
        assertThat(inFront).as("files, Git, what is in force").isEqualTo(3);
        stage.getChildren().clear();
        assertThat(work.ticking()).isZero();
        author.reloading.found = new PolicyDesk.OnDisk.Same(List.of("inventory.yaml"));
        Files.writeString(author.production, "rules: []\n");
        author.preview.git().look();
        assertThat(author.preview.git().mark(author.production)).contains(Mark.UNCHANGED);
        screen.shown();
        assertThat(work.ticking()).isEqualTo(inFront);
        assertThat(author.preview.git().mark(author.production)).contains(Mark.CHANGED);
        assertThat(author.preview.reload().notice().get()).as("at once").isPresent();
        return scene;
      });
      assertThat(git.status().call().getModified()).hasSize(1);
    }
  }

  @Test
  void wordsThatAreTypedDuringACommitAreForTheNextOne() throws Exception {
    var work = new Later();
    var author = new Drafting(folder, work);
    try (var git = repository(author.root)) {
      var config = git.getRepository().getConfig();
      config.setString("user", null, "name", "Ada");
      config.setString("user", null, "email", "ada@example.org");
      config.save();
      Files.writeString(author.production, Drafting.text(author.production) + "# more\n");
      author.preview.git().look();
      var commit = author.preview.git().commit();
      commit.message().set("More");
      work.hold();
      commit.commit();
      commit.commit();
      commit.message().set("The next");
      work.letGo();
      assertThat(commit.outcome().get()).startsWith("Committed as ");
      assertThat(commit.message().get()).isEqualTo("The next");
      assertThat(git.log().call())
          .extracting(RevCommit::getFullMessage)
          .containsExactly("More\n", "m");
    }
  }

  @Test
  void whatIsLeftOutStaysSoWhileTheRepositoryCannotBeRead() throws Exception {
    var author = new Drafting(folder);
    try (var git = repository(author.root)) {
      Files.writeString(author.production, Drafting.text(author.production) + "# more\n");
      var model = author.preview.git();
      model.look();
      var commit = model.commit();
      commit.items().forEach(item -> item.chosen().set(!item.file().equals(author.production)));
      var index = git.getRepository().getDirectory().toPath().resolve("index");
      var before = Files.readAllBytes(index);
      Files.writeString(index, "no index");
      model.look();
      assertThat(commit.items()).isEmpty();
      Files.write(index, before);
      model.look();
      assertThat(commit.items())
          .filteredOn(item -> !item.chosen().get())
          .extracting(CommitViewModel.Item::file)
          .containsExactly(author.production);
    }
  }

  @Test
  void whatIsReadWhileSomebodyCommitsIsReadAgain() throws Exception {
    var work = new Later();
    var author = new Drafting(folder, work);
    try (var git = repository(author.root)) {
      author.policies.edit(Drafting.text(author.production) + "# more\n");
      author.policies.save();
      var diff = author.preview.git().diff();
      work.hold();
      diff.open();
      git.add().addFilepattern("policies").call();
      git.commit().setAuthor("O", "o@e.org").setCommitter("O", "o@e.org").setMessage("n").call();
      diff.moved();
      work.letGoFirst();
      assertThat(diff.lines().get()).isNotEmpty();
      work.letGo();
      assertThat(diff.lines().get()).isEmpty();
    }
  }

  @Test
  void aRepositoryThatCannotBeUsedSaysWhy() throws Exception {
    var author = new Drafting(folder);
    Files.writeString(author.root.resolve(".git"), "gitdir: " + folder + "\n");
    author.preview.git().look();
    var branch = Toolkit.call(() -> new BranchLine(author.preview.git(), () -> {}));
    assertThat(branch.getText()).isEqualTo("Git is not used here");
    assertThat(branch.getAccessibleText()).contains("does not lead back", folder.toString());
  }
}
