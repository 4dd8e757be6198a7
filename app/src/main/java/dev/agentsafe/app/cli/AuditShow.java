package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.index.Matcher;
import dev.agentsafe.core.index.QueryParser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows entries. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the latest entries; whether they can be trusted `audit verify` says.")
final class AuditShow implements Callable<Integer> {
  private final Session session;

  @Mixin private LogChoice.ByArgument log = new LogChoice.ByArgument();

  @Option(
      names = {"--last", "-n"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "So many of them. Default: ${DEFAULT-VALUE}.")
  private int last = 20;

  @Option(names = "--action", paramLabel = "NAME", description = "Only of this action.")
  private @Nullable String action;

  @Option(names = "--target", paramLabel = "ID", description = "Only on this target.")
  private @Nullable String target;

  @Option(names = "--caller", paramLabel = "AGENT", description = "Only of this caller.")
  private @Nullable String caller;

  @Option(names = "--decision", paramLabel = "WORD", description = "Only with this decision.")
  private @Nullable String decision;

  @Option(names = "--type", paramLabel = "WORD", description = "Only of this event type.")
  private @Nullable String type;

  @Option(
      names = {"--query", "-q"},
      paramLabel = "QUERY",
      description =
          "Only what this finds, such as `decision:deny risk>=high since:24h`; the language of the"
              + " console's log.")
  private String query = "";

  @Option(names = "--json-output", description = "Prints the entries as JSON.")
  private boolean json;

  AuditShow(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return switch (QueryParser.parse(query, Instant.now())) {
      case QueryParser.Parsed.Good(var asked) ->
          log.with(session, file -> show(file, new Matcher(asked)));
      case QueryParser.Parsed.Bad(var troubles) -> {
        for (var trouble : troubles) {
          session.complain("--query: column " + (trouble.from() + 1) + ": " + trouble.message());
        }
        yield Exit.USAGE;
      }
    };
  }

  private int show(Path file, Predicate<AuditEntry> found) {
    var latest = new ArrayDeque<AuditEntry>();
    LogReader.read(
        file,
        entry -> {
          if (wanted(entry) && found.test(entry)) {
            latest.add(entry);
            if (latest.size() > last) {
              latest.removeFirst();
            }
          }
        });
    if (json) {
      var lines = new ArrayList<Value>();
      latest.forEach(entry -> lines.add(entry.line()));
      session.print(new Value.Items(lines));
    } else {
      latest.forEach(this::print);
    }
    return Exit.OK;
  }

  private boolean wanted(AuditEntry entry) {
    var subject = entry.subject();
    return matches(action, subject.action())
        && matches(target, subject.target())
        && matches(caller, subject.caller())
        && matches(decision, entry.ruling().decision())
        && matches(type, entry.chain().type().value());
  }

  private static boolean matches(@Nullable String asked, String found) {
    return asked == null || asked.equals(found);
  }

  private void print(AuditEntry entry) {
    session.say(
        Shown.line(
            "%6d  %s  %-18s %-16s %s -> %s  by %s  %s"
                .formatted(
                    entry.seq() + 1,
                    entry.chain().timestamp(),
                    entry.chain().type(),
                    entry.ruling().decision(),
                    entry.subject().action(),
                    entry.subject().target(),
                    entry.subject().caller(),
                    entry.chain().eventId())));
  }
}
