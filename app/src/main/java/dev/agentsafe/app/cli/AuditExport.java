package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a part of a log that verifies on its own. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes some entries with checkpoint, keys and proofs into a folder that `audit verify`"
            + " verifies anywhere.")
final class AuditExport implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      required = true,
      description = "The first entry's `seq`.")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "SEQ",
      required = true,
      description = "The last entry's `seq`.")
  private long to;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to make.")
  private String out = "";

  @Mixin private LogChoice.ByOption log = new LogChoice.ByOption();

  AuditExport(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return log.with(session, this::export);
  }

  private int export(Path file) throws IOException {
    return switch (LogBundle.export(file, from, to, session.resolve(out))) {
      case LogBundle.Exported.Bad(var why) -> {
        session.complain(why);
        yield Exit.NO;
      }
      case LogBundle.Exported.Good(var bundle) -> {
        session.say("%d entries in `%s`".formatted(to - from + 1, bundle.folder()));
        yield Exit.OK;
      }
    };
  }
}
