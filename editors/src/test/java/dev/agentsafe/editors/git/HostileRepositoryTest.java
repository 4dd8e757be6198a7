package dev.agentsafe.editors.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace that came from somebody else, with a repository in it that means no good. */
final class HostileRepositoryTest {
  @TempDir private Path folder = Path.of("");
  private Repo repo;
  private Path file;
  private Path ran;

  @BeforeEach
  void open() throws Exception {
    repo = new Repo(folder, "ws");
    file = repo.write("policies/10.yaml", "rules: []\n");
    ran = folder.resolve("ran");
    repo.commit("first");
    Files.writeString(file, "rules: [ ]\n");
  }

  @AfterEach
  void close() {
    repo.close();
  }

  /** A program that shows that it was run. */
  private Path program(Path at) throws IOException {
    Files.createDirectories(at.getParent());
    Files.writeString(at, "#!/bin/sh\ntouch '" + ran + "'\ncat\n");
    return Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void programsOfTheConfigurationAreNotRun() throws Exception {
    var command = program(folder.resolve("evil")).toString();
    repo.configure("filter", "evil", "clean", command);
    repo.configure("filter", "evil", "smudge", command);
    repo.configure("filter", "evil", "process", command);
    repo.configure("core", null, "fsmonitor", command);
    repo.configure("core", null, "hooksPath", folder.toString());
    repo.configure("gpg", null, "program", command);
    repo.configure("diff", null, "external", command);
    repo.write(".gitattributes", "*.yaml filter=evil diff=evil\n");
    program(folder.resolve("pre-commit"));

    var standing = repo.standing(file);

    assertThat(standing.of(file)).isEqualTo(Mark.FILTERED);
    assertThat(standing.committable()).isEmpty();
    assertThat(standing.terms().hooks()).isTrue();
    assertThat(ran).doesNotExist();
  }

  @Test
  void aCommitRunsNoProgramAndTakesNothingThatOneTranslates() throws Exception {
    repo.user();
    var hooks = repo.top.resolve(".git/hooks");
    for (var name :
        List.of(
            "pre-commit",
            "prepare-commit-msg",
            "commit-msg",
            "post-commit",
            "reference-transaction",
            "post-index-change")) {
      program(hooks.resolve(name));
    }
    var order = new Order(Optional.of(repo.head()), "mine", Map.of(file, "rules: [ ]\n"), Set.of());
    assertThat(repo.checkout().commit(order)).isInstanceOf(Committed.Done.class);
    assertThat(ran).doesNotExist();

    repo.configure("filter", "evil", "clean", program(folder.resolve("evil")).toString());
    repo.write(".gitattributes", "*.yaml filter=evil\n");
    Files.writeString(file, "rules: []\n");
    var next = new Order(Optional.of(repo.head()), "mine", Map.of(file, "rules: []\n"), Set.of());
    assertThat(repo.checkout().commit(next))
        .isEqualTo(new Committed.Refused(Committed.Reason.OTHER_FILE, file.toString()));
    assertThat(repo.checkout().kept(file)).isEqualTo(new Kept.Unknown(""));
    assertThat(ran).doesNotExist();
  }

  @Test
  void nothingIsWrittenByLooking() throws Exception {
    var before = everything();
    repo.standing(file);
    assertThat(everything()).isEqualTo(before);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  private List<String> everything() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.map(path -> path + " " + path.toFile().lastModified()).sorted().toList();
    }
  }

