package dev.agentsafe.executors.process;

import dev.agentsafe.executors.ExecutorException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How kubectl is started for one context: a list of words that no shell ever reads, and the few
 * variables that it is handed; immutable.
 *
 * @param kubeconfig that has the context
 * @param named the program; absent: the one that the {@code PATH} has
 * @param environment the names of variables that it is handed beside
 */
public record Program(
    String context, Path kubeconfig, Optional<Path> named, List<String> environment) {
  /** What programs and plugins of logins need of any system. */
  private static final List<String> ALWAYS =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "TMPDIR",
          "LANG",
          "SYSTEMROOT",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "PATHEXT",
          "TEMP",
          "TMP");

  public Program {
    environment = List.copyOf(environment);
  }

  /** The words: a proxy for that context alone on that socket file. */
  List<String> proxy(Path socket) {
    return List.of(
        kubectl().toString(),
        "--kubeconfig=" + kubeconfig,
        "--context=" + context,
        "proxy",
        "--unix-socket=" + socket,
        "--append-server-path=true",
        "--accept-hosts=^localhost$",
        // Commands in containers are governed as everything is; attaching to them is not asked for.
        "--reject-paths=^/api/.*/pods/.*/attach");
  }

  /** The same under the eyes of a guard, which ends it when its input ends. */
  List<String> guarded(Path socket, Path folder) {
    var words = new ArrayList<String>();
    words.add(java().toString());
    words.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-Xshare:auto", "-cp"));
    words.add(home().toString());
    words.add(Guard.class.getName());
    words.add(folder.toString());
    words.addAll(proxy(socket));
    return words;
  }

  /** What it is handed of these variables. */
  Map<String, String> handed(Map<String, String> all) {
    var handed = new LinkedHashMap<String, String>();
    Stream.concat(ALWAYS.stream(), environment.stream())
        .forEach(name -> {
          var value = all.get(name);
          if (value != null) {
            handed.put(name, value);
          }
        });
    // Nobody's preferences change what it is told here.
    handed.put("KUBERC", "off");
    return handed;
  }

  private Path kubectl() {
    if (named.isPresent()) {
      return Optional.of(named.get())
          .filter(Program::runs)
          .orElseThrow(() ->
              new ExecutorException(
                  "`"
                      + named.get()
                      + "`, which context `"
                      + context
                      + "` is reached through, is no program that can be run; correct `kubectl` in"
                      + " the workspace's `kubernetes`."));
    }
    return places(System.getenv("PATH"))
        .filter(Program::runs)
        .findFirst()
        .orElseThrow(() ->
            new ExecutorException(
                "`kubectl`, which context `"
                    + context
                    + "` is reached through, is not in the `PATH`; install it, or name it as"
                    + " `kubectl` in the workspace's `kubernetes`."));
  }

  private static Stream<Path> places(@Nullable String path) {
    var file = isWindows() ? "kubectl.exe" : "kubectl";
    return path == null
        ? Stream.of()
        : Stream.of(path.split(File.pathSeparator, -1))
            .filter(place -> !place.isBlank())
            .map(place -> Path.of(place, file).toAbsolutePath());
  }

  private static boolean runs(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program);
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  private static Path java() {
    var java = Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java");
    if (!runs(java)) {
      throw new ExecutorException(
          "`" + java + "` is missing, which has to watch over `kubectl`; install this anew.");
    }
    return java;
  }

  /** Where this program's own classes are. */
  private static Path home() {
    try {
      return Path.of(Guard.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new ExecutorException("This program does not know where it is installed.", e);
    }
  }
}
