package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shape;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * The names that a value may be, whatever is written there.
   *
   * @param way keys, and {@code []} for each item, from the outermost mapping
   * @param said the single values of the outermost mapping
   */
  public List<String> values(Path file, List<String> way, Map<String, String> said) {
    return place(file, way, said, said)
        .map(place -> new Vocabulary(bench, file).values(place).all())
        .orElse(List.of());
  }

  /**
   * The names that a key of a mapping may be, where keys are free.
   *
   * @param beside the single values beside the mapping
   */
  public List<String> keys(
      Path file, List<String> way, Map<String, String> said, Map<String, String> beside) {
    return place(file, way, said, beside)
        .map(place -> new Vocabulary(bench, file).keys(place).all())
        .orElse(List.of());
  }

  private Optional<Place> place(
      Path file, List<String> way, Map<String, String> said, Map<String, String> beside) {
    var frames = new ArrayList<Caret.Frame>();
    for (var step : way) {
      frames.add(
          step.equals("[]")
              ? new Caret.Frame.Item()
              : new Caret.Frame.Key(step, frames.isEmpty() ? said : beside));
    }
    var nothing = new Caret.Word(0, 0, "", "");
    var caret =
        new Caret(frames, Caret.Role.VALUE, nothing, Map.of(), new Caret.Layout(0, false, ""));
    return bench.kind(file).map(kind -> new Place(kind, caret, Shape.ANY));
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
