package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a problem is, and what is found there to do about it; for one problem. */
final class Site {
  private final Workbench bench;
  private final Shapes shapes;
  private final TextFile file;
  private final Lines rows;
  private final Problem problem;
  private final Tree.Spot spot;
  private final Patch patch;
  private final List<Fix> found = new ArrayList<>();

  private Site(Workbench bench, Shapes shapes, TextFile file, Problem problem, Tree.Spot spot) {
    this.bench = bench;
    this.shapes = shapes;
    this.file = file;
    this.problem = problem;
    this.spot = spot;
    rows = new Lines(file.text());
    patch = new Patch(rows);
  }

  /**
   * Where that problem is; empty where it is of the whole file, where nothing stands there, or
   * where the place is not to be trusted.
   */
  static Optional<Site> of(Workbench bench, Shapes shapes, TextFile file, Problem problem) {
    var at = problem.location();
    return at.line() < 1 || new Lines(file.text()).isCountedOtherwise()
        ? Optional.empty()
        : file.tree()
            .at(at.line(), at.column())
            .map(spot -> new Site(bench, shapes, file, problem, spot));
  }

  Workbench bench() {
    return bench;
  }

  TextFile file() {
    return file;
  }

  Problem problem() {
    return problem;
  }

  Tree.Spot spot() {
    return spot;
  }

  Patch patch() {
    return patch;
  }

  /** What was found to do about it, the likeliest first. */
  List<Fix> fixes() {
    return List.copyOf(found);
  }

  /** Notes a change that helps, where there is one. */
  void offer(String title, Optional<Edit> edit) {
    edit.ifPresent(e -> found.add(new Fix(title, problem, List.of(e))));
  }

  /** What the problem's place means. */
  Optional<Place> place() {
    int offset = rows.offset(problem.location().line(), problem.location().column());
    int inside = Math.min(offset + 1, rows.to(spot.node().span()));
    return place(inside);
  }

  /** What the place of a key means. */
  Optional<Place> placeOf(Node.Scalar key) {
    return place(rows.from(key.span()) + 1);
  }

  private Optional<Place> place(int offset) {
    return Place.of(file.kind(), CaretReader.at(rows, offset), shapes);
  }

  /** The keys that may stand there. */
  List<String> keys() {
    return place()
        .map(place -> {
          var all = new ArrayList<String>();
          place
              .shape()
              .seeing(place.caret().beside())
              .forEach(s -> all.addAll(s.fields().known().keySet()));
          all.addAll(new Vocabulary(bench, file.path()).keys(place).all());
          all.removeAll(place.caret().beside().keySet());
          return List.copyOf(all);
        })
        .orElse(List.of());
  }

  /** The fixed words that may stand there. */
  List<String> words() {
    return place().map(place -> place.shape().values().words()).orElse(List.of());
  }

  /** The words and names that may stand there. */
  List<String> values() {
    return place()
        .map(place ->
            place.shape().values().words().isEmpty()
                ? new Vocabulary(bench, file.path()).values(place).all()
                : place.shape().values().words())
        .orElse(List.of());
  }

  /** The mapping that holds what stands there. */
  Optional<Node.Mapping> parent() {
    return !spot.parents().isEmpty() && spot.parents().getLast() instanceof Node.Mapping map
        ? Optional.of(map)
        : Optional.empty();
  }

  /** The mapping that begins there, or the one that holds what stands there. */
  Optional<Node.Mapping> map() {
    return spot.node() instanceof Node.Mapping own ? Optional.of(own) : parent();
  }

  /** The key that stands there, or whose value does. */
  Optional<Node.Entry> entry() {
    return parent()
        .flatMap(map ->
            map.entries().stream()
                .filter(e -> e.key().equals(spot.node()) || e.value().equals(spot.node()))
                .findFirst());
  }
}
