package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogProver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves one entry. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description =
        "Writes a proof that an entry is in the sealed log: a file c2sp.org/tlog-proof@v1 that"
            + " carries the entry. `audit check-proof` checks it, anywhere.")
final class AuditProve implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "SEQ", description = "The entry's `seq`: 0 for the first line.")
  private long seq;

  @Mixin private LogChoice.ByOption log = new LogChoice.ByOption();

  @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: prints it.")
  private @Nullable String out;

  AuditProve(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return log.with(session, this::prove);
  }

  private int prove(Path file) throws IOException {
    return switch (new LogProver(file).entry(seq)) {
      case LogProver.Proven.Bad(var why) -> {
        session.complain(why);
        yield Exit.NO;
      }
      case LogProver.Proven.Good(var proof) -> {
        put(session, out, proof.bytes());
        yield Exit.OK;
      }
    };
  }

  /** Writes a proof to a file, or prints it. */
  static void put(Session session, @Nullable String out, byte[] proof) throws IOException {
    if (out == null) {
      session.out().print(new String(proof, StandardCharsets.UTF_8));
    } else {
      Files.write(session.resolve(out), proof);
    }
  }
}
