package dev.agentsafe.app.demo;

import dev.agentsafe.app.gateway.Gateway;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A workspace as any other, governed, with a gateway and a cluster of this process to act on. */
final class DemoWorld implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final DemoCluster cluster;
  private final Governor governor;
  private final Gateway gateway;
  private final OperatorHand operator;

  private DemoWorld(
      DemoCluster cluster, Governor governor, Gateway gateway, OperatorHand operator) {
    this.cluster = cluster;
    this.governor = governor;
    this.gateway = gateway;
    this.operator = operator;
  }

  /**
   * Opens the workspace of that folder for the demo.
   *
   * @param operators who sits at the console of a workspace
   * @throws CoreException where it does not load; the message names every problem
   */
  static DemoWorld open(Path folder, Function<Workspace, OperatorHand> operators) {
    var workspace =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var good, var warnings) -> good;
          case Loaded.Bad<Workspace>(var problems) ->
              throw new CoreException(
                  String.join("\n", problems.stream().map(Object::toString).toList()));
        };
    var cluster = DemoCluster.start();
    var governor =
        Governor.open(
            new Governor.Config(workspace, List.of(cluster.executor()), Clock.systemUTC()));
    var operator = operators.apply(workspace);
    var gateway =
        Gateway.start(new Gateway.Config(governor, operator, new Settings.Gateway("127.0.0.1", 0)));
    return new DemoWorld(cluster, governor, gateway, operator);
  }

  DemoCluster cluster() {
    return cluster;
  }

  Governor governor() {
    return governor;
  }

  Gateway gateway() {
    return gateway;
  }

  /** Who sits at the console. */
  OperatorHand operator() {
    return operator;
  }

  Path journal() {
    return governor.workspace().settings().paths().auditLog();
  }

  /** An agent with a token of the workspace, as {@code agent-safe agent token} gives it. */
  DemoAgent agent(String id, List<String> roles) {
    var workspace = governor.workspace();
    var tokens =
        new IdentityTokens(
            IdentityTokens.Config.of(workspace.settings().tokens().issuer(), keys(workspace)));
    var caller =
        new Caller(
            new AgentId(id), id, new Caller.Grants(roles, List.of()), Caller.Delegation.NONE);
    return new DemoAgent(gateway.url(), tokens.issue(caller, TOKEN_LIFE, Instant.now()));
  }

  private static SharedKey.Pair keys(Workspace workspace) {
    return new SharedKey.Pair(
        SigningKeys.open(workspace.local().resolve("keys"), Instant.now()),
        workspace.settings().tokens().sharedKey().map(SharedKey::of));
  }

  @Override
  public void close() {
    gateway.close();
    governor.close();
    cluster.close();
  }
}
