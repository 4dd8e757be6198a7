package dev.agentsafe.core.conformance;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loading YAML: what is accepted, what it becomes, and where a refusal points to. */
final class ConfigErrorsSuite implements Suite {
  @Override
  public String name() {
    return "config_errors";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("cases.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> compare(dir, c));
    }
    return tally;
  }

  private static String compare(Path dir, Value.Fields c) {
    var path = dir.resolve(Cases.text(c, "path"));
    var expected = Cases.fields(c, "expected");
    return switch (load(Cases.text(c, "kind"), path)) {
      case Loaded.Good<Value>(Value loaded, List<Problem> warnings) -> {
        if (!Cases.flag(expected, "accept")) {
          yield "accepted";
        }
        var wanted = Cases.value(expected, "loaded");
        yield wanted instanceof Value.Null || same(wanted, loaded)
            ? ""
            : "loaded " + loaded + " instead of " + wanted;
      }
      case Loaded.Bad<Value>(List<Problem> problems) -> {
        if (Cases.flag(expected, "accept")) {
          yield "refused: " + problems;
        }
        yield misplaced(dir, expected, problems);
      }
    };
  }

  /** A refusal names the file; line and column wherever there is a text to point into. */
  private static String misplaced(Path dir, Value.Fields expected, List<Problem> problems) {
    var file = Cases.optText(expected, "file").map(name -> dir.resolve(name).normalize());
    if (problems.isEmpty()) {
      return "refused without a problem";
    }
    for (var problem : problems) {
      var at = problem.location();
      var place = Path.of(at.file());
      var inText = Files.isRegularFile(place) && !problem.code().matches("no-folder|audit-log");
      if (at.line() == 0 && inText) {
        return "no line: " + problem;
      }
      if (problem.message().contains("java.") || problem.message().contains("Exception")) {
        return "speaks of Java: " + problem;
      }
    }
    return file.isEmpty()
            || problems.stream()
                .anyMatch(p -> Path.of(p.location().file()).normalize().startsWith(file.get()))
        ? ""
        : "names another file than " + file.get() + ": " + problems;
  }

  private static Loaded<Value> load(String kind, Path path) {
    return switch (kind) {
      case "actions" ->
          map(CatalogLoader.load(path), c -> LoadedJson.actions(List.copyOf(c.actions())));
      case "policies" -> map(RuleLoader.load(path), LoadedJson::rules);
      case "inventory" ->
          map(InventoryLoader.load(path), i -> LoadedJson.targets(List.copyOf(i.targets())));
      default -> map(Workspace.loadFile(path), w -> LoadedJson.settings(w));
    };
  }

  private static <A> Loaded<Value> map(
      Loaded<A> loaded, java.util.function.Function<A, Value> convert) {
    return switch (loaded) {
      case Loaded.Good<A>(A value, List<Problem> warnings) ->
          new Loaded.Good<>(convert.apply(value), warnings);
      case Loaded.Bad<A>(List<Problem> problems) -> new Loaded.Bad<>(problems);
    };
  }

  /** Equal as data: order of members aside, what is beyond our range at its end. */
  private static boolean same(Value wanted, Value loaded) {
    return switch (wanted) {
      case Value.Fields w ->
          loaded instanceof Value.Fields l
              && w.values().keySet().equals(l.values().keySet())
              && w.values().entrySet().stream()
                  .allMatch(e -> same(e.getValue(), l.get(e.getKey()).orElse(Value.NULL)));
      case Value.Items(var w) -> {
        if (!(loaded instanceof Value.Items(var l))) {
          yield false;
        }
        if (w.size() != l.size()) {
          // a selector that names one thing twice is a set here
          var distinct = w.stream().distinct().toList();
          yield distinct.size() < w.size() && same(new Value.Items(distinct), loaded);
        }
        var all = new ArrayList<Boolean>();
        for (var i = 0; i < w.size(); i++) {
          all.add(same(w.get(i), l.get(i)));
        }
        yield !all.contains(false);
      }
      case Value.Int(var i) when i.bitLength() > 62 ->
          loaded instanceof Value.Int(var l)
              && (l.bitLength() == 31 || l.bitLength() == 63 || l.equals(i));
      case Value.Null n ->
          loaded instanceof Value.Null
              || (loaded instanceof Value.Fields l
                  && l.values().values().stream().allMatch(v -> v instanceof Value.Null));
      default -> wanted.equals(loaded);
    };
  }
}
