package dev.agentsafe.editors.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files stand to the last commit. */
final class StandingTest {
  @TempDir private Path folder = Path.of("");
  private Repo repo;

  @BeforeEach
  void open() throws Exception {
    repo = new Repo(folder, "ops/ws");
  }

  @AfterEach
  void close() {
    repo.close();
  }

  @Test
  void everyFileIsWhatItIsToTheLastCommit() throws Exception {
    var same = repo.write("policies/10-same.yaml", "rules: []\n");
    var changed = repo.write("policies/20-changed.yaml", "rules: []\n");
    var gone = repo.write("policies/30-gone.yaml", "rules: []\n");
    var notes = repo.write("policies/notes.txt", "mine\n");
    repo.write(".gitignore", "local.yaml\n");
    repo.commit("first");
    Files.writeString(changed, "rules: [ ]\n");
    Files.delete(gone);
    Files.delete(notes);
    var fresh = repo.write("policies/40 näw\nline.yaml", "rules: []\n");
    var staged = repo.write("policies/50-staged.yaml", "rules: []\n");
    repo.git.add().addFilepattern("ops/ws/policies/50-staged.yaml").call();
    var ignored = repo.write("policies/local.yaml", "rules: []\n");

    var standing = repo.standing(same, changed, fresh, staged, ignored);

    assertThat(standing.marks())
        .containsEntry(same, Mark.UNCHANGED)
        .containsEntry(changed, Mark.CHANGED)
        .containsEntry(gone, Mark.GONE)
        .containsEntry(fresh, Mark.NEW)
        .containsEntry(staged, Mark.NEW)
        .containsEntry(ignored, Mark.IGNORED)
        .hasSize(6);
    assertThat(standing.committable()).containsExactly(changed, gone, fresh, staged);
    assertThat(standing.head())
        .isEqualTo(new Standing.Head(Optional.of("main"), Optional.of(repo.head())));
  }

