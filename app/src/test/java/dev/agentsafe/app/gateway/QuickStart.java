package dev.agentsafe.app.gateway;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Starts programs of the class path with an AOT cache, in a third of the time: a process that lives
 * to be killed spends most of its life starting. A cache takes jars alone, so that folders of
 * classes become some.
 */
final class QuickStart {
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  private final Path cache;
  private final String classPath;

  private QuickStart(Path cache, String classPath) {
    this.cache = cache;
    this.classPath = classPath;
  }

  /** Makes jars of the class path's folders; there is no cache before a {@link #training}. */
  static QuickStart in(Path folder) throws IOException {
    var entries = new ArrayList<String>();
    var jar = ToolProvider.findFirst("jar").orElseThrow();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(entry);
      if (!Files.isDirectory(path)) {
        entries.add(entry);
        continue;
      }
      var made = folder.resolve("classes-" + entries.size() + ".jar").toString();
      if (jar.run(System.out, System.err, "--create", "--file", made, "-C", entry, ".") != 0) {
        throw new IOException("no jar of `" + entry + "`");
      }
      entries.add(made);
    }
    return new QuickStart(folder.resolve("start.aot"), String.join(File.pathSeparator, entries));
  }

  /** The command line whose orderly end leaves the cache behind. */
  List<String> training(String main, String... args) {
    return command("-XX:AOTCacheOutput=" + cache, main, args);
  }

  /** The command line that uses the cache; it works without one too. */
  List<String> command(String main, String... args) {
    return command("-XX:AOTCache=" + cache, main, args);
  }

  private List<String> command(String option, String main, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of(option, "-cp", classPath, main));
    command.addAll(Arrays.asList(args));
    return command;
  }
}
