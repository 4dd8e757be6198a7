package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.ship.Backfill;
import dev.agentsafe.core.ship.ShipStatus;
import dev.agentsafe.core.ship.ShipperSettings;
import dev.agentsafe.core.ship.Shipping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ships what other systems have not got yet, or says how far they are. */
@Command(
    name = "ship",
    mixinStandardHelpOptions = true,
    description = {
      "Ships what the workspace's shippers have not delivered yet, and ends.",
      "While the console or the gateway runs it ships by itself; then this only tells. Exit status:"
          + " 0 all is shipped, 1 something is not."
    })
final class ShipCommand extends InWorkspace {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these. Default: all.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--status", description = "Ships nothing; says how far each shipper is.")
  private boolean status;

  @Option(
      names = "--from",
      paramLabel = "LINE",
      description = "Goes on from this line of the journal, whatever was shipped; 1 is the first.")
  private @Nullable Long from;

  @Option(names = "--json-output", description = "Prints how far each shipper is as JSON.")
  private boolean json;

  ShipCommand(Session session) {
    super(session);
  }

  @Override
  int run(Workspace workspace) {
    var all = workspace.settings().outside().shippers();
    var known = all.stream().map(ShipperSettings::name).toList();
    var unknown = names.stream().filter(name -> !known.contains(name)).findFirst();
    if (unknown.isPresent()) {
      session.complain(
          "There is no shipper `" + unknown.get() + "`; the workspace has " + listed(known) + ".");
      return Exit.USAGE;
    }
    if (from != null && from < 1) {
      session.complain("`--from` is a line of the journal, at least 1, not `" + from + "`.");
      return Exit.USAGE;
    }
    var wanted = all.stream().filter(s -> names.isEmpty() || names.contains(s.name())).toList();
    if (wanted.isEmpty()) {
      session.say("This workspace ships nowhere; `shippers:` in its settings says where to.");
      return Exit.OK;
    }
    var log = workspace.settings().paths().auditLog();
    var shipped = status || deliver(workspace, wanted);
    var reached =
        ShipStatus.all(
            wanted.stream().map(ShipperSettings::name).toList(),
            workspace.local(),
            Backfill.durableLines(log));
    print(reached);
    return shipped && reached.stream().allMatch(s -> s.lag() == 0) ? Exit.OK : Exit.NO;
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : "`" + String.join("`, `", names) + "`";
  }

  private boolean deliver(Workspace workspace, List<ShipperSettings> wanted) {
    var log = workspace.settings().paths().auditLog();
    var durable = Backfill.durableLines(log);
    var source = new Shipping.Source(log, () -> durable, ShipStatus.folder(workspace.local()));
    var done = true;
    for (var post : session.backstage().shippers(workspace)) {
      if (wanted.stream().anyMatch(s -> s.name().equals(post.name()))) {
        done &= deliver(source, post);
      } else {
        post.shipper().close();
      }
    }
    return done;
  }

  private boolean deliver(Shipping.Source source, Shipping.Post post) {
    var begin = from == null ? OptionalLong.empty() : OptionalLong.of(from - 1);
    try {
      return switch (Backfill.run(source, post, begin)) {
        case Backfill.Outcome.Level level -> true;
        case Backfill.Outcome.Busy(var holder) -> {
          session.complain(
              "`"
                  + post.name()
                  + "` is shipped by "
                  + holder
                  + "; this command leaves it to that.");
          yield false;
        }
        case Backfill.Outcome.Stopped(var lines, var shipped, var why) -> {
          session.complain("`" + post.name() + "` stopped at line " + (shipped + 1) + ": " + why);
          yield false;
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void print(List<ShipStatus> all) {
    if (json) {
      var forms = new ArrayList<Value>();
      all.forEach(s -> forms.add(form(s)));
      session.print(new Value.Items(forms));
      return;
    }
    for (var each : all) {
      session.say(
          "%-20s %d shipped, %d to go%s%s"
              .formatted(
                  each.name(),
                  each.shipped(),
                  each.lag(),
                  each.arrivedAt().map(at -> ", last at " + at).orElse(""),
                  each.problem().map(why -> "; " + why).orElse("")));
    }
  }

  private static Value form(ShipStatus status) {
    var form = new LinkedHashMap<String, Value>();
    form.put("name", Value.of(status.name()));
    form.put("shipped", Value.of(status.shipped()));
    form.put("lag", Value.of(status.lag()));
    form.put("arrived_at", Value.ofOptional(status.arrivedAt()));
    form.put("problem", Value.ofOptional(status.problem()));
    return new Value.Fields(form);
  }
}
