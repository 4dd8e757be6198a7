package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets agents in. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Lets agents in.",
    synopsisSubcommandLabel = "COMMAND")
final class AgentCommand {
  private AgentCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new AgentCommand())
        .addSubcommand("token", new CommandLine(new Token(session)))
        .addSubcommand("rotate-key", new CommandLine(new RotateTokenKeyCommand(session)));
  }

  /** Issues an identity token. */
  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Issues an identity token for an agent, and prints it alone.")
  static final class Token extends InWorkspace {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@/-]{0,127}");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "AGENT", description = "Its id, such as deploy-bot.")
    private String agent = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Its name for people.")
    private String name = "";

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "Its roles.")
    private List<String> roles = List.of();

    @Option(names = "--groups", split = ",", paramLabel = "GROUP", description = "Its groups.")
    private List<String> groups = List.of();

    @Option(
        names = "--ttl",
        paramLabel = "TIME",
        defaultValue = "1h",
        description = "How long it is good: 90s, 15m, 8h, 7d. Default: ${DEFAULT-VALUE}.")
    private String ttl = "1h";

    @Option(names = "--json-output", description = "Prints it with what it says, as JSON.")
    private boolean json;

    Token(Session session) {
      super(session);
    }

    @Override
    void examine() {
      if (Lifetime.of(ttl).isEmpty()) {
        throw wrong("--ttl: `" + ttl + "` is no time; give one such as 90s, 15m, 8h or 7d");
      }
      if (!ID.matcher(agent).matches()) {
        throw wrong("`" + agent + "` is no agent id; use letters, digits and . _ @ / -");
      }
    }

    @Override
    int run(Workspace workspace) {
      var now = Instant.now();
      var life = Lifetime.of(ttl).orElseThrow();
      print(tokens(workspace).issue(caller(), life, now), now.plus(life));
      return Exit.OK;
    }

    private IdentityTokens tokens(Workspace workspace) {
      return new IdentityTokens(
          IdentityTokens.Config.of(
              workspace.settings().tokens().issuer(), session.backstage().keys(workspace)));
    }

    private Caller caller() {
      return new Caller(
          new AgentId(agent), name, new Caller.Grants(roles, groups), Caller.Delegation.NONE);
    }

    private void print(String token, Instant expires) {
      if (json) {
        session.print(
            Value.EMPTY
                .with("token", Value.of(token))
                .with("agent_id", Value.of(agent))
                .with("roles", Value.texts(roles))
                .with("groups", Value.texts(groups))
                .with("expires_at", Value.of(Times.text(expires))));
      } else {
        session.say(token);
      }
    }

    private CommandLine.ParameterException wrong(String message) {
      return new CommandLine.ParameterException(spec.commandLine(), message);
    }
  }
}
