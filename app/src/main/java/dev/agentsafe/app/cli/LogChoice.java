package dev.agentsafe.app.cli;

import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds the log and the key that a command names. */
final class LogChoice {
  private static final String LOG = ".jsonl";

  private LogChoice() {}

  /** Does something with the log that is named, or with the workspace's where none is. */
  static int with(
      Session session, @Nullable String file, @Nullable String config, ToIntFunction<Path> use) {
    return file != null
        ? use.applyAsInt(inside(session.resolve(file)))
        : session.withWorkspace(
            Optional.ofNullable(config),
            workspace -> use.applyAsInt(workspace.settings().paths().auditLog()));
  }

  /** The log in a folder that has one; a path that is no such folder as it is. */
  static Path inside(Path named) {
    if (!Files.isDirectory(named)) {
      return named;
    }
    try (var files = Files.list(named)) {
      var logs = files.filter(f -> f.toString().endsWith(LOG)).limit(2).toList();
      return logs.size() == 1 ? logs.getFirst() : named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key of a text, or of the first line of the file that it names. */
  static Optional<VerifierKey> key(Session session, String text) {
    var key = VerifierKey.parse(text);
    if (key.isPresent() || text.indexOf('+') >= 0) {
      return key;
    }
    var file = session.resolve(text);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines.findFirst().flatMap(VerifierKey::parse);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Says that a text names no key. */
  static int noKey(Session session, String text) {
    session.complain(
        "`"
            + text
            + "` is no key. It looks like `name+id+key`; the first line of `keys.vkey` is the"
            + " log's.");
    return Exit.USAGE;
  }
}
