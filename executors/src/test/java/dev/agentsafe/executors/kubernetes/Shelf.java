package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The catalogues that people have: what the executor does must fit the actions of each. */
enum Shelf {
  /** What a new workspace begins with. */
  STARTER("app/src/main/resources/dev/agentsafe/app/starter/actions"),
  /** What workspaces of 0.16 bring along. */
  REFERENCE("../shared/reference-data/actions");

  private final String folder;

  Shelf(String folder) {
    this.folder = folder;
  }

  List<Source> actions() {
    var root = Path.of(Objects.requireNonNull(System.getProperty("project.root")));
    try (var files = Files.list(root.resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().map(Shelf::source).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source source(Path file) {
    try {
      return new Source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Catalog catalog() {
    return Bench.good(CatalogLoader.load(actions()));
  }

  /** A bench with these actions and the cluster of single objects. */
  Bench bench() {
    return new Bench("objects.yaml", "objects-inventory.yaml", actions());
  }
}
