package dev.agentsafe.editors.assist;

import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The workspace that {@code init} writes, on disk, with help for its files. */
final class Example {
  private static final Shapes SHAPES = Shapes.read();
  private static final String OPERATORS =
      """
      operators:
        - id: sam@example.com
          name: Sam
          roles: [operator]
          groups: [on-call]
        - id: kim@example.com
          name: Kim
          roles: [operator, approver, security]
          groups: [on-call]
      """;

  private final Path root;
  private final Workbench bench;
  private final Assistant assistant;
  private int version;

  private Example(Path root) {
    this.root = root;
    bench = new Workbench(root.resolve("agent-safe.yaml"));
    assistant = new Assistant(bench, SHAPES);
  }

  static Example in(Path folder) {
    var starter =
        Path.of(System.getProperty("project.root", ".."))
            .resolve("app/src/main/resources/dev/agentsafe/app/starter");
    try (var files = Files.walk(starter)) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var copy = folder.resolve(starter.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
      Files.writeString(folder.resolve("operators.yaml"), OPERATORS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Example(folder);
  }

  Workbench bench() {
    return bench;
  }

  Assistant assistant() {
    return assistant;
  }

  Path file(String name) {
    return root.resolve(name);
  }

  List<Path> files() {
    return bench.files().stream().map(f -> f.path()).toList();
  }

  String text(Path file) {
    return bench.file(file).orElseThrow().text();
  }

  /** Opens a file with another text. */
  Path edit(Path file, String text) {
    bench.change(file, text, ++version);
    return file;
  }

  Path edit(String name, String text) {
    return edit(file(name), text);
  }

  /** Opens a file with a piece of it replaced; the piece has to be there. */
  Path replace(String name, String piece, String by) {
    var text = text(file(name));
    if (!text.contains(piece)) {
      throw new IllegalArgumentException(name + " does not hold " + piece);
    }
    return edit(name, text.replace(piece, by));
  }

  /** What is wrong with the workspace as it stands. */
  List<Problem> problems() {
    return Linter.check(
        new WorkspaceFiles(
            sources(FileKind.ACTION),
            sources(FileKind.POLICY),
            sources(FileKind.INVENTORY).stream().findFirst(),
            sources(FileKind.TESTS),
            sources(FileKind.OPERATORS).stream().findFirst()));
  }

  private List<Source> sources(FileKind kind) {
    return bench.files(kind).stream().map(f -> new Source(f.path().toString(), f.text())).toList();
  }
}
