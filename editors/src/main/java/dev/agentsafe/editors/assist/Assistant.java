package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Helps with the files of a workspace as they stand on its workbench; for the thread that the
 * workbench is for.
 *
 * <p>Places are given in UTF-16 units from the beginning of a file's text. Of files that are none
 * of the workspace's nothing is said.
 */
public final class Assistant {
  private final Workbench bench;
  private final Shapes shapes;

  /** Helps with that workbench's files. */
  public Assistant(Workbench bench, Shapes shapes) {
    this.bench = bench;
    this.shapes = shapes;
  }

  private Optional<TextFile> file(Path file) {
    return bench.kind(file).isPresent() ? bench.file(file) : Optional.empty();
  }

  /** What can be written at a place, what was begun there first. */
  public List<Offer> completion(Path file, int offset) {
    return file(file)
        .map(found -> new Completion(bench, shapes, found).at(offset))
        .orElse(List.of());
  }

  /** What stands at a place. */
  public Optional<Meaning> hover(Path file, int offset) {
    return file(file).flatMap(found -> new Hover(bench, shapes).at(found, offset));
  }

  /** What can be done about a problem of a file, the likeliest first. */
  public List<Fix> fixes(Path file, Problem problem) {
    return file(file).map(found -> Fixes.of(bench, shapes, found, problem)).orElse(List.of());
  }

  /** What a file holds: rules in order of evaluation, everything else in that of the file. */
  public List<Outline> outline(Path file) {
    return file(file).map(Outline::of).orElse(List.of());
  }

  /** The name at a place. */
  public Optional<Name> name(Path file, int offset) {
    return file(file)
        .flatMap(found -> {
          var rows = new Lines(found.text());
          int at = Math.clamp(offset, 0, found.text().length());
          return bench.nameAt(file, rows.rowOf(at) + 1, rows.column(at));
        });
  }

  /** Where a name is declared and used; globs that match an action are uses of it. */
  public List<Name> references(Name name) {
    return new References(bench).of(name);
  }

  /** Where a name is declared. */
  public List<Name> declarations(Name name) {
    return new References(bench).exact(name).stream().filter(Name::declared).toList();
  }

  /** Whether names of that kind can be changed here. */
  public boolean canRename(Name name) {
    return Renaming.isOffered(name.kind());
  }

  /** What has to be written so that an action, target, rule or test has another name. */
  public Renamed rename(Name name, String wanted) {
    return new Renaming(bench).to(name, wanted);
  }
}
