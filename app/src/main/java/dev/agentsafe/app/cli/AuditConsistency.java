package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogProver;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.GrowthProof;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      required = true,
      description = "The key that must have signed: its text, or a file that begins with it.")
  private String key = "";

  @Option(names = "--log", paramLabel = "FILE", description = "The log. Default: the workspace's.")
  private @Nullable String log;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "Checks a proof that was written before; then no log is needed.")
  private @Nullable String proof;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the proof, for others.")
  private @Nullable String out;

  @Option(names = "--json-output", description = "Prints the answer as JSON.")
  private boolean json;

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  AuditConsistency(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var pinned = LogChoice.key(session, key);
    if (pinned.isEmpty()) {
      return LogChoice.noKey(session, key);
    }
    try {
      var note = Files.readAllBytes(session.resolve(earlier));
      if (proof != null) {
        return switch (GrowthProof.read(Files.readAllBytes(session.resolve(proof)))) {
          case GrowthProof.Read.Bad(var why) -> answer(false, "FAIL: `" + proof + "`: " + why);
          case GrowthProof.Read.Good(var read) -> check(read, note, pinned.get());
        };
      }
      return LogChoice.with(session, log, config, file -> grown(file, note, pinned.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int grown(Path file, byte[] note, VerifierKey pinned) {
    if (!(Checkpoint.open(note, List.of(pinned))
        instanceof Checkpoint.Opened.Good(var before, _, _))) {
      return answer(
          false, "FAIL: the key did not sign the checkpoint `" + earlier + "`, or it is none");
    }
    try {
      return switch (new LogProver(file).growth(before)) {
        case LogProver.Proven.Bad(var why) -> answer(false, "FAIL: " + why);
        case LogProver.Proven.Good(var made) -> {
          if (out != null) {
            AuditProve.put(session, out, made.bytes());
          }
          yield check(made, note, pinned);
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    if (json) {
      session.print(
          Value.EMPTY.with("consistent", Value.of(consistent)).with("verdict", Value.of(sentence)));
    } else {
      session.say(Shown.line(sentence));
    }
    return consistent ? Exit.OK : Exit.NO;
  }
}
