package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogProver;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.GrowthProof;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows that a log grew out of an earlier checkpoint. */
@Command(
    name = "consistency",
    mixinStandardHelpOptions = true,
    description =
        "Shows that a sealed log begins with what an earlier checkpoint covers, without reading its"
            + " lines. Exit status: 0 it does, 1 not.")
final class AuditConsistency implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "CHECKPOINT", description = "The earlier checkpoint.")
  private String earlier = "";

  @Mixin private PinnedKey key = new PinnedKey();

  @Mixin private LogChoice.ByOption log = new LogChoice.ByOption();

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "Checks a proof that was written before; then no log is needed.")
  private @Nullable String proof;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the proof, for others.")
  private @Nullable String out;

  @Mixin private StatedVerdict verdict = new StatedVerdict();

  AuditConsistency(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return key.with(session, this::check);
  }

  private int check(VerifierKey pinned) throws IOException {
    var note = Files.readAllBytes(session.resolve(earlier));
    if (proof == null) {
      return log.with(session, file -> grown(file, note, pinned));
    }
    return switch (GrowthProof.read(Files.readAllBytes(session.resolve(proof)))) {
      case GrowthProof.Read.Bad(var why) -> answer(false, "FAIL: `" + proof + "`: " + why);
      case GrowthProof.Read.Good(var read) -> check(read, note, pinned);
    };
  }

  private int grown(Path file, byte[] note, VerifierKey pinned) throws IOException {
    if (!(Checkpoint.open(note, List.of(pinned))
        instanceof Checkpoint.Opened.Good(var before, _, _))) {
      return answer(
          false, "FAIL: the key did not sign the checkpoint `" + earlier + "`, or it is none");
    }
    return switch (new LogProver(file).growth(before)) {
      case LogProver.Proven.Bad(var why) -> answer(false, "FAIL: " + why);
      case LogProver.Proven.Good(var made) -> {
        if (out != null) {
          AuditProve.put(session, out, made.bytes());
        }
        yield check(made, note, pinned);
      }
    };
  }

  private int check(GrowthProof made, byte[] note, VerifierKey pinned) {
    return switch (made.check(note, pinned)) {
      case GrowthProof.Checked.Bad(var why) -> answer(false, "FAIL: " + why);
      case GrowthProof.Checked.Good(var before, var after) ->
          answer(
              true,
              "CONSISTENT, the %d lines sealed in `%s` begin with the %d sealed before"
                  .formatted(after.size(), after.origin(), before.size()));
    };
  }

  private int answer(boolean consistent, String sentence) {
    return verdict.say(session, "consistent", consistent, sentence, Value.EMPTY);
  }
}
