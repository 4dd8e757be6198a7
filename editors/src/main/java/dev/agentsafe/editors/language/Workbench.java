package dev.agentsafe.editors.language;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import dev.agentsafe.core.yaml.Span;
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
import java.util.stream.Stream;

/**
 * The files of a workspace as they stand while some of them are edited: open documents before what
 * is on disk. For one thread.
 *
 * <p>It works with broken files too, the settings included: where those do not say where something
 * is, it is looked for where {@code agent-safe init} puts it.
 */
public final class Workbench {
  private static final String TESTS = "tests";
  private static final Node NOTHING = new Node.Sequence(new Span(1, 1, 1, 1), List.of());

  private final Path settings;
  private final Path root;
  private final Map<Path, TextFile> open = new HashMap<>();
  private final Map<Path, String> onDisk = new TreeMap<>();
  private final Map<Path, TextFile> read = new HashMap<>();
  private final Map<Tree, List<Name>> names = new HashMap<>();
  private final Map<Piece, Names.InPiece> known = new WeakHashMap<>();
  private final List<Problem> unreadable = new ArrayList<>();
  private Optional<Node> said = Optional.empty();
  private boolean whole;

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
    var tree =
        Optional.ofNullable(open.get(settings))
            .map(TextFile::tree)
            .or(() ->
                Optional.ofNullable(onDisk.get(settings))
                    .map(text -> Tree.of(settings.toString(), text)));
    said = tree.flatMap(Tree::root);
    whole = said.isPresent() && tree.get().broken().isEmpty();
    for (var place : places()) {
      take(place);
    }
    read.keySet().retainAll(onDisk.keySet());
    classify();
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

  /** The settings may say of a file that is read already that it is one of another kind. */
  private void classify() {
    boolean changed = false;
    for (var files : List.of(open, read)) {
      for (var entry : files.entrySet()) {
        var file = entry.getValue();
        var kind = kind(file.path()).orElse(FileKind.POLICY);
        if (kind != file.kind()) {
          entry.setValue(new TextFile(file.path(), kind, file.version(), file.open(), file.tree()));
          changed = true;
        }
      }
    }
    if (changed) {
      names.clear();
      known.clear();
    }
  }

  /**
   * Where files of a kind are.
   *
   * @param said whether the settings say so, so that it has to be there
   */
  private record Place(FileKind kind, Path path, boolean folder, boolean said) {}

  private List<Place> places() {
    var all = new ArrayList<Place>();
    place(FileKind.ACTION, "registry", "actions", true).ifPresent(all::add);
    place(FileKind.POLICY, "policies", "policies", true).ifPresent(all::add);
    all.add(new Place(FileKind.TESTS, root.resolve(TESTS), true, false));
    place(FileKind.INVENTORY, "inventory", "inventory.yaml", false).ifPresent(all::add);
    place(FileKind.OPERATORS, "operators", "operators.yaml", false).ifPresent(all::add);
    return all;
  }

  private void take(Place place) {
    if (place.folder()) {
      if (place.said() || Files.isDirectory(place.path())) {
        var what = place.kind() == FileKind.ACTION ? "actions" : "policies";
        take(SourceFiles.ofFolder(place.path(), what, unreadable));
      }
    } else if (place.said() || Files.isRegularFile(place.path())) {
      take(SourceFiles.read(place.path(), unreadable).stream().toList());
    }
  }

  private void take(List<Source> sources) {
    sources.forEach(source -> onDisk.put(normal(Path.of(source.file())), source.text()));
  }

  /** What the settings say of a path; an inventory that whole settings do not name is none. */
  private Optional<Place> place(FileKind kind, String key, String fallback, boolean folder) {
    var text =
        Names.at(said.orElse(NOTHING), key)
            .flatMap(node ->
                node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Text
                    ? Stream.of(scalar.text())
                    : Stream.of())
            .findFirst()
            .orElse("");
    if (text.isEmpty()) {
      return kind == FileKind.INVENTORY && whole
          ? Optional.empty()
          : Optional.of(new Place(kind, root.resolve(fallback), folder, false));
    }
    try {
      return Optional.of(new Place(kind, root.resolve(text).normalize(), folder, true));
    } catch (InvalidPathException e) {
      return Optional.of(new Place(kind, root.resolve(fallback), folder, false));
    }
  }

  /** What a file of that path is to the workspace; empty where it is none of its files. */
  public Optional<FileKind> kind(Path file) {
    var path = normal(file);
    if (path.equals(settings)) {
      return Optional.of(FileKind.SETTINGS);
    }
    var name = path.toString();
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    return places().stream()
        .filter(place ->
            place.folder()
                ? yaml && place.path().equals(path.getParent())
                : place.path().equals(path))
        .map(Place::kind)
        .findFirst();
  }

  /** The settings file. */
  public Path settings() {
    return settings;
  }

  /** Where its files are or would be: files, and folders of files. */
  public List<Path> watched() {
    return Stream.concat(Stream.of(settings), places().stream().map(Place::path))
        .distinct()
        .toList();
  }

  /** The text of a file on disk, as it was read last. */
  public Optional<String> onDisk(Path file) {
    return Optional.ofNullable(onDisk.get(normal(file)));
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
