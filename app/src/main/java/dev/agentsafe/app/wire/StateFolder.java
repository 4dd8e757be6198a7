package dev.agentsafe.app.wire;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The folder where the program remembers things for the person who runs it. */
public final class StateFolder {
  /** Names another folder; for tests and for machines where the usual one will not do. */
  private static final String PROPERTY = "agent-safe.state";

  private StateFolder() {}

  /** The folder; it may not be there yet. */
  public static Path path() {
    var told = said(System.getProperty(PROPERTY));
    return told.isPresent() ? told.get() : usual().resolve("agent-safe");
  }

  private static Path usual() {
    var home = Path.of(System.getProperty("user.home", "."));
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return said(System.getenv("LOCALAPPDATA")).orElse(home.resolve("AppData").resolve("Local"));
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Application Support");
    }
    return said(System.getenv("XDG_STATE_HOME")).orElse(home.resolve(".local").resolve("state"));
  }

  private static Optional<Path> said(@org.jspecify.annotations.Nullable String path) {
    return Optional.ofNullable(path).filter(p -> !p.isBlank()).map(Path::of);
  }
}