  @Test
  void whatIsTouchedAndHoldsTheSameIsUnchanged() throws Exception {
    var file = repo.write("policies/10.yaml", "rules: []\n");
    repo.commit("first");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.UNCHANGED);
  }

  @Test
  void lineEndsAreThoseThatTheRepositoryWants() throws Exception {
    var file = repo.write("policies/10.yaml", "rules: []\n");
    repo.commit("first");
    repo.configure("core", null, "autocrlf", "true");
    Files.writeString(file, "rules: []\r\n");
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.UNCHANGED);
    Files.writeString(file, "rules: [ ]\r\n");
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.CHANGED);
  }

  @Test
  void aBranchWithoutACommitAndACommitWithoutABranchAreSaid() throws Exception {
    var file = repo.write("policies/10.yaml", "rules: []\n");
    assertThat(repo.standing(file).head())
        .isEqualTo(new Standing.Head(Optional.of("main"), Optional.empty()));
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.NEW);
    var first = repo.commit("first");
    repo.git.checkout().setName(first.name()).call();
    assertThat(repo.standing(file).head())
        .isEqualTo(new Standing.Head(Optional.empty(), Optional.of(first.name())));
  }

  @Test
  void whatAMergeLeftIsSaidUntilItIsResolved() throws Exception {
    var file = repo.write("policies/10.yaml", "rules: []\n");
    var first = repo.commit("first");
    Files.writeString(file, "rules: [a]\n");
    repo.commit("ours");
    repo.git.checkout().setCreateBranch(true).setName("side").setStartPoint(first).call();
    Files.writeString(file, "rules: [b]\n");
    var theirs = repo.commit("theirs");
    repo.git.checkout().setName("main").call();
    repo.git.merge().include(theirs).call();

    var standing = repo.standing(file);
    assertThat(standing.of(file)).isEqualTo(Mark.CONFLICTED);
    assertThat(standing.terms().underway()).isEqualTo(Underway.MERGE);
    assertThat(standing.committable()).isEmpty();

    repo.git.reset().setMode(ResetType.HARD).setRef(Constants.HEAD).call();
    assertThat(repo.standing(file).terms().underway()).isEqualTo(Underway.NOTHING);
  }

  @Test
  void keysAndTheJournalAreNamedUntilTheyAreIgnored() throws Exception {
    repo.write(".agent-safe/keys/journal", "secret");
    var journal = repo.write("audit.jsonl", "{}\n");
    repo.write("audit.tlog/checkpoint", "x");
    var file = repo.write("policies/10.yaml", "rules: []\n");
    assertThat(repo.standing(file).exposed())
        .containsExactly(
            repo.root.resolve(".agent-safe"), journal, repo.root.resolve("audit.tlog"));
    assertThat(repo.standing(file).committable()).containsExactly(file);
    repo.write(".gitignore", ".agent-safe/keys/*\naudit.*\n");
    assertThat(repo.standing(file).exposed()).isEmpty();
    repo.git.add().addFilepattern("ops/ws/.gitignore").call();
    Files.delete(repo.root.resolve(".gitignore"));
    repo.commit("all of it");
    repo.write(".gitignore", ".agent-safe\naudit.*\n");
    assertThat(repo.standing(file).exposed()).contains(journal, repo.root.resolve(".agent-safe"));
  }

  @Test
  void aSubmoduleAndALinkAreNotOfThisRepository() throws Exception {
    var inside = repo.write("policies/10.yaml", "rules: []\n");
    org.eclipse.jgit.api.Git.init()
        .setDirectory(repo.root.resolve("policies").toFile())
        .call()
        .close();
    var outside = Files.writeString(folder.resolve("secret.yaml"), "rules: []\n");
    Files.createDirectories(repo.root.resolve("tests"));
    var link = Files.createSymbolicLink(repo.root.resolve("tests/link.yaml"), outside);
    Files.createSymbolicLink(repo.root.resolve("actions"), folder);
    var behind = repo.root.resolve("actions/secret.yaml");

    var standing = repo.standing(inside, link, behind, outside);
    assertThat(standing.marks())
        .containsEntry(inside, Mark.ELSEWHERE)
        .containsEntry(link, Mark.LINK)
        .containsEntry(behind, Mark.ELSEWHERE)
        .containsEntry(outside, Mark.ELSEWHERE);
    assertThat(standing.committable()).isEmpty();
  }

  @Test
  void aFolderInNoRepositoryIsSaidToBeInNone() throws Exception {
    var alone = Files.createDirectories(folder.resolve("alone"));
    assertThat(new Checkout(alone, alone.resolve("audit.jsonl")).look(List.of()))
        .isEqualTo(new Seen.Nothing());
  }

  @Test
  void aThousandFilesAreLookedAtAsOne() throws Exception {
    var files =
        IntStream.range(0, 1_000)
            .mapToObj("policies/%04d.yaml"::formatted)
            .map(name -> {
              try {
                return repo.write(name, "rules: []\n");
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
            .toList();
    repo.commit("all");
    Files.writeString(files.get(500), "rules: [ ]\n");
    var checkout = repo.checkout();
    var stamp = checkout.stamp(files);
    var standing = ((Seen.Found) checkout.look(files)).standing();
    assertThat(standing.committable()).containsExactly(files.get(500));
    assertThat(checkout.stamp(files)).isEqualTo(stamp);
    Files.writeString(files.get(700), "rules: [] #\n");
    assertThat(checkout.stamp(files)).isNotEqualTo(stamp);
  }

  @Test
  void theStampFollowsWhatOthersDoToTheRepository() throws Exception {
    var file = repo.write("policies/10.yaml", "rules: []\n");
    var checkout = repo.checkout();
    var before = checkout.stamp(List.of(file));
    repo.commit("first");
    var after = checkout.stamp(List.of(file));
    assertThat(after).isNotEqualTo(before);
    repo.git.checkout().setCreateBranch(true).setName("side").call();
    var branched = checkout.stamp(List.of(file));
    assertThat(branched).isNotEqualTo(after);
    var ignoring = repo.write("policies/.gitignore", "a.yaml\n");
    var ignored = checkout.stamp(List.of(file));
    Files.writeString(ignoring, "10.yaml\n");
    assertThat(checkout.stamp(List.of(file))).isNotEqualTo(ignored);
  }
}
