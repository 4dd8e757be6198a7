package dev.agentsafe.editors.git;

import java.nio.file.Path;

/** A file is more than is read of a repository; thrown through what reads it. */
final class TooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLarge(Path file) {
    super(file.toString());
  }
}
