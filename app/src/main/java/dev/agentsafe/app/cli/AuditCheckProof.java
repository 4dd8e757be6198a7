package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.TlogProof;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the proof of one entry. */
@Command(
    name = "check-proof",
    mixinStandardHelpOptions = true,
    description =
        "Checks a proof that `audit prove` wrote; needs nothing but the log's key. Exit status: 0"
            + " proven, 1 not.")
final class AuditCheckProof implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PROOF", description = "The proof's file.")
  private String file = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      required = true,
      description = "The key that must have signed: its text, or a file that begins with it.")
  private String key = "";

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "The entry's line. Default: the one that the proof carries.")
  private @Nullable String entry;

  @Option(names = "--json-output", description = "Prints the answer as JSON.")
  private boolean json;

  AuditCheckProof(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var pinned = LogChoice.key(session, key);
    if (pinned.isEmpty()) {
      return LogChoice.noKey(session, key);
    }
    try {
      return switch (TlogProof.read(Files.readAllBytes(session.resolve(file)))) {
        case TlogProof.Read.Bad(var why) -> answer(false, "FAIL: `" + file + "`: " + why, "");
        case TlogProof.Read.Good(var proof) -> check(proof, pinned.get());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int check(TlogProof proof, VerifierKey pinned) throws IOException {
    var line =
        entry == null
            ? proof.entry()
            : Optional.of(withoutEnd(Files.readAllBytes(session.resolve(entry))));
    if (line.isEmpty()) {
      return answer(false, "FAIL: the proof carries no entry; `--entry` names its file", "");
    }
    return switch (proof.check(line.get(), pinned)) {
      case TlogProof.Checked.Bad(var why) -> answer(false, "FAIL: " + why, "");
      case TlogProof.Checked.Good(var checkpoint) ->
          answer(
              true,
              "PROVEN, entry %d of %d sealed in `%s`"
                  .formatted(proof.inclusion().index(), checkpoint.size(), checkpoint.origin()),
              new String(line.get(), StandardCharsets.UTF_8));
    };
  }

  private int answer(boolean proven, String sentence, String line) {
    if (json) {
      session.print(
          Value.EMPTY
              .with("proven", Value.of(proven))
              .with("verdict", Value.of(sentence))
              .with("entry", proven ? Value.of(line) : Value.NULL));
    } else {
      session.say(Shown.line(sentence));
      if (proven) {
        session.say(Shown.line(line));
      }
    }
    return proven ? Exit.OK : Exit.NO;
  }

  private static byte[] withoutEnd(byte[] line) {
    return line.length > 0 && line[line.length - 1] == '\n'
        ? Arrays.copyOf(line, line.length - 1)
        : line;
  }
}
