package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a log or a bundle; needs no workspace and no network. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Verifies a log and its checkpoints, offline and without a workspace. Exit status: 0 valid,"
            + " 1 not.")
final class AuditVerify implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "FILE|DIR",
      description = "The log, audit.jsonl; the folder that holds it; or an exported bundle.")
  private String file = "";

  @Option(names = PinnedKey.NAME, paramLabel = "VKEY", description = PinnedKey.WHAT)
  private @Nullable String key;

  @Option(
      names = "--since",
      paramLabel = "CHECKPOINT",
      description = "A checkpoint seen earlier, that the log must go on from.")
  private @Nullable String since;

  @Option(
      names = "--resume",
      description = "Reads only what came after the last checkpoint that this machine verified.")
  private boolean resume;

  @Mixin private BelievedReceipts believed = new BelievedReceipts();

  @Option(
      names = "--without-blobs",
      description =
          "Does not look whether what was too large for a line is there as it was written.")
  private boolean withoutBlobs;

  @Option(names = "--json-output", description = "Prints the verdict as JSON.")
  private boolean json;

  AuditVerify(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var pinned = Optional.ofNullable(key).flatMap(k -> PinnedKey.read(session, k));
    if (key != null && pinned.isEmpty()) {
      return PinnedKey.none(session, key);
    }
    var named = session.resolve(file);
    try {
      return LogBundle.isOne(named) ? bundle(named, pinned) : log(named, pinned);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int log(Path named, Optional<VerifierKey> pinned) throws IOException {
    var seen = PlainVerification.seen();
    var request = LogVerifier.Request.of(LogChoice.inside(named));
    request = resume ? request.resuming(seen) : request.remembering(seen);
    if (withoutBlobs) {
      request = request.withoutBlobs();
    }
    if (pinned.isPresent()) {
      request = request.pinning(pinned.get());
    }
    if (since != null) {
      request = request.since(Files.readAllBytes(session.resolve(since)));
    }
    var wanted = believed.read(session);
    return wanted.isEmpty()
        ? Exit.USAGE
        : VerificationText.run(session, request, wanted.get(), json);
  }

  private int bundle(Path named, Optional<VerifierKey> pinned) throws IOException {
    var checked = new LogBundle(named).check(pinned.map(List::of).orElse(List.of()));
    var sentence =
        switch (checked) {
          case LogBundle.Checked.Bad(var why) -> "FAIL: " + why;
          case LogBundle.Checked.Good(var from, var to, var checkpoint, var signer) ->
              "VALID, lines %d to %d of %d sealed in `%s`%s"
                  .formatted(
                      from,
                      to,
                      checkpoint.size(),
                      checkpoint.origin(),
                      pinned.isPresent()
                          ? ""
                          : "; the key `%s+%s` came with the bundle and was not pinned: `--key` pins it"
                              .formatted(signer.name(), signer.idText()));
        };
    var valid = checked instanceof LogBundle.Checked.Good;
    if (json) {
      session.print(Value.EMPTY.with("valid", Value.of(valid)).with("verdict", Value.of(sentence)));
    } else {
      session.say(sentence);
    }
    return valid ? Exit.OK : Exit.NO;
  }
}
