package dev.agentsafe.editors.language;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The files of a workspace as they stand while some of them are edited: open documents before what
 * is on disk. For one thread.
 *
 * <p>It works with broken files too, the settings included: where those do not say where something
 * is, it is looked for where {@code agent-safe init} puts it.
 */
public final class Workbench {
  private static final String TESTS = "tests";

  private final Path settings;
  private final Path root;
  private final Map<Path, TextFile> open = new HashMap<>();
  private final Map<Path, String> onDisk = new TreeMap<>();
  private final Map<Path, TextFile> read = new HashMap<>();
  private final Map<Tree, List<Name>> names = new HashMap<>();
  private final Map<Piece, Names.InPiece> known = new WeakHashMap<>();
  private final List<Problem> unreadable = new ArrayList<>();
  private Optional<Node> said = Optional.empty();

  /**
   * The workspace with these settings, read from disk.
   *
   * @param settings its {@code agent-safe.yaml}
   */
  public Workbench(Path settings) {
    this.settings = normal(settings);
    var parent = this.settings.getParent();
    root = parent == null ? this.settings : parent;
    refresh();
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Takes a text in the place of the one on disk. */
  public void open(Path file, String text, int version) {
    change(file, text, version);
  }

  /** Takes what became of an open document. */
  public void change(Path file, String text, int version) {
    var path = normal(file);
    var before = open.getOrDefault(path, read.get(path));
    var tree = before == null ? Tree.of(path.toString(), text) : before.tree().edited(text);
    open.put(path, new TextFile(path, kind(path).orElse(FileKind.POLICY), version, true, tree));
    if (path.equals(settings)) {
      refresh();
    }
  }

  /** Goes back to the text on disk. */
  public void close(Path file) {
    open.remove(normal(file));
    refresh();
  }

  /** Reads the disk again: files may have come, gone or changed. */
  public void refresh() {
    unreadable.clear();
    onDisk.clear();
    take(SourceFiles.read(settings, unreadable).stream().toList());
    said =
        Optional.ofNullable(open.get(settings))
            .map(TextFile::tree)
            .or(() ->
                Optional.ofNullable(onDisk.get(settings))
                    .map(text -> Tree.of(settings.toString(), text)))
            .flatMap(Tree::root);
    take(folder(place("registry", "actions")));
    take(folder(place("policies", "policies")));
    take(folder(root.resolve(TESTS)));
    for (var file : List.of(place("inventory", "inventory.yaml"), operators())) {
      if (Files.isRegularFile(file)) {
        take(SourceFiles.read(file, unreadable).stream().toList());
      }
    }
    read.keySet().retainAll(onDisk.keySet());
    onDisk.forEach((path, text) -> {
      var before = read.get(path);
      if (before == null || !before.text().equals(text)) {
        read.put(
            path,
            new TextFile(
                path,
                kind(path).orElse(FileKind.POLICY),
                0,
                false,
                before == null ? Tree.of(path.toString(), text) : before.tree().edited(text)));
      }
    });
  }

  private List<Source> folder(Path folder) {
    return Files.isDirectory(folder)
        ? SourceFiles.ofFolder(folder, "files", unreadable)
        : List.of();
  }

  private void take(List<Source> sources) {
    sources.forEach(source -> onDisk.put(normal(Path.of(source.file())), source.text()));
  }

  private Path operators() {
    return place("operators", "operators.yaml");
  }

  /** What the settings say of a path, as they stand. */
  private Path place(String key, String fallback) {
    var path =
        said.map(node -> Section.peek(node, key)).filter(text -> !text.isEmpty()).orElse(fallback);
    try {
      return root.resolve(path).normalize();
    } catch (InvalidPathException e) {
      return root.resolve(fallback);
    }
  }

  /** What a file of that path is to the workspace; empty where it is none of its files. */
  public Optional<FileKind> kind(Path file) {
    var path = normal(file);
    if (path.equals(settings)) {
      return Optional.of(FileKind.SETTINGS);
    }
    if (path.equals(place("inventory", "inventory.yaml"))) {
      return Optional.of(FileKind.INVENTORY);
    }
    if (path.equals(operators())) {
      return Optional.of(FileKind.OPERATORS);
    }
    var name = path.toString();
    if (path.getParent() == null || !(name.endsWith(".yaml") || name.endsWith(".yml"))) {
      return Optional.empty();
    }
    var folder = path.getParent();
    if (folder.equals(place("registry", "actions"))) {
      return Optional.of(FileKind.ACTION);
    }
    if (folder.equals(place("policies", "policies"))) {
      return Optional.of(FileKind.POLICY);
    }
    return folder.equals(root.resolve(TESTS)) ? Optional.of(FileKind.TESTS) : Optional.empty();
  }

  /** The settings file. */
  public Path settings() {
    return settings;
  }

  /** All files, open or on disk, by path. */
  public List<TextFile> files() {
    var all = new TreeMap<>(read);
    open.forEach((path, file) -> {
      if (kind(path).isPresent()) {
        all.put(path, file);
      }
    });
    return List.copyOf(all.values());
  }

  /** All files of a kind, by path. */
  public List<TextFile> files(FileKind kind) {
    return files().stream().filter(file -> file.kind() == kind).toList();
  }

  /** One file as it stands. */
  public Optional<TextFile> file(Path file) {
    var path = normal(file);
    return Optional.ofNullable(open.get(path)).or(() -> Optional.ofNullable(read.get(path)));
  }

  /** What could not be read from disk. */
  public List<Problem> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Every name in every file, file by file. */
  public List<Name> names() {
    var files = files();
    var all = new ArrayList<Name>();
    var kept = new HashMap<Tree, List<Name>>();
    for (var file : files) {
      var found = names.containsKey(file.tree()) ? names.get(file.tree()) : Names.of(file, known);
      kept.put(file.tree(), found);
      all.addAll(found);
    }
    names.clear();
    names.putAll(kept);
    return List.copyOf(all);
  }

  /** The names of that kind, declared ones first. */
  public List<Name> names(Name.Kind kind) {
    var all = names().stream().filter(name -> name.kind() == kind).toList();
    var sorted = new ArrayList<>(all.stream().filter(Name::declared).toList());
    all.stream().filter(name -> !name.declared()).forEach(sorted::add);
    return List.copyOf(sorted);
  }

  /** The name at a place of a file, line and column counted from 1. */
  public Optional<Name> nameAt(Path file, int line, int column) {
    var path = normal(file);
    return names().stream()
        .filter(name -> name.file().equals(path) && name.span().holds(line, column))
        .findFirst();
  }

  /** The outermost value of a file as it stands. */
  public Optional<Node> root(Path file) {
    return file(file).flatMap(each -> each.tree().root());
  }
}
