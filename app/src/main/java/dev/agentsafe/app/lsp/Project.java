package dev.agentsafe.app.lsp;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Assistant;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Diagnosis;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A workspace that somebody edits; for the thread of {@link Turns}. */
final class Project {
  private final Workbench bench;
  private final Assistant assistant;
  private final Diagnosis diagnosis;
  private final Map<Path, List<Problem>> problems = new HashMap<>();
  private final Map<Path, Tree> checked = new HashMap<>();

  Project(Path settings, Shapes shapes) {
    bench = new Workbench(settings);
    assistant = new Assistant(bench, shapes);
    diagnosis = new Diagnosis(bench);
  }

  Workbench bench() {
    return bench;
  }

  Assistant assistant() {
    return assistant;
  }

  /** A file of the workspace as it stands; empty where it is none of its files. */
  Optional<TextFile> file(Path path) {
    return bench.kind(path).isPresent() ? bench.file(path) : Optional.empty();
  }

  /** The lines of a file as they stand; one empty line where it cannot be read. */
  Lines lines(Path path) {
    return new Lines(bench.file(path).map(TextFile::text).orElse(""));
  }

  /** What was found in a file by the last check. */
  List<Problem> problems(Path file) {
    return problems.getOrDefault(file, List.of());
  }

  /** Whether the last check saw a file as it stands, so that its problems are where they say. */
  boolean isChecked(TextFile file) {
    return file.tree() == checked.get(file.path());
  }

  /**
   * Checks all files.
   *
   * @return the files of which something else was found than the last time
   */
  Set<Path> check() {
    checked.clear();
    bench.files().forEach(file -> checked.put(file.path(), file.tree()));
    var found = new HashMap<Path, List<Problem>>();
    for (var problem : diagnosis.list()) {
      var file = Path.of(problem.location().file()).toAbsolutePath().normalize();
      found.computeIfAbsent(file, path -> new java.util.ArrayList<>()).add(problem);
    }
    var changed = new HashSet<Path>();
    for (var file : union(found.keySet(), problems.keySet())) {
      if (!found.getOrDefault(file, List.of()).equals(problems(file))) {
        changed.add(file);
      }
    }
    problems.clear();
    problems.putAll(found);
    return changed;
  }

  private static Set<Path> union(Set<Path> these, Set<Path> those) {
    var all = new HashSet<>(these);
    all.addAll(those);
    return all;
  }
}
