package dev.agentsafe.editors.git;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** A workspace in a repository that others made, and a machine whose user nobody knows. */
final class Repo implements AutoCloseable {
  static final PersonIdent OTHER = new PersonIdent("Other", "other@example.org");

  final Path root;
  final Path top;
  final Git git;

  /** A repository whose workspace is that folder of it. */
  Repo(Path top, String folder) throws Exception {
    settle(top);
    this.top = Files.createDirectories(top.resolve("repository")).toRealPath();
    git = Git.init().setDirectory(this.top.toFile()).setInitialBranch("main").call();
    root = Files.createDirectories(this.top.resolve(folder));
  }

  /** A user without configuration, whose home is empty. */
  static void settle(Path home) {
    SystemReader.setInstance(null);
    SystemReader.setInstance(new Surroundings(SystemReader.getInstance(), name -> null));
    FS.DETECTED.setUserHome(home.resolve("home").toFile());
  }

  Checkout checkout() {
    return new Checkout(root, root.resolve("audit.jsonl"));
  }

  Path write(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file;
  }

  /** Everything is committed by somebody else. */
  RevCommit commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    return git.commit().setMessage(message).setAuthor(OTHER).setCommitter(OTHER).call();
  }

  /** The user says who commits. */
  void user() throws IOException {
    var config = git.getRepository().getConfig();
    config.setString("user", null, "name", "Ada");
    config.setString("user", null, "email", "ada@example.org");
    config.save();
  }

  void configure(String section, @Nullable String part, String name, @Nullable String value)
      throws IOException {
    var config = git.getRepository().getConfig();
    config.setString(section, part, name, value);
    config.save();
  }

  Standing standing(Path... files) {
    return ((Seen.Found) checkout().look(List.of(files))).standing();
  }

  Seen.Unusable unusable(Path... files) {
    return (Seen.Unusable) checkout().look(List.of(files));
  }

  Repository repository() {
    return git.getRepository();
  }

  /** What a commit holds under a name; nothing: null. */
  String inCommit(String revision, String name) throws IOException {
    try (var walk =
        TreeWalk.forPath(
            repository(),
            name,
            repository().parseCommit(repository().resolve(revision)).getTree())) {
      return walk == null
          ? "(nothing)"
          : new String(
              repository().open(walk.getObjectId(0)).getBytes(),
              java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** What is staged under a name. */
  String staged(String name) throws IOException {
    var entry = repository().readDirCache().getEntry(name);
    return entry == null
        ? "(nothing)"
        : new String(
            repository().open(entry.getObjectId()).getBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What {@code git add -N} does, which JGit does not: an index that says so of those names. */
  void intendToAdd(String... names) throws Exception {
    var entries = new TreeMap<String, byte[]>();
    var staged = repository().readDirCache();
    for (int i = 0; i < staged.getEntryCount(); i++) {
      var entry = staged.getEntry(i);
      entries.put(entry.getPathString(), entry(entry.getPathString(), entry.getObjectId(), false));
    }
    var nothing = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, new byte[0]);
    for (var name : names) {
      entries.put(name, entry(name, nothing, true));
    }
    var index = new ByteArrayOutputStream();
    index.writeBytes(
        ByteBuffer.allocate(12)
            .put("DIRC".getBytes(StandardCharsets.US_ASCII))
            .putInt(3)
            .putInt(entries.size())
            .array());
    entries.values().forEach(index::writeBytes);
    index.writeBytes(MessageDigest.getInstance("SHA-1").digest(index.toByteArray()));
    Files.write(top.resolve(".git/index"), index.toByteArray());
  }

  private static byte[] entry(String name, ObjectId id, boolean isIntended) {
    var path = name.getBytes(StandardCharsets.UTF_8);
    int length = 62 + (isIntended ? 2 : 0) + path.length;
    var entry = ByteBuffer.allocate(length / 8 * 8 + 8);
    entry.putInt(24, FileMode.REGULAR_FILE.getBits());
    var bytes = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(bytes, 0);
    entry.put(40, bytes).putShort(60, (short) ((isIntended ? 0x4000 : 0) | path.length));
    if (isIntended) {
      entry.putShort(62, (short) 0x2000);
    }
    return entry.put(length - path.length, path).array();
  }

  /** The id of what a name means. */
  String id(String name) throws IOException {
    return requireNonNull(repository().resolve(name), name).name();
  }

  String head() throws IOException {
    return id(Constants.HEAD);
  }

  @Override
  public void close() {
    git.close();
    SystemReader.setInstance(null);
  }
}
