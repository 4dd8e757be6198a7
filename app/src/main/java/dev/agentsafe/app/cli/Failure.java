package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.Address;
import dev.agentsafe.app.wire.ErrorLog;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells people what went wrong in one line; what only we can read goes to a log file. */
final class Failure {
  private final Session session;

  Failure(Session session) {
    this.session = session;
  }

  int report(Throwable failure) {
    if (failure instanceof CoreException known) {
      session.complain(String.valueOf(known.getMessage()));
      return Exit.CANNOT;
    }
    if (failure instanceof UncheckedIOException io && io.getCause() != null) {
      return report(io.getCause());
    }
    var known = ofFile(failure);
    if (known.isPresent()) {
      session.complain(known.get());
      return Exit.CANNOT;
    }
    var written = ErrorLog.write(folder(), failure);
    session.complain(
        "Something unexpected happened ("
            + written.id()
            + "); "
            + written
                .file()
                .map(file -> "details are in `" + file + "`.")
                .orElse("its details could not be written down."));
    return Exit.UNEXPECTED;
  }

  private static Optional<String> ofFile(Throwable failure) {
    return switch (failure) {
      case InvalidPathException e -> Optional.of("`" + e.getInput() + "` cannot be a path here.");
      case NoSuchFileException e -> Optional.of("There is no file `" + e.getFile() + "`.");
      case FileAlreadyExistsException e -> Optional.of("`" + e.getFile() + "` exists already.");
      case java.nio.file.AccessDeniedException e ->
          Optional.of("`" + e.getFile() + "` may not be read or written by this user.");
      case java.nio.file.FileSystemException e ->
          Optional.of("`" + e.getFile() + "` could not be read or written: " + e.getReason());
      default -> Optional.empty();
    };
  }

  private Path folder() {
    return Address.folder(
        Workspace.find(session.folder()).orElse(Path.of(System.getProperty("java.io.tmpdir"))));
  }
}
