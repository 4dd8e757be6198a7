package dev.agentsafe.app.cli;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Enrolment;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.Operators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says who may answer questions, and gives them keys. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = "Says who may answer questions, and gives them keys.",
    synopsisSubcommandLabel = "COMMAND")
final class OperatorCommand {
  private OperatorCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new OperatorCommand())
        .addSubcommand("init", new CommandLine(new Init(session)))
        .addSubcommand("list", new CommandLine(new Listing(session)))
        .addSubcommand("rotate", new CommandLine(new Rotate(session)));
  }

  /** What the two that make keys have in common. */
  abstract static class Making extends InWorkspace {
    @Parameters(
        arity = "0..1",
        paramLabel = "OPERATOR",
        description = "The operator's id. Default: the user of the operating system.")
    private String id = System.getProperty("user.name", "operator");

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        defaultValue = "ed25519",
        description = "ed25519 or es256. Default: ${DEFAULT-VALUE}.")
    private String kind = "ed25519";

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "Its first line is the passphrase; else it is asked for.")
    private @Nullable String file;

    Making(Session session) {
      super(session);
    }

    abstract Enrolment.Enrolled make(Enrolment enrolment, OperatorId id, Enrolment.Lock lock);

    @Override
    final int run(Workspace workspace) {
      var known =
          OperatorKey.Kind.of(kind)
              .orElseThrow(
                  () -> new CoreException("`" + kind + "` is no kind of key; ed25519 or es256."));
      var passphrase =
          Passphrase.choose(
              Optional.ofNullable(file).map(session::resolve), "New passphrase of `" + id + "`");
      try {
        var made =
            make(
                new Enrolment(workspace),
                new OperatorId(id),
                new Enrolment.Lock(known, () -> passphrase));
        session.say("Key file   " + made.file() + " (keep it on this machine, and a backup)");
        session.say("Public key " + made.key().text());
        session.say("Listed in  " + made.list());
        session.say("What runs already reads the list at its next start.");
        return Exit.OK;
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  /** Lists an operator with a first key. */
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = "Makes an operator's key, behind a passphrase, and lists the operator.")
  static final class Init extends Making {
    @Option(names = "--name", paramLabel = "NAME", description = "Their name for people.")
    private String name = "";

    @Option(
        names = "--roles",
        split = ",",
        paramLabel = "ROLE",
        defaultValue = "operator",
        description = "Their roles. Default: ${DEFAULT-VALUE}.")
    private List<String> roles = List.of();

    @Option(names = "--groups", split = ",", paramLabel = "GROUP", description = "Their groups.")
    private List<String> groups = List.of();

    Init(Session session) {
      super(session);
    }

    @Override
    Enrolment.Enrolled make(Enrolment enrolment, OperatorId id, Enrolment.Lock lock) {
      var operator = new Operator(id, name.isEmpty() ? id.value() : name, roles, groups);
      return enrolment.add(operator, lock, Instant.now());
    }
  }

  /** Gives an operator a new key. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Gives an operator a new key and retires the one before.")
  static final class Rotate extends Making {
    Rotate(Session session) {
      super(session);
    }

    @Override
    Enrolment.Enrolled make(Enrolment enrolment, OperatorId id, Enrolment.Lock lock) {
      return enrolment.rotate(id, lock, Instant.now());
    }
  }

  /** Lists operators. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists who may answer questions, with their keys.")
  static final class Listing extends InWorkspace {
    @Option(names = "--json-output", description = "Prints the list as JSON.")
    private boolean json;

    Listing(Session session) {
      super(session);
    }

    @Override
    int run(Workspace workspace) {
      var all = workspace.operators().orElseGet(() -> alone(workspace));
      if (json) {
        session.print(Value.EMPTY.with("operators", form(all)));
      } else {
        all.members().forEach(this::say);
      }
      return Exit.OK;
    }

    private Operators alone(Workspace workspace) {
      var hand = session.backstage().hand(workspace, Optional.empty());
      return hand.state() instanceof OperatorHand.State.Ready(var signer)
          ? Operators.of(hand.operator(), signer.publicKey())
          : Operators.NONE;
    }

    private void say(Operators.Member member) {
      var person = member.operator();
      session.say(
          Shown.line(
              "%s (%s)  roles %s  groups %s"
                  .formatted(
                      person.id(),
                      person.name(),
                      String.join(", ", person.roles()),
                      String.join(", ", person.groups()))));
      for (var key : member.keys()) {
        session.say(
            "  %s  %s%s"
                .formatted(
                    key.key().fingerprint(),
                    key.key().text(),
                    key.retired().map(r -> "  retired " + r).orElse("")));
      }
    }

    private static Value form(Operators all) {
      var forms = new ArrayList<Value>();
      for (var member : all.members()) {
        var person = member.operator();
        var keys = new ArrayList<Value>();
        for (var key : member.keys()) {
          keys.add(
              Value.EMPTY
                  .with("id", Value.of(key.key().id()))
                  .with("public", Value.of(key.key().text()))
                  .with("retired", Value.ofOptional(key.retired().map(Object::toString))));
        }
        forms.add(
            Value.EMPTY
                .with("id", Value.of(person.id().value()))
                .with("name", Value.of(person.name()))
                .with("roles", Value.texts(person.roles()))
                .with("groups", Value.texts(person.groups()))
                .with("keys", new Value.Items(keys)));
      }
      return new Value.Items(forms);
    }
  }
}
