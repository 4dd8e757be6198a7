package dev.agentsafe.app.cli;

import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.preview.Recomputation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Decides recorded decisions again; needs no workspace and no network. */
@Command(
    name = "recompute",
    mixinStandardHelpOptions = true,
    description =
        "Decides recorded decisions again under the rules that the log says were in force, with"
            + " nothing but the log and its blobs, and counts those that cannot be. Whether its"
            + " lines are as they were written is for `audit verify`. Exit status: 0 none comes out"
            + " otherwise than recorded, 1 some do, or were made under rules that the log does not"
            + " hold.")
final class AuditRecompute implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "FILE|DIR",
      description = "The log, audit.jsonl, or the folder that holds it.")
  private String file = "";

  AuditRecompute(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var again = new Recomputation();
    DraftDesk.Entries.of(LogChoice.inside(session.resolve(file)))
        .readWhile(
            0,
            entry -> {
              again.accept(entry);
              return true;
            });
    var found = again.result();
    found
        .first()
        .forEach(d ->
            session.say(
                Shown.line("line %d: %s: %s".formatted(d.seq() + 1, d.auditId(), d.why()))));
    found
        .unknown()
        .forEach((version, count) ->
            session.say(
                Shown.line(
                    "%d under the rules `%s`, which the log does not hold"
                        .formatted(count, version))));
    session.say(
        "%d decisions come out as recorded, %d do not; %d could not be decided again."
            .formatted(found.same(), found.diverging(), found.left()));
    return found.diverging() == 0 && found.unknown().isEmpty() ? Exit.OK : Exit.NO;
  }
}
