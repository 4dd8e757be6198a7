package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.StateFolder;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SeenCheckpoints;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plain forms of {@code audit verify}, understood without the parser of the command line, which
 * takes longer to load than most logs take to verify.
 *
 * @param file as the user names it
 * @param key the key's text, if one is pinned
 * @param json whether the verdict is for programs
 */
record PlainVerification(String file, Optional<String> key, boolean json) {
  private static final List<String> COMMAND = List.of("audit", "verify");
  private static final String JSON = "--json-output";
  private static final String KEY = PinnedKey.NAME;

  /** What is asked for, where it is plain; anything else the parser has to look at. */
  static Optional<PlainVerification> plainly(Session session, String... args) {
    var words = new ArrayList<>(List.of(args));
    var json = words.remove(JSON);
    var at = words.indexOf(KEY);
    var key = Optional.<String>empty();
    if (at >= 0 && at + 1 < words.size()) {
      key = Optional.of(words.remove(at + 1));
      words.remove(at);
    }
    return words.size() == COMMAND.size() + 1
            && words.subList(0, COMMAND.size()).equals(COMMAND)
            && !words.getLast().isEmpty()
            && !words.getLast().startsWith("-")
            && !key.orElse("").startsWith("-")
            && !Files.isDirectory(session.resolve(words.getLast()))
        ? Optional.of(new PlainVerification(words.getLast(), key, json))
        : Optional.empty();
  }

  int run(Session session) {
    var request = request(session, file);
    if (key.isPresent()) {
      var pinned = PinnedKey.read(session, key.get());
      if (pinned.isEmpty()) {
        return PinnedKey.none(session, key.get());
      }
      request = request.pinning(pinned.get());
    }
    return VerificationText.run(session, request, json);
  }

  /** A log, held against what was seen of it on this machine. */
  static LogVerifier.Request request(Session session, String file) {
    return LogVerifier.Request.of(session.resolve(file)).remembering(seen());
  }

  /** Where this machine remembers what it verified. */
  static SeenCheckpoints seen() {
    return new SeenCheckpoints(StateFolder.path().resolve("seen"));
  }
}
