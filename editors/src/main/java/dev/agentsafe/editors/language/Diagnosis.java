package dev.agentsafe.editors.language;

import dev.agentsafe.core.SettingsCheck;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.MergeMarks;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problem.Severity;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says what is wrong with the files of a workbench as they stand: as YAML, by their shape, and by
 * what they mean beside each other. Looking again after a keystroke costs about what it changed.
 * For one thread.
 */
public final class Diagnosis {
  private final Workbench bench;
  private final Linter linter;
  private Map<String, Pieces> pieces = Map.of();
  private Map<Tree, List<Problem>> marks = Map.of();

  /** One of that workbench, whenever it is asked for. */
  public Diagnosis(Workbench bench) {
    this.bench = bench;
    linter =
        new Linter(
            (source, before) -> Objects.requireNonNull(pieces.get(source.file()), source::file));
  }

  /**
   * Everything that is wrong with a workspace on disk: what an editor would show, and what else
   * keeps it from loading, such as a journal that is none. It loads where there is no error in it.
   */
  public static List<Problem> check(Path settings) {
    var bench = new Workbench(settings);
    var found = new LinkedHashSet<>(new Diagnosis(bench).list());
    var texts = bench.files().stream().map(file -> file.path().toString()).toList();
    boolean fails = found.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    loading(bench.settings()).stream()
        .filter(p -> !fails || !texts.contains(p.location().file()))
        .forEach(found::add);
    return List.copyOf(found);
  }

  private static List<Problem> loading(Path settings) {
    return switch (Workspace.loadFile(settings)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> warnings;
      case Loaded.Bad<Workspace>(var problems) -> problems;
    };
  }

  /** Every problem: those of the settings first, then by file, line and column. */
  public List<Problem> list() {
    var files = bench.files();
    pieces =
        files.stream()
            .collect(
                Collectors.toMap(file -> file.path().toString(), file -> file.tree().pieces()));
    var found = new ArrayList<Problem>();
    var root = bench.settings().getParent();
    bench
        .file(bench.settings())
        .ifPresent(file ->
            found.addAll(
                SettingsCheck.problems(
                    file.path().toString(),
                    file.tree().pieces(),
                    root == null ? bench.settings() : root)));
    found.addAll(bench.unreadable());
    marks = files.stream().collect(Collectors.toMap(TextFile::tree, this::marks));
    files.forEach(file -> found.addAll(marks.getOrDefault(file.tree(), List.of())));
    found.addAll(
        linter.look(
            new WorkspaceFiles(
                sources(files, FileKind.ACTION),
                sources(files, FileKind.POLICY),
                sources(files, FileKind.INVENTORY).stream().findFirst(),
                sources(files, FileKind.TESTS),
                sources(files, FileKind.OPERATORS).stream().findFirst())));
    return List.copyOf(found);
  }

  private List<Problem> marks(TextFile file) {
    var known = marks.get(file.tree());
    return known != null ? known : MergeMarks.of(new Source(file.path().toString(), file.text()));
  }

  private static List<Source> sources(List<TextFile> files, FileKind kind) {
    return files.stream()
        .filter(file -> file.kind() == kind)
        .map(file -> new Source(file.path().toString(), file.text()))
        .toList();
  }

  /** Every problem by file; a file without one is not in it. */
  public Map<Path, List<Problem>> byFile() {
    var all = new TreeMap<Path, List<Problem>>();
    for (var problem : list()) {
      all.computeIfAbsent(Path.of(problem.location().file()), f -> new ArrayList<>()).add(problem);
    }
    return all;
  }

  /** The problems of one file, in its order. */
  public List<Problem> of(Path file) {
    return byFile().getOrDefault(file.toAbsolutePath().normalize(), List.of());
  }
}
