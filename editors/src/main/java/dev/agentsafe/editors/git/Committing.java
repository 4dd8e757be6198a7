package dev.agentsafe.editors.git;

import dev.agentsafe.editors.git.Committed.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.UserConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.io.EolStreamTypeUtil;

/**
 * One commit of some files: what is staged of others stays staged, and is not in it. Used once, by
 * one thread.
 *
 * <p>What is staged is locked from before the look at it until the branch is at the new commit, and
 * the branch moves only from where it was seen.
 */
final class Committing implements AutoCloseable {
  private final Repository repository;
  private final Whereabouts.At at;
  private final Place place;
  private final Looking looking;
  private final Names names;
  private Optional<DirCache> locked = Optional.empty();
  private Optional<ObjectId> made = Optional.empty();
  private Optional<ObjectId> parent = Optional.empty();
  private String subject = "";

  Committing(Repository repository, Whereabouts.At at, Place place, Names names) {
    this.repository = repository;
    this.at = at;
    this.place = place;
    this.names = names;
    looking = new Looking(repository, place, names);
  }

  /** Makes the commit, which nothing leads to yet; says why where it cannot be made. */
  Optional<Committed.Refused> prepare(Order order) throws IOException {
    try {
      locked = Optional.of(repository.lockDirCache());
    } catch (LockFailedException e) {
      return refuse(Reason.LOCKED, String.valueOf(e.getFile()));
    }
    var files = new ArrayList<>(order.texts().keySet());
    files.addAll(order.gone());
    var standing = looking.standing(files);
    var refused = hindrance(order, standing);
    return refused.isPresent() ? refused : make(order, standing);
  }

  private static Optional<Committed.Refused> refuse(Reason reason, String detail) {
    return Optional.of(new Committed.Refused(reason, detail));
  }

  private Optional<Committed.Refused> hindrance(Order order, Standing standing) throws IOException {
    if (order.message().isBlank() || order.message().indexOf('\0') >= 0) {
      return refuse(Reason.NO_MESSAGE, "");
    }
    if (!standing.head().commit().equals(order.head())) {
      return refuse(Reason.MOVED, standing.head().commit().orElse(""));
    }
    if (standing.terms().underway() != Underway.NOTHING) {
      return refuse(Reason.UNDERWAY, "");
    }
    if (looking.conflict().isPresent()) {
      return refuse(Reason.CONFLICTED, looking.conflict().get());
    }
    if (standing.terms().signs()) {
      return refuse(Reason.SIGNED, "");
    }
    if (standing.terms().author().isEmpty()) {
      return refuse(Reason.NO_AUTHOR, "");
    }
    var astray = astray();
    return astray.isPresent() ? refuse(Reason.UNUSABLE, astray.get()) : otherFile(order, standing);
  }

