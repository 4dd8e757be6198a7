import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Makes the image: {@code java Link.java APP_TARGET IMAGE}.
 *
 * <pre>
 * IMAGE/bin/agent-safe   starts the program
 * IMAGE/lib              our jars, all libraries, the AOT caches
 * IMAGE/runtime          the linked modules of the JDK and of JavaFX
 * </pre>
 */
final class Link {
  private static final Set<String> NATIVE = Set.of("so", "dylib", "jnilib", "dll");

  /** As {@code start} gives them: a cache is good for the options that it was trained with. */
  private static final List<String> SHORT = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final List<String> LONG =
      List.of("-XX:+UseSerialGC", "-XX:-UseOnStackReplacement");

  private static final List<String> SCREENS =
      List.of(
          "-XX:+UseG1GC",
          "-XX:G1HeapRegionSize=1m",
          "--enable-native-access=javafx.graphics",
          "-Dglass.platform=Headless",
          "-Dprism.order=sw");

  private static final String MAIN = "dev.agentsafe.app/dev.agentsafe.app.Main";

  /** Does in one process what several commands do. */
  private static final String TRAINING = "dev.agentsafe.app/dev.agentsafe.app.Training";

  /** Lengthens a log, so that there is something to verify. */
  private static final String TRAINING_LOG = "dev.agentsafe.app/dev.agentsafe.app.TrainingLog";

  private final Path target;
  private final Path image;
  private Path state = Path.of("");

  private Link(Path target, Path image) {
    this.target = target;
    this.image = image;
  }

  public static void main(String[] args) throws Exception {
    new Link(Path.of(args[0]).toRealPath(), Path.of(args[1]).toAbsolutePath().normalize()).run();
  }

  private void run() throws Exception {
    Files.createDirectories(image);
    runtime();
    jars();
    launcher();
    train();
    System.out.println("image: " + image);
  }

  /** Links anew only where modules, JDK or JavaFX are not those of last time. */
  private void runtime() throws IOException {
    var javafx = jars(target.resolve("lib")).stream().filter(Link::isJavafx).toList();
    var modules =
        Files.readAllLines(Path.of("modules.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.joining(","));
    var recipe = Runtime.version() + "\n" + modules + "\n" + names(javafx) + "\n";
    var stamp = image.resolve("runtime/recipe");
    if (Files.exists(stamp) && Files.readString(stamp).equals(recipe)) {
      return;
    }
    delete(image.resolve("runtime"));
    var path = javafx.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    var options =
        List.of(
            "--module-path",
            path,
            "--add-modules",
            modules,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            image.resolve("runtime").toString());
    var jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int status =
        jlink.run(
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            options.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("jlink ended with status " + status);
    }
    natives(javafx);
    Files.writeString(stamp, recipe);
  }

  /** JavaFX looks for its native libraries beside the virtual machine's before it unpacks them. */
  private void natives(List<Path> javafx) throws IOException {
    var folder = image.resolve(File.separatorChar == '\\' ? "runtime/bin" : "runtime/lib");
    for (var jar : javafx) {
      try (var zip = new ZipFile(jar.toFile())) {
        for (var entry : Collections.list(zip.entries())) {
          var name = entry.getName();
          if (!name.contains("/") && NATIVE.contains(name.substring(name.lastIndexOf('.') + 1))) {
            try (var in = zip.getInputStream(entry)) {
              Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
          }
        }
      }
    }
  }

  private void jars() throws IOException {
    var lib = image.resolve("lib");
    delete(lib);
    Files.createDirectories(lib);
    var all = new ArrayList<>(jars(target.resolve("lib")));
    all.removeIf(Link::isJavafx);
    all.add(target.resolve("agent-safe-app.jar"));
    for (var jar : all) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
  }

  private void launcher() throws IOException {
    Files.copy(Path.of("start"), image.resolve("lib/start"));
    var launcher = image.resolve("bin/agent-safe");
    Files.createDirectories(launcher.getParent());
    Files.copy(Path.of("launcher"), launcher, StandardCopyOption.REPLACE_EXISTING);
    launcher.toFile().setExecutable(true);
  }

  /**
   * Records what commands load, what the verification of a log runs, and what the screens load in
   * a demo without a display; starts without these caches are slower and otherwise the same. The
   * demo waits a lot: the commands are recorded meanwhile.
   */
  private void train() throws IOException, InterruptedException, ExecutionException {
    var folder = Files.createTempDirectory("agent-safe-training");
    state = folder.resolve("state");
    try (var meanwhile = Executors.newSingleThreadExecutor()) {
      var workspace = folder.resolve("w").toString();
      var commands =
          meanwhile.submit(() -> {
            if (start(SHORT, MAIN, "init", workspace)) {
              record("agent-safe.aot", SHORT, TRAINING, workspace);
              if (start(LONG, TRAINING_LOG, workspace)) {
                record("audit.aot", LONG, MAIN, "audit", "verify", workspace + "/audit.jsonl");
              }
            }
            return workspace;
          });
      record(
          "screens.aot",
          SCREENS,
          MAIN,
          "demo",
          "--unattended",
          "--out",
          folder.resolve("demo").toString());
      commands.get();
    } finally {
      delete(folder);
    }
  }

  private void record(String name, List<String> options, String main, String... arguments)
      throws IOException, InterruptedException {
    var cache = image.resolve("lib").resolve(name);
    var all = new ArrayList<>(options);
    all.add("-XX:AOTCacheOutput=" + cache);
    start(all, main, arguments);
    if (!Files.exists(cache)) {
      System.out.println("image: the AOT cache " + name + " was not made; starts take longer");
    }
  }

  private boolean start(List<String> options, String main, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(image.resolve("runtime/bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    // What the program remembers of its training is not for the person who builds it.
    command.add("-Dagent-safe.state=" + state);
    command.addAll(List.of("--module-path", image.resolve("lib").toString(), "--module", main));
    command.addAll(List.of(arguments));
    var output = Files.createTempFile("agent-safe-training", ".log");
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        System.out.println(Files.readString(output));
      }
      return status == 0;
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isJavafx(Path jar) {
    var name = jar.getFileName().toString();
    return name.startsWith("javafx-");
  }

  private static String names(List<Path> files) {
    return files.stream().map(f -> f.getFileName().toString()).collect(Collectors.joining(","));
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var walk = Files.walk(folder)) {
      for (var each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
