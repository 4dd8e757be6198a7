package dev.agentsafe.core.style;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The Java sources of all modules. */
public final class Sources {
  static final List<String> MODULES = List.of("core", "executors", "editors", "app");

  private Sources() {}

  /** The folder that holds the modules. */
  public static Path root() {
    var named = System.getProperty("project.root");
    if (named != null) {
      return Path.of(named);
    }
    var here = Path.of("").toAbsolutePath();
    for (var at = here; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw"))) {
        return at;
      }
    }
    return here;
  }

  /** Every source below a module's {@code src}, in a stable order. */
  public static List<Path> all() throws IOException {
    var found = new ArrayList<Path>();
    for (var module : MODULES) {
      found.addAll(below(root().resolve(module).resolve("src")));
    }
    return found;
  }

  /** What is shipped: every source below a module's {@code src/main}. */
  public static List<Path> shipped() throws IOException {
    var found = new ArrayList<Path>();
    for (var module : MODULES) {
      found.addAll(below(root().resolve(module).resolve("src/main")));
    }
    return found;
  }

  /** How people name that file. */
  public static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  private static List<Path> below(Path folder) throws IOException {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".java")) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    found.sort(null);
    return found;
  }
}
