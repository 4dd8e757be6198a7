package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts policies that changed on disk into force in the console that runs. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description =
        "Puts the policies on disk into force in the console or gateway that runs, where the whole"
            + " workspace loads, and records it. Actions, inventory, operators and settings count"
            + " from its next start. Exit status: 0 they are in force, 1 they are not.")
final class ReloadCommand extends AtDesk {
  @Option(names = "--show", description = "Says what it would change and changes nothing.")
  private boolean show;

  @Option(
      names = "--version",
      paramLabel = "SHA256",
      description = "Only where the disk holds exactly this version, as `--show` names it.")
  private @Nullable String version;

  ReloadCommand(Session session) {
    super(session);
  }

  @Override
  Desk.Reply ask(Desk desk, Workspace workspace) {
    var found = desk.policies();
    if (show || !(found instanceof Desk.Reply.Done(var body)) || !status(body, "other")) {
      return found;
    }
    return desk.reload(
        version == null ? body.object("change").textOrEmpty("policy_version") : version);
  }

  private static boolean status(Value.Fields body, String status) {
    return body.textOrEmpty("status").equals(status);
  }

  @Override
  int status(Value.Fields body) {
    return status(body, "same") || status(body, "done") ? Exit.OK : Exit.NO;
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
      case "other" -> {
        change(body.object("change"));
        session.say("They are not in force.");
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
