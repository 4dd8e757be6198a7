package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.git.Mark;
import dev.agentsafe.editors.git.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author sees of Git. */
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
      Toolkit.call(() -> {
        author.preview.git().look();
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
      assertThat(git.getRepository().isBare()).isFalse();
    }
  }

  private static List<String> letters(TreeCell<?> cell) {
    return cell.lookupAll(".git-mark").stream()
        .map(node -> ((Label) node).getText())
        .filter(text -> !text.isEmpty())
        .toList();
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
