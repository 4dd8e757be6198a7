package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.CoreConfig.EolStreamType;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.UserConfig;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/** One look at the files of a workspace and at what the last commit holds of them; used once. */
final class Looking {
  static final Set<FileMode> FILES = Set.of(FileMode.REGULAR_FILE, FileMode.EXECUTABLE_FILE);

  private final Repository repository;
  private final Place place;
  private final Names names;
  private final Map<Path, Mark> marks = new HashMap<>();
  private final Set<String> conflicted = new TreeSet<>();
  private final Map<String, EolStreamType> ends = new HashMap<>();

  Looking(Repository repository, Place place, Names names) {
    this.repository = repository;
    this.place = place;
    this.names = names;
  }

  Standing standing(List<Path> files) throws IOException {
    var head = Heads.read(repository);
    var index = repository.readDirCache();
    for (int i = 0; i < index.getEntryCount(); i++) {
      if (index.getEntry(i).getStage() != 0) {
        conflicted.add(index.getEntry(i).getPathString());
      }
    }
    mark(head, index, files);
    return new Standing(head, marks, terms(), exposed(index));
  }

  /** A file of which a merge left several versions, wherever in the repository it is. */
  Optional<String> conflict() {
    return conflicted.stream().findFirst();
  }

  /** The line ends that the repository wants of a file that was looked at. */
  EolStreamType ends(String name) {
    return ends.getOrDefault(name, EolStreamType.DIRECT);
  }

  private void mark(Standing.Head head, DirCache index, List<Path> files) throws IOException {
    var wanted = new TreeMap<String, Path>();
    files.forEach(file -> {
      marks.put(file, Mark.ELSEWHERE);
      names.of(file).ifPresent(name -> wanted.put(name, file));
    });
    var folders = folders(files);
    var filter = new TreeSet<>(wanted.keySet());
    folders.forEach(folder -> names.of(folder).ifPresent(filter::add));
    Place.ALONE.forEach(name -> names.of(place.root().resolve(name)).ifPresent(filter::add));
    filter.remove("");
    var ways = ways(wanted.keySet(), folders);
    try (var walk = new TreeWalk(repository)) {
      walk.setOperationType(OperationType.CHECKIN_OP);
      Heads.addTree(repository, walk, head);
      walk.addTree(new DirCacheIterator(index));
      var disk = new FileTreeIterator(repository);
      disk.setDirCacheIterator(walk, 1);
      walk.addTree(disk);
      walk.setFilter(PathFilterGroup.createFromStrings(filter));
      while (walk.next()) {
        var name = walk.getPathString();
        if (walk.isSubtree()) {
          // What is deeper than that nobody asked for, and it may have no end.
          if (ways.contains(name)) {
            walk.enterSubtree();
          }
          continue;
        }
        var file = wanted.get(name);
        if (file != null) {
          marks.put(file, mark(walk, name));
        } else if (isGone(walk, names.file(name), folders)) {
          marks.put(names.file(name), conflicted.contains(name) ? Mark.CONFLICTED : Mark.GONE);
        }
      }
    }
  }

  private Set<Path> folders(List<Path> files) {
    var folders = new HashSet<>(place.folders());
    files.stream()
        .flatMap(file -> Stream.ofNullable(file.getParent()))
        .filter(folder -> !folder.equals(place.root()))
        .forEach(folders::add);
    return folders;
  }

  /** The folders as the repository names them, and all that they and the files are in. */
  private Set<String> ways(Set<String> files, Set<Path> folders) {
    return Stream.concat(
            files.stream().map(Looking::above),
            folders.stream().flatMap(folder -> names.of(folder).stream()))
        .flatMap(name -> Stream.iterate(name, way -> !way.isEmpty(), Looking::above))
        .collect(Collectors.toSet());
  }

