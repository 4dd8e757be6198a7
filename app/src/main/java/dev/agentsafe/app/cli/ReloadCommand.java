package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.app.wire.PolicyForm;
import dev.agentsafe.core.RestingRules;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows policies that changed on disk, and puts them into force where somebody says so. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description =
        "Shows what the policies on disk would change in the console or gateway that runs, and"
            + " changes nothing. With `--version` or `--yes` puts them into force, where the whole"
            + " workspace loads, and records it in your name; where nothing runs they are recorded"
            + " for its next start. Actions, inventory, operators and settings count from the next"
            + " start. Exit status: 0 they are in force or recorded, 1 they are not.")
final class ReloadCommand extends AtDesk {
  @ArgGroup private @Nullable Taken taken;

  /** What to put into force. */
  static final class Taken {
    @Option(
        names = "--version",
        paramLabel = "SHA256",
        description = "Puts them into force where the disk holds exactly this version.")
    private @Nullable String version;

    @Option(names = "--yes", description = "Puts them into force, whatever the disk holds.")
    private boolean yes;
  }

  ReloadCommand(Session session) {
    super(session);
  }

  @Override
  int run(Workspace workspace) {
    var serving = session.backstage().serving(workspace);
    if (serving.isEmpty()) {
      return answer(atRest(workspace));
    }
    try (var desk = serving.get()) {
      return answer(ask(desk, workspace));
    }
  }

  @Override
  Desk.Reply ask(Desk desk, Workspace workspace) {
    var found = desk.policies();
    return found instanceof Desk.Reply.Done(var body) && status(body, "other") && taken != null
        ? desk.reload(wanted(body))
        : found;
  }

  private Desk.Reply atRest(Workspace workspace) {
    var found = PolicyForm.of(RestingRules.look(workspace));
    if (!status(found, "other") || taken == null || !wanted(found).equals(version(found))) {
      return new Desk.Reply.Done(found);
    }
    session.backstage().takeRules(workspace);
    return new Desk.Reply.Done(found.with("status", Value.of("recorded")));
  }

  private String wanted(Value.Fields found) {
    return taken == null || taken.yes || taken.version == null ? version(found) : taken.version;
  }

  private static String version(Value.Fields found) {
    return found.object("change").textOrEmpty("policy_version");
  }

  private static boolean status(Value.Fields body, String status) {
    return body.textOrEmpty("status").equals(status);
  }

  @Override
  int status(Value.Fields body) {
    return status(body, "other") || status(body, "broken") || status(body, "elsewhere")
        ? Exit.NO
        : Exit.OK;
  }

  @Override
  void show(Value.Fields body) {
    switch (body.textOrEmpty("status")) {
      case "same" -> session.say("The policies on disk are those in force.");
      case "done" -> {
        change(body.object("change"));
        session.say(
            "They are in force. %s open questions were asked again, %s are void."
                .formatted(number(body, "asked_again"), number(body, "denied")));
      }
      case "recorded" -> {
        change(body.object("change"));
        session.say("Nothing runs here: they decide from the next start, as you said.");
      }
      case "other" -> {
        change(body.object("change"));
        session.say(
            "They are not in force, and nothing was changed. To put them into force:\n"
                + Shown.line("  agent-safe reload --version " + version(body)));
      }
      case "broken" -> {
        body.objects("problems")
            .forEach(p ->
                session.say(Shown.line(p.textOrEmpty("place") + ": " + p.textOrEmpty("message"))));
        session.say("What is on disk does not load; those in force stay.");
      }
      default -> session.say(Shown.line("Nothing was changed: " + body.textOrEmpty("why") + "."));
    }
    var later = body.texts("later");
    if (!later.isEmpty()) {
      session.say(Shown.line("From the next start: " + String.join(", ", later)));
    }
  }

  private void change(Value.Fields change) {
    change.objects("files").forEach(f -> session.say(Shown.line(file(f))));
    named(change, "came", "+ ");
    named(change, "gone", "- ");
    named(change, "changed", "~ ");
    if (change.get("reordered").equals(Optional.of(Value.of(true)))) {
      session.say("Rules that stayed are looked at in another order.");
    }
    session.say(
        "policies %s -> %s"
            .formatted(
                change.textOrEmpty("policy_version_before"), change.textOrEmpty("policy_version")));
  }

  private static String file(Value.Fields file) {
    var how =
        file.text("before_sha256").isEmpty()
            ? "new      "
            : file.text("after_sha256").isEmpty() ? "gone     " : "changed  ";
    return how + file.textOrEmpty("file");
  }

  private void named(Value.Fields change, String member, String sign) {
    change.texts(member).forEach(name -> session.say(Shown.line(sign + name)));
  }

  private static String number(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Int(var value) ? value.toString() : "0";
  }
}
