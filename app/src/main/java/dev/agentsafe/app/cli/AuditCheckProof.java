package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.TlogProof;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PinnedKey key = new PinnedKey();

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "The entry's line. Default: the one that the proof carries.")
  private @Nullable String entry;

  @Mixin private StatedVerdict verdict = new StatedVerdict();

  AuditCheckProof(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return key.with(session, this::check);
  }

  private int check(VerifierKey pinned) throws IOException {
    return switch (TlogProof.read(Files.readAllBytes(session.resolve(file)))) {
      case TlogProof.Read.Bad(var why) -> refuse("FAIL: `" + file + "`: " + why);
      case TlogProof.Read.Good(var proof) -> check(proof, pinned);
    };
  }

  private int check(TlogProof proof, VerifierKey pinned) throws IOException {
    var line =
        entry == null
            ? proof.entry()
            : Optional.of(withoutEnd(Files.readAllBytes(session.resolve(entry))));
    if (line.isEmpty()) {
      return refuse("FAIL: the proof carries no entry; `--entry` names its file");
    }
    return switch (proof.check(line.get(), pinned)) {
      case TlogProof.Checked.Bad(var why) -> refuse("FAIL: " + why);
      case TlogProof.Checked.Good(var checkpoint) ->
          proven(
              "PROVEN, entry %d of %d sealed in `%s`"
                  .formatted(proof.inclusion().index(), checkpoint.size(), checkpoint.origin()),
              new String(line.get(), StandardCharsets.UTF_8));
    };
  }

  private int refuse(String sentence) {
    return verdict.say(session, "proven", false, sentence, Value.EMPTY.with("entry", Value.NULL));
  }

  private int proven(String sentence, String line) {
    var status =
        verdict.say(session, "proven", true, sentence, Value.EMPTY.with("entry", Value.of(line)));
    if (verdict.isText()) {
      session.say(Shown.line(line));
    }
    return status;
  }

  private static byte[] withoutEnd(byte[] line) {
    return line.length > 0 && line[line.length - 1] == '\n'
        ? Arrays.copyOf(line, line.length - 1)
        : line;
  }
}
