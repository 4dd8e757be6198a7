package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose files are, where that says something; stateless. */
final class Owners {
  private Owners() {}

  /** The owner's name; the same for all where the system has no owners of that kind. */
  static String of(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.getOwner(file).getName()
        : "";
  }
}