  @Test
  void aFileThatLeadsToTheRepositoryOfSomebodyElseIsNotFollowed() throws Exception {
    var victim = folder.resolve("victim");
    Git.init().setDirectory(victim.toFile()).call().close();
    var workspace = folder.resolve("received");
    Files.createDirectories(workspace.resolve("policies"));
    var received = Files.writeString(workspace.resolve("policies/10.yaml"), "rules: []\n");
    var checkout = new Checkout(workspace, workspace.resolve("audit.jsonl"));
    var dot = workspace.resolve(".git");

    Files.writeString(dot, "gitdir: " + victim.resolve(".git") + "\n");
    assertLeadsAway(checkout, received);

    Files.delete(dot);
    Files.createSymbolicLink(dot, victim.resolve(".git"));
    assertLeadsAway(checkout, received);

    Files.delete(dot);
    Files.createDirectories(dot.resolve("objects"));
    Files.writeString(dot.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(dot.resolve("commondir"), victim.resolve(".git") + "\n");
    assertLeadsAway(checkout, received);

    Files.delete(dot.resolve("commondir"));
    Files.createSymbolicLink(dot.resolve("refs"), victim.resolve(".git/refs"));
    assertLeadsAway(checkout, received);

    Files.delete(dot.resolve("refs"));
    Files.createDirectories(dot.resolve("refs"));
    Files.writeString(dot.resolve("config"), "[core]\n worktree = " + victim + "\n");
    assertLeadsAway(checkout, received);
  }

  private static void assertLeadsAway(Checkout checkout, Path file) {
    assertThat(checkout.look(List.of(file)))
        .isInstanceOfSatisfying(
            Seen.Unusable.class, seen -> assertThat(seen.trouble()).isEqualTo(Trouble.LEADS_AWAY));
  }

  @Test
  void aConfigurationThatTakesInOtherFilesIsNotFollowed() throws Exception {
    var config = repo.top.resolve(".git/config");
    Files.writeString(config, Files.readString(config) + "[include]\n path = /dev/zero\n");
    assertThat(repo.unusable(file))
        .isEqualTo(new Seen.Unusable(Trouble.INCLUDES, config.toString()));
    for (var hidden : List.of("[Include \"x\"]", "[includeIf \"gitdir:/\"]")) {
      Files.writeString(config, hidden + "\n path = /dev/zero\n");
      assertThat(repo.unusable(file).trouble()).as(hidden).isEqualTo(Trouble.INCLUDES);
    }
  }

  @Test
  void aFileWithoutAnEndIsNotRead() throws Exception {
    var git = repo.top.resolve(".git");
    for (var name : List.of("info/exclude", "info/attributes")) {
      Files.createDirectories(git.resolve("info"));
      Files.deleteIfExists(git.resolve(name));
      Files.createSymbolicLink(git.resolve(name), Path.of("/dev/zero"));
      assertThat(repo.unusable(file))
          .isEqualTo(new Seen.Unusable(Trouble.BROKEN, git.resolve(name).toString()));
      Files.delete(git.resolve(name));
    }
    for (var name : List.of("excludesFile", "attributesFile")) {
      repo.configure("core", null, name, "/dev/zero");
      assertThat(repo.unusable(file))
          .isEqualTo(new Seen.Unusable(Trouble.BROKEN, "core." + name + " = /dev/zero"));
      repo.configure("core", null, name, null);
    }
    assertThat(repo.standing(file).of(file)).isEqualTo(Mark.CHANGED);
  }

  @Test
  void objectsOfAnotherRepositoryAreNotBorrowed() throws Exception {
    var borrowed = repo.top.resolve(".git/objects/info/alternates");
    Files.createDirectories(repo.top.resolve(".git/objects/info"));
    Files.writeString(borrowed, folder + "\n");
    assertThat(repo.unusable(file))
        .isEqualTo(new Seen.Unusable(Trouble.LEADS_AWAY, borrowed.toString()));
  }

  @Test
  void aHeadThatLeadsOutOfTheRepositoryIsNotFollowed() throws Exception {
    repo.user();
    var victim = folder.resolve("victim");
    for (var name : List.of("refs/heads/../../../../victim", "../../victim", "config")) {
      Files.writeString(repo.top.resolve(".git/HEAD"), "ref: " + name + "\n");
      assertThat(repo.unusable(file).trouble()).as(name).isEqualTo(Trouble.BROKEN);
      var order = new Order(Optional.empty(), "m", Map.of(file, "rules: [ ]\n"), Set.of());
      assertThat(repo.checkout().commit(order)).isInstanceOf(Committed.Refused.class);
    }
    assertThat(victim).doesNotExist();
  }

  @Test
  void foldersWithoutAnEndAreNotGoneInto() throws Exception {
    try (var inserter = repo.repository().newObjectInserter()) {
      var deeper = inserter.insert(Constants.OBJ_BLOB, new byte[] {'x'});
      for (int depth = 0; depth < 40; depth++) {
        var folder = new TreeFormatter();
        for (var name : List.of("a", "b", "c", "d")) {
          folder.append(name, depth == 0 ? FileMode.REGULAR_FILE : FileMode.TREE, deeper);
        }
        deeper = inserter.insert(folder);
      }
      var policies = new TreeFormatter();
      policies.append("bomb", FileMode.TREE, deeper);
      var ws = new TreeFormatter();
      ws.append("policies", FileMode.TREE, inserter.insert(policies));
      var top = new TreeFormatter();
      top.append("ws", FileMode.TREE, inserter.insert(ws));
      var commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(top));
      commit.setAuthor(Repo.OTHER);
      commit.setCommitter(Repo.OTHER);
      commit.setMessage("bomb");
      var id = inserter.insert(commit);
      inserter.flush();
      Files.writeString(repo.top.resolve(".git/refs/heads/main"), id.name() + "\n");
    }
    assertThat(repo.standing(file).marks()).isEqualTo(Map.of(file, Mark.NEW));
    repo.user();
    var order = new Order(Optional.of(repo.head()), "mine", Map.of(file, "rules: [ ]\n"), Set.of());
    assertThat(repo.checkout().commit(order))
        .isEqualTo(new Committed.Refused(Committed.Reason.TOO_LARGE, "500000"));
    assertThat(repo.head()).isEqualTo(order.head().orElseThrow());
  }

