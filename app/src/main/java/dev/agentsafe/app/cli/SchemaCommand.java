package dev.agentsafe.app.cli;

import dev.agentsafe.core.lint.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schema of a kind of file, or writes all of them. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of a kind of file; without NAME says which there are.")
final class SchemaCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Such as policy.")
  private @Nullable String name;

  @Option(names = "--out", paramLabel = "DIR", description = "Writes all of them to this folder.")
  private @Nullable String out;

  SchemaCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      var folder = session.resolve(out);
      write(folder);
      session.say("Wrote " + Schemas.names().size() + " schemas to `" + folder + "`.");
      return Exit.OK;
    }
    if (name == null) {
      Schemas.names().forEach(session::say);
      return Exit.OK;
    }
    var text = Schemas.text(name);
    if (text.isEmpty()) {
      session.complain(
          "There is no schema `"
              + name
              + "`; there are `"
              + String.join("`, `", Schemas.names())
              + "`.");
      return Exit.NO;
    }
    session.write(text.get().stripTrailing());
    return Exit.OK;
  }

  /** Writes all of them into a folder, over those of another version. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var each : Schemas.names()) {
      Files.writeString(folder.resolve(Schemas.file(each)), Schemas.text(each).orElseThrow());
    }
  }
}
