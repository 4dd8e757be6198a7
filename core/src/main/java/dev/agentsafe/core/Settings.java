package dev.agentsafe.core;

import dev.agentsafe.core.anchor.AnchorSettings;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.identity.IdentitySettings;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.request.ChangeTickets;
import dev.agentsafe.core.runner.ExecutorSettings;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.ShipperSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code agent-safe.yaml} says, paths made absolute; immutable.
 *
 * @param limits rates, breaker and cumulative risk; absent parts are off
 */
public record Settings(
    Paths paths,
    Tokens tokens,
    Limits limits,
    Approvals approvals,
    ChangeTickets changeTickets,
    Gateway gateway,
    IdentitySettings identity,
    Credentials credentials,
    ExecutorSettings executors,
    Outside outside) {

  /**
   * Where the parts of a workspace are.
   *
   * @param settings the file that says so
   */
  public record Paths(
      Path settings, Path registry, Path policies, Optional<Path> inventory, Path auditLog) {

    /** Where policy tests are, if there are any. */
    public Path tests() {
      return settings.resolveSibling("tests");
    }
  }

  /**
   * How tokens are signed.
   *
   * @param sharedKey 0.16's HMAC key; read only where the workspace gives one
   * @param ticketLife at most 10 minutes
   */
  public record Tokens(String issuer, Optional<String> sharedKey, Duration ticketLife) {}

  /** Rates, breaker and cumulative risk. */
  public record Limits(
      Optional<dev.agentsafe.core.limit.RateLimit> rate,
      Optional<dev.agentsafe.core.limit.RiskBudget> risk) {}

  /**
   * Approvals.
   *
   * @param life how long a question stands where its rule does not say
   * @param claimLife how long an approval waits for its agent where its rule does not say
   * @param operator who sits at this console ({@code operator: {id, name, roles, groups}}); absent:
   *     the user of the operating system, with the role {@code operator}
   * @param reviewWithin how soon an approval that was given alone must be reviewed
   * @param operators the list of operators; where there is none, {@code operator} is the only one
   */
  public record Approvals(
      Duration life,
      Duration claimLife,
      Duration reviewWithin,
      Optional<Operator> operator,
      Optional<Path> operators) {}

  /** Where agents reach us; loopback unless told otherwise. */
  public record Gateway(String host, int port) {}

  /**
   * What leaves this machine.
   *
   * @param egress what may be reached at all
   * @param shippers who gets the journal's lines
   * @param notifiers who is told of what happens
   * @param anchors to whom the journal's checkpoints are shown
   * @param readiness how late all that may be before calls are not taken
   */
  public record Outside(
      EgressSettings egress,
      List<ShipperSettings> shippers,
      List<NotifierSettings> notifiers,
      AnchorSettings anchors,
      Readiness readiness) {
    public Outside {
      shippers = List.copyOf(shippers);
      notifiers = List.copyOf(notifiers);
    }

    /** The names of shippers and notifiers. */
    public List<String> names() {
      return Stream.concat(
              shippers.stream().map(ShipperSettings::name),
              notifiers.stream().map(NotifierSettings::name))
          .toList();
    }
  }
}
