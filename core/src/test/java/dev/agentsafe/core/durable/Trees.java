package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders with all that is in them. */
public final class Trees {
  private Trees() {}

  /** Takes away a file, or a folder and everything below it. */
  public static void delete(Path top) throws IOException {
    try (var files = Files.walk(top)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
