package dev.agentsafe.executors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down what tests really did of each action, for the matrix that the walk prints. */
public final class Ledger {
  private static final Path FILE = Path.of("target", "matrix.txt");

  private Ledger() {}

  /** One cell of the matrix was seen. */
  public static void note(String action, String cell) {
    try {
      Files.createDirectories(FILE.toAbsolutePath().getParent());
      Files.writeString(
          FILE, action + " " + cell + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
