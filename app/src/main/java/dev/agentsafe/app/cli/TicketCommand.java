package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at execution tickets. */
@Command(
    name = "ticket",
    mixinStandardHelpOptions = true,
    description = "Looks at execution tickets.",
    synopsisSubcommandLabel = "COMMAND")
final class TicketCommand {
  private TicketCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new TicketCommand())
        .addSubcommand("verify", new CommandLine(new Verify(session)));
  }

  /** Says whether a ticket is good. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Says whether a ticket is good, and for what. It is not spent, and whether it was spent"
              + " is not looked up. Exit status: 0 good, 1 not.")
  static final class Verify extends InWorkspace {
    @Parameters(paramLabel = "TOKEN", description = "The ticket's token.")
    private String token = "";

    @Option(names = "--action", paramLabel = "NAME", description = "The action it must be for.")
    private @Nullable String action;

    @Option(names = "--target", paramLabel = "ID", description = "The target it must be for.")
    private @Nullable String target;

    @Option(names = "--json-output", description = "Prints the answer as JSON.")
    private boolean json;

    Verify(Session session) {
      super(session);
    }

    @Override
    int run(Workspace workspace) {
      var tokens = workspace.settings().tokens();
      var keys = session.backstage().keys(workspace);
      var authority =
          new TicketAuthority(
              new TicketAuthority.Config(
                  tokens.issuer(), keys, tokens.ticketLife(), new SecureRandom()));
      var now = Instant.now();
      var checked = authority.verify(token, now);
      if (checked instanceof TicketAuthority.Checked.Refused
          && authority.verifyOlder(token, now) instanceof TicketAuthority.Checked.Good older) {
        checked = older;
      }
      return switch (checked) {
        case TicketAuthority.Checked.Refused(var reason) -> refused(reason);
        case TicketAuthority.Checked.Good(var ticket) ->
            TicketAuthority.mismatch(
                    ticket, Optional.ofNullable(action), Optional.ofNullable(target))
                .map(this::refused)
                .orElseGet(() -> good(ticket));
      };
    }

    private int refused(String reason) {
      if (json) {
        session.print(Value.EMPTY.with("valid", Value.of(false)).with("reason", Value.of(reason)));
      } else {
        session.say(reason);
      }
      return Exit.NO;
    }

    private int good(Ticket ticket) {
      if (json) {
        session.print(
            Value.EMPTY.with("valid", Value.of(true)).with("ticket", DecisionForm.ticket(ticket)));
        return Exit.OK;
      }
      var claims = ticket.claims();
      session.say("VALID  " + Shown.line(claims.action() + " -> " + claims.target()));
      DecisionText.line(session, "caller", claims.caller());
      DecisionText.line(session, "audit id", claims.auditId());
      DecisionText.line(session, "expires", Times.text(ticket.expiresAt()));
      return Exit.OK;
    }
  }
}
