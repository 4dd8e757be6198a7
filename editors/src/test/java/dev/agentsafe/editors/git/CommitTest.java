package dev.agentsafe.editors.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.git.Committed.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed, what is refused, and what others had staged. */
final class CommitTest {
  @TempDir private Path folder = Path.of("");
  private Repo repo;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    repo = new Repo(folder, "ops/ws");
    file = repo.write("policies/10.yaml", "rules: []\n");
    repo.commit("first");
    repo.user();
  }

  @AfterEach
  void close() {
    repo.close();
  }

  private Order order(String message, Path... files) throws Exception {
    var texts = new HashMap<Path, String>();
    var gone = new HashSet<Path>();
    for (var each : files) {
      if (Files.exists(each)) {
        texts.put(each, Files.readString(each));
      } else {
        gone.add(each);
      }
    }
    return new Order(Optional.of(repo.head()), message, texts, gone);
  }

  private void refused(Reason reason, Order order) throws Exception {
    var before = repo.head();
    assertThat(repo.checkout().commit(order))
        .isInstanceOfSatisfying(
            Committed.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    assertThat(repo.head()).isEqualTo(before);
    assertThat(repo.top.resolve(".git/index.lock").toFile().exists())
        .isEqualTo(reason == Reason.LOCKED);
  }

  @Test
  void whatIsChosenIsCommittedAndWhatOthersStagedStaysStaged() throws Exception {
    var outside = Files.writeString(repo.top.resolve("main.tf"), "staged\n");
    repo.git.add().addFilepattern("main.tf").call();
    Files.writeString(outside, "later\n");
    var left = repo.write("policies/20 left.yaml", "rules: []\n");
    var fresh = repo.write("policies/30 näw\nline.yaml", "rules: []\n");
    var gone = repo.write("policies/40-gone.yaml", "rules: []\n");
    repo.git.add().addFilepattern("ops/ws/policies/40-gone.yaml").call();
    repo.git.commit().setOnly("ops/ws/policies/40-gone.yaml").setMessage("m").call();
    Files.delete(gone);
    Files.writeString(file, "rules: [ ]\n");
    var parent = repo.head();

    var done =
        (Committed.Done)
            repo.checkout().commit(order("\n Nights  \n\nThey are dark. \n\n", file, fresh, gone));

    assertThat(done.id()).isEqualTo(repo.head());
    assertThat(done.isStaged()).isTrue();
    var commit = repo.repository().parseCommit(ObjectId.fromString(done.id()));
    assertThat(commit.getParent(0).name()).isEqualTo(parent);
    assertThat(commit.getFullMessage()).isEqualTo("Nights\n\nThey are dark.\n");
    assertThat(commit.getAuthorIdent().toExternalString()).startsWith("Ada <ada@example.org> ");
    assertThat(repo.inCommit("HEAD", "ops/ws/policies/10.yaml")).isEqualTo("rules: [ ]\n");
    assertThat(repo.inCommit("HEAD", "ops/ws/policies/30 näw\nline.yaml")).isEqualTo("rules: []\n");
    assertThat(repo.inCommit("HEAD", "ops/ws/policies/40-gone.yaml")).isEqualTo("(nothing)");
    assertThat(repo.inCommit("HEAD", "ops/ws/policies/20 left.yaml")).isEqualTo("(nothing)");
    assertThat(repo.inCommit("HEAD", "main.tf")).isEqualTo("(nothing)");
    assertThat(repo.staged("main.tf")).isEqualTo("staged\n");
    assertThat(repo.staged("ops/ws/policies/10.yaml")).isEqualTo("rules: [ ]\n");
    var status = repo.git.status().call();
    assertThat(status.getAdded()).containsExactly("main.tf");
    assertThat(status.getUntracked()).containsExactly("ops/ws/policies/20 left.yaml");
    assertThat(status.getChanged()).isEmpty();
    assertThat(status.getMissing()).isEmpty();
    assertThat(repo.standing(file, fresh, left).marks())
        .containsEntry(file, Mark.UNCHANGED)
        .containsEntry(fresh, Mark.UNCHANGED)
        .containsEntry(left, Mark.NEW)
        .hasSize(3);
    assertThat(repo.git.reflog().call().iterator().next().getComment()).isEqualTo("commit: Nights");
  }

  @Test
  void whatWasOnlyToBeAddedIsNoLongerOnceItIsCommitted() throws Exception {
    var added = repo.write("policies/20.yaml", "rules: []\n");
    repo.write("policies/30.yaml", "rules: []\n");
    var name = "ops/ws/policies/20.yaml";
    var other = "ops/ws/policies/30.yaml";
    repo.intendToAdd(name, other);
    assertThat(repo.repository().readDirCache().getEntry(name).isIntentToAdd()).isTrue();
    assertThat(repo.standing(added).of(added)).isEqualTo(Mark.NEW);

    assertThat(repo.checkout().commit(order("more", added))).isInstanceOf(Committed.Done.class);

    var staged = repo.repository().readDirCache();
    assertThat(staged.getEntry(name).isIntentToAdd()).isFalse();
    assertThat(staged.getEntry(other).isIntentToAdd()).as("nobody committed it").isTrue();
    assertThat(repo.staged(name)).isEqualTo("rules: []\n");
    assertThat(repo.git.status().call().getUncommittedChanges()).doesNotContain(name);
  }

  @Test
  void theFirstCommitAndOneWithoutABranchAreMade() throws Exception {
    var first = repo.head();
    repo.git.checkout().setName(first).call();
    Files.writeString(file, "rules: [ ]\n");
    var done = (Committed.Done) repo.checkout().commit(order("beside", file));
    assertThat(repo.standing(file).head())
        .isEqualTo(new Standing.Head(Optional.empty(), Optional.of(done.id())));
    assertThat(repo.id("main")).isEqualTo(first);

    try (var other = new Repo(folder.resolve("unborn"), "")) {
      other.user();
      var fresh = other.write("policies/10.yaml", "rules: []\n");
      var order = new Order(Optional.empty(), "first", Map.of(fresh, "rules: []\n"), Set.of());
      assertThat(other.checkout().commit(order)).isInstanceOf(Committed.Done.class);
      assertThat(other.inCommit("main", "policies/10.yaml")).isEqualTo("rules: []\n");
    }
  }

  @Test
  void aLinkedFolderCommitsToItsOwnBranch() throws Exception {
    var linked = folder.resolve("linked");
    var git = repo.top.resolve(".git/worktrees/linked");
    Files.createDirectories(git);
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/side\n");
    Files.writeString(git.resolve("commondir"), "../..\n");
    Files.createDirectories(linked.resolve("policies"));
    Files.writeString(git.resolve("gitdir"), linked.toRealPath().resolve(".git") + "\n");
    Files.writeString(linked.resolve(".git"), "gitdir: " + git + "\n");
    repo.git.branchCreate().setName("side").call();
    var fresh = Files.writeString(linked.resolve("policies/20.yaml"), "rules: []\n");
    var before = repo.head();

    var order = new Order(Optional.of(before), "side", Map.of(fresh, "rules: []\n"), Set.of());
    var done = (Committed.Done) new Checkout(linked, linked.resolve("audit.jsonl")).commit(order);

    assertThat(repo.head()).isEqualTo(before);
    assertThat(repo.id("side")).isEqualTo(done.id());
  }

  @Test
  void lineEndsAreCommittedAsTheRepositoryWantsThem() throws Exception {
    repo.configure("core", null, "autocrlf", "true");
    Files.writeString(file, "rules: [ ]\r\n");
    assertThat(repo.checkout().commit(order("ends", file))).isInstanceOf(Committed.Done.class);
    assertThat(repo.inCommit("HEAD", "ops/ws/policies/10.yaml")).isEqualTo("rules: [ ]\n");
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.UNCHANGED);
    assertThat(((Kept.Text) repo.checkout().kept(file)).like("a\r\nb\r\n"))
        .isEqualTo("rules: [ ]\r\n");
  }

  @Test
  void whatIsMissingOrInTheWayIsSaid() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    refused(Reason.NO_MESSAGE, order(" \n", file));
    refused(Reason.NOTHING, order("m"));
    repo.configure("commit", null, "gpgSign", "true");
    refused(Reason.SIGNED, order("m", file));
    repo.configure("commit", null, "gpgSign", "false");
    repo.configure("user", null, "email", null);
    refused(Reason.NO_AUTHOR, order("m", file));
    repo.user();
    var lock = Files.createFile(repo.top.resolve(".git/index.lock"));
    refused(Reason.LOCKED, order("m", file));
    Files.delete(lock);
    Files.writeString(repo.top.resolve(".git/MERGE_HEAD"), repo.head() + "\n");
    refused(Reason.UNDERWAY, order("m", file));
  }

  @Test
  void aFileThatIsNotAsItWasCheckedIsNotCommitted() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    var checked = order("m", file);
    Files.writeString(file, "rules: [evil]\n");
    refused(Reason.OTHER_FILE, checked);
    refused(Reason.OTHER_FILE, order("m", Files.writeString(folder.resolve("x"), "outside")));
    refused(Reason.OTHER_FILE, order("m", repo.write("audit.jsonl", "{}\n")));
    refused(Reason.OTHER_FILE, order("m", repo.write(".agent-safe/keys/journal", "secret")));
    Files.delete(file);
    var gone = order("m", file);
    Files.writeString(file, "rules: []\n");
    refused(Reason.OTHER_FILE, gone);
  }

  @Test
  void whatOthersCommitMeanwhileIsNotLost() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    var seen = order("mine", file);
    repo.git.add().addFilepattern("nothing").call();
    var other = repo.git.commit().setAllowEmpty(true).setMessage("theirs").call();
    refused(Reason.MOVED, seen);
    assertThat(repo.head()).isEqualTo(other.name());

    // As late as it can be: after everything was looked at.
    var at = (Whereabouts.At) Whereabouts.of(repo.root);
    var place = new Place(repo.root, repo.root.resolve("audit.jsonl"));
    try (var repository = Checkout.open(at);
        var committing =
            new Committing(
                repository, at, place, new Names(place.root(), place.root(), at.files()))) {
      assertThat(committing.prepare(order("mine", file))).isEmpty();
      var update = repo.repository().updateRef("refs/heads/main");
      update.setNewObjectId(ObjectId.fromString(seen.head().orElseThrow()));
      update.forceUpdate();
      assertThat(committing.publish()).isEqualTo(new Committed.Refused(Reason.MOVED, ""));
    }
    assertThat(repo.head()).isEqualTo(seen.head().orElseThrow());
    assertThat(repo.staged("ops/ws/policies/10.yaml")).isEqualTo("rules: []\n");
    assertThat(repo.top.resolve(".git/index.lock")).doesNotExist();
  }

  @Test
  void aBranchThatIsALinkIsNotWrittenThrough() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    var order = order("m", file);
    var branch = repo.top.resolve(".git/refs/heads/main");
    var victim = Files.copy(branch, folder.resolve("victim"));
    Files.delete(branch);
    Files.createSymbolicLink(branch, victim);
    refused(Reason.UNUSABLE, order);
    assertThat(victim).content().isEqualTo(order.head().orElseThrow() + "\n");
  }

  @Test
  void aRecordThatIsALinkIsNotWrittenThrough() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    var order = order("m", file);
    var victim = Files.writeString(folder.resolve("profile"), "mine\n");
    for (var name : List.of("logs/HEAD", "logs/refs/heads/main")) {
      var log = repo.top.resolve(".git").resolve(name);
      var before = Files.readAllBytes(log);
      Files.delete(log);
      Files.createSymbolicLink(log, victim);
      refused(Reason.UNUSABLE, order);
      assertThat(victim).content().isEqualTo("mine\n");
      Files.delete(log);
      Files.write(log, before);
    }
    assertThat(repo.checkout().commit(order)).isInstanceOf(Committed.Done.class);
  }

  @Test
  void aBranchOnWhichAnotherIsAtWorkIsNotSaidToHaveMoved() throws Exception {
    Files.writeString(file, "rules: [ ]\n");
    var lock = Files.createFile(repo.top.resolve(".git/refs/heads/main.lock"));
    var order = order("m", file);
    var head = repo.head();
    assertThat(repo.checkout().commit(order))
        .isEqualTo(new Committed.Refused(Reason.LOCKED, lock.toString()));
    assertThat(repo.head()).isEqualTo(head);
    assertThat(repo.staged("ops/ws/policies/10.yaml")).isEqualTo("rules: []\n");
    assertThat(repo.top.resolve(".git/index.lock")).doesNotExist();
  }

  @Test
  void whatTheLastCommitHoldsIsRead() throws Exception {
    assertThat(repo.checkout().kept(file)).isEqualTo(new Kept.Text("rules: []\n", true));
    assertThat(repo.checkout().kept(repo.write("policies/20.yaml", "rules: []\n")))
        .isEqualTo(new Kept.Absent());
    var binary = repo.root.resolve("policies/30.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, 0});
    repo.commit("binary");
    assertThat(repo.checkout().kept(binary)).isEqualTo(new Kept.Unknown(""));
  }
}