  private static void grow(Path file, long size) throws IOException {
    try (var grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(size);
    }
  }

  @Test
  void whatIsTooLargeToBeReadIsSaidAndLeftAlone() throws Exception {
    for (var name : List.of(".gitignore", ".gitattributes")) {
      var lines = repo.root.resolve("policies").resolve(name);
      Files.writeString(lines, "*.bak\n");
      assertThat(repo.standing(file).of(file)).isEqualTo(Mark.CHANGED);
      grow(lines, (1 << 20) + 1);
      assertThat(repo.unusable(file))
          .isEqualTo(new Seen.Unusable(Trouble.TOO_LARGE, lines.toString()));
      Files.delete(lines);
    }
    var index = repo.top.resolve(".git/index");
    grow(index, (1 << 26) + 1);
    assertThat(repo.unusable(file))
        .isEqualTo(new Seen.Unusable(Trouble.TOO_LARGE, index.toString()));
    repo.user();
    var order = new Order(Optional.of(repo.head()), "mine", Map.of(file, "rules: [ ]\n"), Set.of());
    assertThat(repo.checkout().commit(order)).isInstanceOf(Committed.Refused.class);
  }

  @Test
  void aBareAndABrokenRepositoryAreSaidToBe() throws Exception {
    var bare = folder.resolve("bare.git");
    Git.init().setBare(true).setDirectory(bare.toFile()).call().close();
    assertThat(new Checkout(bare, bare.resolve("audit.jsonl")).look(List.of()))
        .isEqualTo(new Seen.Unusable(Trouble.BARE, bare.toRealPath().toString()));

    Files.writeString(repo.top.resolve(".git/index"), "no index");
    assertThat(repo.unusable(file).trouble()).isEqualTo(Trouble.BROKEN);
    Files.delete(repo.top.resolve(".git/HEAD"));
    assertThat(repo.unusable(file).trouble()).isEqualTo(Trouble.BROKEN);
    Files.writeString(repo.top.resolve(".git/config"), "[core\n");
    Files.writeString(repo.top.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    assertThat(repo.unusable(file).trouble()).isEqualTo(Trouble.BROKEN);
  }

  @Test
  void objectsOfAnotherKindAreNotGuessedAt() throws Exception {
    repo.configure("core", null, "repositoryformatversion", "1");
    repo.configure("extensions", null, "objectFormat", "sha256");
    assertThat(repo.unusable(file)).isEqualTo(new Seen.Unusable(Trouble.UNKNOWN_FORMAT, "sha256"));
  }
}
