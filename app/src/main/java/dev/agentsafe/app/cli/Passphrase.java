package dev.agentsafe.app.cli;

import dev.agentsafe.core.CoreException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a passphrase comes from: a file, the variable {@value #VARIABLE}, or the terminal, where it
 * is not shown.
 */
final class Passphrase {
  static final String VARIABLE = "AGENT_SAFE_PASSPHRASE";

  private Passphrase() {}

  /**
   * Gets a passphrase.
   *
   * @param file its first line is the passphrase
   * @throws CoreException where there is none of the three
   */
  static char[] get(Optional<Path> file, String prompt) {
    if (file.isPresent()) {
      return firstLine(file.get());
    }
    var variable = System.getenv(VARIABLE);
    if (variable != null) {
      return variable.toCharArray();
    }
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("%s: ", prompt))
        .orElseThrow(() ->
            new CoreException(
                "There is no terminal to ask for the passphrase on; give `--passphrase-file` or set"
                    + " `"
                    + VARIABLE
                    + "`."));
  }

  /** Gets a new passphrase; on a terminal it is asked for twice. */
  static char[] choose(Optional<Path> file, String prompt) {
    var first = get(file, prompt);
    if (file.isEmpty() && System.getenv(VARIABLE) == null) {
      var again = get(file, "Once more");
      if (!Arrays.equals(first, again)) {
        throw new CoreException("The two are not the same; nothing was written.");
      }
    }
    return first;
  }

  private static char[] firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").toCharArray();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CoreException("The passphrase file `" + file + "` cannot be read.", e);
    }
  }
}
