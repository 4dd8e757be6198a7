package dev.agentsafe.app.cli;

import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The key that must have signed, as a command is told it. */
final class PinnedKey {
  static final String NAME = "--key";
  static final String WHAT =
      "The key that must have signed: its text, or a file that begins with it.";

  @Option(names = NAME, paramLabel = "VKEY", required = true, description = WHAT)
  private String key = "";

  /** Does something with the key, or says that it is none. */
  int with(Session session, FileUse<VerifierKey> use) {
    var read = read(session, key);
    return read.isPresent() ? FileUse.unchecked(use).applyAsInt(read.get()) : none(session, key);
  }

  /** The key of a text, or of the first line of the file that it names. */
  static Optional<VerifierKey> read(Session session, String text) {
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
  static int none(Session session, String text) {
    session.complain(
        "`"
            + text
            + "` is no key. It looks like `name+id+key`; the first line of `keys.vkey` is the"
            + " log's.");
    return Exit.USAGE;
  }
}
