package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts the decisions around whose execution states were captured, as 0.16 does. */
@Command(
    name = "state-coverage",
    mixinStandardHelpOptions = true,
    description = "Counts the decisions for which the state before and after was captured.")
final class AuditStateCoverage implements Callable<Integer> {
  private final Session session;

  @Mixin private LogChoice.ByArgument log = new LogChoice.ByArgument();

  @Option(names = "--json-output", description = "Prints the counts as JSON.")
  private boolean json;

  AuditStateCoverage(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return log.with(session, this::count);
  }

  private int count(Path file) {
    var decisions = new HashSet<String>();
    var captured = new HashSet<String>();
    LogReader.read(
        file,
        entry -> {
          var type = entry.chain().type();
          if (type.equals(EntryType.DECISION)) {
            decisions.add(entry.chain().eventId());
          } else if (type.equals(EntryType.STATE_CAPTURE)) {
            entry.context().text("original_audit_id").ifPresent(captured::add);
          }
        });
    var total = decisions.size();
    captured.retainAll(decisions);
    var covered = captured.size();
    var percent = total == 0 ? 0 : Math.round(1000.0 * covered / total) / 10.0;
    if (json) {
      session.print(
          Value.EMPTY
              .with("total_decisions", Value.of(total))
              .with("with_state_capture", Value.of(covered))
              .with("without_state_capture", Value.of(total - covered))
              .with("coverage_percent", Value.of(percent)));
    } else {
      session.say(
          "State captured for %d of %d decisions (%s %%)"
              .formatted(covered, total, String.format(Locale.ROOT, "%.1f", percent)));
    }
    return Exit.OK;
  }
}