  private static String above(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** The last commit has a file that workspaces have, and the disk does not. */
  private boolean isGone(TreeWalk walk, Path file, Set<Path> folders) {
    var name = String.valueOf(file.getFileName());
    return isMissing(walk, file)
        && (place.isUsual(file)
            || (folders.contains(file.getParent())
                && (name.endsWith(".yaml") || name.endsWith(".yml"))));
  }

  private static boolean isMissing(TreeWalk walk, Path file) {
    return FILES.contains(walk.getFileMode(0))
        && walk.getTree(2, AbstractTreeIterator.class) == null
        && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !isSparse(walk);
  }

  /** Somebody does not want it on this disk. */
  private static boolean isSparse(TreeWalk walk) {
    var index = walk.getTree(1, DirCacheIterator.class);
    return index != null && index.getDirCacheEntry().isSkipWorkTree();
  }

  private Mark mark(TreeWalk walk, String name) throws IOException {
    // Once for each version that is left of it; the disk has none of the later ones.
    if (conflicted.contains(name)) {
      return Mark.CONFLICTED;
    }
    var disk = walk.getTree(2, FileTreeIterator.class);
    if (disk == null) {
      return isMissing(walk, names.file(name)) ? Mark.GONE : Mark.ELSEWHERE;
    }
    if (disk.getEntryFileMode().equals(FileMode.SYMLINK)) {
      return Mark.LINK;
    }
    if (!FILES.contains(disk.getEntryFileMode())) {
      return Mark.ELSEWHERE;
    }
    if (Translation.needsProgram(walk)) {
      return Mark.FILTERED;
    }
    ends.put(name, walk.getEolStreamType(OperationType.CHECKIN_OP));
    var before = walk.getFileMode(0);
    if (!before.equals(FileMode.MISSING)) {
      return FILES.contains(before) && walk.getObjectId(0).equals(disk.getEntryObjectId())
          ? Mark.UNCHANGED
          : Mark.CHANGED;
    }
    boolean isStaged = !walk.getFileMode(1).equals(FileMode.MISSING);
    return !isStaged && disk.isEntryIgnored() ? Mark.IGNORED : Mark.NEW;
  }

  private Standing.Terms terms() {
    var config = repository.getConfig();
    var user = config.get(UserConfig.KEY);
    var author =
        user.isAuthorNameImplicit() || user.isAuthorEmailImplicit()
            ? Optional.<String>empty()
            : Optional.of(user.getAuthorName() + " <" + user.getAuthorEmail() + ">");
    return new Standing.Terms(
        author,
        Underway.of(repository.getRepositoryState()),
        config.getBoolean("commit", "gpgSign", false),
        Heads.hasHooks(repository));
  }

  /** Keys and parts of the journal that the repository has, or would take. */
  private List<Path> exposed(DirCache index) throws IOException {
    var guarded = new TreeMap<String, Path>();
    for (var file : place.guarded()) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        names.of(file).filter(name -> !name.isEmpty()).ifPresent(name -> guarded.put(name, file));
      }
    }
    var exposed = new TreeSet<Path>();
    guarded.forEach((name, file) -> {
      if (index.findEntry(name) >= 0 || index.getEntriesWithin(name).length > 0) {
        exposed.add(file);
      }
    });
    guarded.values().removeAll(exposed);
    if (guarded.isEmpty()) {
      return List.copyOf(exposed);
    }
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(new FileTreeIterator(repository));
      walk.setFilter(PathFilterGroup.createFromStrings(guarded.keySet()));
      while (walk.next() && !guarded.isEmpty()) {
        look(walk, guarded, exposed);
      }
    }
    return List.copyOf(exposed);
  }

  private static void look(TreeWalk walk, Map<String, Path> guarded, Set<Path> exposed)
      throws IOException {
    var name = walk.getPathString();
    if (walk.getTree(0, FileTreeIterator.class).isEntryIgnored()) {
      return;
    }
    if (walk.isSubtree()) {
      walk.enterSubtree();
      return;
    }
    for (var each : new ArrayList<>(guarded.keySet())) {
      if (name.equals(each) || name.startsWith(each + "/")) {
        exposed.add(guarded.remove(each));
      }
    }
  }
}