  /** A link on the way to where the branch and the records of it and of HEAD are written. */
  private Optional<String> astray() throws IOException {
    var head = repository.exactRef(Constants.HEAD);
    var branch = head == null ? Constants.HEAD : head.getLeaf().getName();
    for (var name : List.of(branch, "logs/" + branch, "logs/" + Constants.HEAD)) {
      var step = at.common();
      for (var part : Path.of(name)) {
        step = step.resolve(part);
        if (Files.isSymbolicLink(step)) {
          return Optional.of(step + " → " + Files.readSymbolicLink(step));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Committed.Refused> otherFile(Order order, Standing standing) throws IOException {
    for (var text : order.texts().entrySet()) {
      var mark = standing.of(text.getKey());
      boolean isAsChecked =
          (mark == Mark.CHANGED || mark == Mark.NEW)
              && !place.isGuarded(text.getKey())
              && Files.readString(text.getKey()).equals(text.getValue());
      if (!isAsChecked) {
        return refuse(Reason.OTHER_FILE, text.getKey().toString());
      }
    }
    return order.gone().stream()
        .filter(file -> standing.of(file) != Mark.GONE)
        .findFirst()
        .flatMap(file -> refuse(Reason.OTHER_FILE, file.toString()));
  }

  private Optional<Committed.Refused> make(Order order, Standing standing) throws IOException {
    parent = standing.head().commit().map(ObjectId::fromString);
    try (var inserter = repository.newObjectInserter();
        var commits = new RevWalk(repository)) {
      var changes = changes(order, inserter);
      var tree = DirCache.newInCore();
      var before = Optional.<ObjectId>empty();
      if (parent.isPresent()) {
        before = Optional.of(commits.parseCommit(parent.get()).getTree().getId());
        if (Extent.isTooLarge(commits.getObjectReader(), before.get())) {
          return refuse(Reason.TOO_LARGE, String.valueOf(Extent.MOST));
        }
        var builder = tree.builder();
        builder.addTree(
            new byte[0], DirCacheEntry.STAGE_0, commits.getObjectReader(), before.get());
        builder.finish();
      }
      change(tree, changes);
      var after = tree.writeTree(inserter);
      if (changes.isEmpty() || before.equals(Optional.of(after))) {
        return refuse(Reason.NOTHING, "");
      }
      made = Optional.of(inserter.insert(commit(order, after)));
      inserter.flush();
      change(locked.orElseThrow(), changes);
      return Optional.empty();
    }
  }

  /** What the repository is to keep of the files; nothing: the file is gone. */
  private Map<String, Optional<ObjectId>> changes(Order order, ObjectInserter inserter)
      throws IOException {
    var changes = new TreeMap<String, Optional<ObjectId>>();
    for (var text : order.texts().entrySet()) {
      var name = names.of(text.getKey()).orElseThrow();
      var bytes = new ByteArrayInputStream(text.getValue().getBytes(StandardCharsets.UTF_8));
      try (var kept = EolStreamTypeUtil.wrapInputStream(bytes, looking.ends(name))) {
        changes.put(name, Optional.of(inserter.insert(Constants.OBJ_BLOB, kept.readAllBytes())));
      }
    }
    order.gone().forEach(file -> changes.put(names.of(file).orElseThrow(), Optional.empty()));
    return changes;
  }

  private static void change(DirCache files, Map<String, Optional<ObjectId>> changes) {
    var editor = files.editor();
    changes.forEach((name, kept) ->
        editor.add(
            kept.<DirCacheEditor.PathEdit>map(id -> new Held(name, id))
                .orElseGet(() -> new DirCacheEditor.DeletePath(name))));
    editor.finish();
  }

  /** A file that holds something else. */
  private static final class Held extends DirCacheEditor.PathEdit {
    private final ObjectId id;

    Held(String name, ObjectId id) {
      super(name);
      this.id = id;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      if (entry.isIntentToAdd()) {
        // It is there now; nothing else takes that mark away.
        entry.copyMetaData(new DirCacheEntry(entry.getPathString()));
      }
      if (!Looking.FILES.contains(entry.getFileMode())) {
        entry.setFileMode(FileMode.REGULAR_FILE);
      }
      entry.setObjectId(id);
      // Nobody trusts times and sizes that were not looked at: whoever reads it next compares.
      entry.setLength(0);
      entry.setLastModified(Instant.EPOCH);
    }
  }

  private CommitBuilder commit(Order order, ObjectId tree) {
    var message = order.message().strip().lines().map(String::stripTrailing).toList();
    subject = message.getFirst();
    var user = repository.getConfig().get(UserConfig.KEY);
    var commit = new CommitBuilder();
    commit.setTreeId(tree);
    parent.ifPresent(commit::setParentId);
    commit.setAuthor(new PersonIdent(user.getAuthorName(), user.getAuthorEmail()));
    commit.setCommitter(new PersonIdent(user.getCommitterName(), user.getCommitterEmail()));
    commit.setMessage(String.join("\n", message) + "\n");
    return commit;
  }

  /** The branch leads to the commit from now on, unless it has moved. */
  Committed publish() throws IOException {
    var staged = locked.orElseThrow();
    staged.write();
    var update = repository.updateRef(Constants.HEAD);
    update.setNewObjectId(made.orElseThrow());
    update.setExpectedOldObjectId(parent.orElseGet(ObjectId::zeroId));
    update.setRefLogMessage(
        (parent.isPresent() ? "commit: " : "commit (initial): ") + subject, false);
    var result = update.update();
    return switch (result) {
      case NEW, FAST_FORWARD, FORCED ->
          new Committed.Done(made.orElseThrow().name(), staged.commit());
      case LOCK_FAILURE, REJECTED -> elsewhere(update);
      case NOT_ATTEMPTED,
          NO_CHANGE,
          REJECTED_CURRENT_BRANCH,
          IO_FAILURE,
          RENAMED,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          new Committed.Refused(Reason.UNUSABLE, result.toString());
    };
  }

  /** The branch has moved, or somebody else is at work on it. */
  private Committed elsewhere(RefUpdate update) {
    if (!Optional.ofNullable(update.getOldObjectId()).equals(parent)) {
      return new Committed.Refused(Reason.MOVED, "");
    }
    var branch = update.getRef().getLeaf().getName();
    var folder = branch.equals(Constants.HEAD) ? at.git() : at.common();
    return new Committed.Refused(Reason.LOCKED, folder.resolve(branch + ".lock").toString());
  }

  @Override
  public void close() {
    locked.ifPresent(DirCache::unlock);
  }
}
