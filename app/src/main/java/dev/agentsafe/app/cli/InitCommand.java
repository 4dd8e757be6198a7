package dev.agentsafe.app.cli;

import dev.agentsafe.core.lint.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a workspace whose first check works. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Makes a workspace: actions, policies, an inventory and policy tests.")
final class InitCommand implements Callable<Integer> {
  private static final String STARTER = "/dev/agentsafe/app/starter/";
  private static final String SCHEMAS = "schemas/";

  private final Session session;

  @Parameters(
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where; made if it does not exist. Default: the current folder.")
  private String dir = ".";

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    var root = session.resolve(dir);
    var files = new ArrayList<>(index());
    Schemas.names().forEach(name -> files.add(SCHEMAS + Schemas.file(name)));
    var present = files.stream().filter(f -> Files.exists(root.resolve(f))).toList();
    if (!present.isEmpty()) {
      session.complain(
          "`"
              + root.resolve(present.getFirst())
              + "` exists already; nothing was written. Choose an empty folder.");
      return Exit.CANNOT;
    }
    write(root);
    session.say("Made a workspace in `" + root + "`: " + files.size() + " files.");
    session.say("Try:");
    session.say(
        "  agent-safe check scale-deployment --target dev/web --param replicas=2 --caller my-agent"
            + " --config "
            + dir);
    session.say("  agent-safe serve --config " + dir);
    return Exit.OK;
  }

  /** Writes the starter workspace into a folder. */
  static void write(Path root) throws IOException {
    for (var file : index()) {
      copy(file, root.resolve(file));
    }
    SchemaCommand.write(root.resolve(SCHEMAS));
  }

  private static List<String> index() throws IOException {
    try (var in = open("index.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(l -> !l.isEmpty() && !l.startsWith("#"))
          .toList();
    }
  }

  private static void copy(String name, Path to) throws IOException {
    var folder = to.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (var in = open(name)) {
      Files.copy(in, to);
    }
  }

  private static InputStream open(String name) throws IOException {
    var in = InitCommand.class.getResourceAsStream(STARTER + name);
    if (in == null) {
      throw new IOException("the starter workspace lacks " + name);
    }
    return in;
  }
}
