package dev.agentsafe.app;

import static java.util.stream.Collectors.toSet;

import dev.agentsafe.app.cli.Backstage;
import dev.agentsafe.app.demo.Demo;
import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.app.desk.GatewayDesk;
import dev.agentsafe.app.desk.GovernorDesk;
import dev.agentsafe.app.gateway.Gateway;
import dev.agentsafe.app.window.Milestones;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.LocalOperator;
import dev.agentsafe.core.RestingRules;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.ExecutorProvider;
import dev.agentsafe.core.ship.Shipping;
import dev.agentsafe.executors.rehearsal.RehearsalExecutor;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/** The only place that assembles services; stateless. */
public final class Wiring implements Backstage {

  /** The person who sits at this console; {@code AGENT_SAFE_OPERATOR} says who of several. */
  public static OperatorHand operator(Workspace workspace) {
    return LocalOperator.hand(workspace, Optional.ofNullable(System.getenv("AGENT_SAFE_OPERATOR")));
  }

  /** Opens the journal of a workspace for this process, with the executors that are installed. */
  public static Governor govern(Workspace workspace) {
    return Governor.open(config(workspace));
  }

  private static Governor.Config config(Workspace workspace) {
    var executors =
        new ArrayList<Executor>(
            ServiceLoader.load(Executor.class).stream().map(ServiceLoader.Provider::get).toList());
    ServiceLoader.load(ExecutorProvider.class)
        .forEach(each -> executors.add(each.open(workspace.settings().executors())));
    var actions = workspace.catalog().actions().stream().map(Action::name).collect(toSet());
    executors.add(new RehearsalExecutor(List.of(), actions));
    return new Governor.Config(workspace, executors, Clock.systemUTC());
  }

  /** A gateway for that governor, serving where it is told. */
  public static Gateway gateway(Governor governor, Settings.Gateway where) {
    return Gateway.start(new Gateway.Config(governor, operator(governor.workspace()), where));
  }

  @Override
  public List<Shipping.Post> shippers(Workspace workspace) {
    return Outbound.posts(workspace);
  }

  @Override
  public Desk desk(Workspace workspace) {
    return serving(workspace)
        .orElseGet(() -> GovernorDesk.owning(govern(workspace), operator(workspace)));
  }

  @Override
  public void takeRules(Workspace workspace) {
    RestingRules.take(config(workspace), operator(workspace).operator());
  }

  @Override
  public Optional<Desk> serving(Workspace workspace) {
    var address = Address.find(workspace.root());
    var secret = Address.secret(workspace.root());
    if (address.isPresent() && secret.isPresent()) {
      var remote = new GatewayDesk(address.get(), secret.get());
      if (remote.answers()) {
        return Optional.of(remote);
      }
      remote.close();
    }
    return Optional.empty();
  }

  @Override
  public OperatorHand hand(Workspace workspace, Optional<String> as) {
    return as.isPresent() ? LocalOperator.hand(workspace, as) : operator(workspace);
  }

  @Override
  public SharedKey.Pair keys(Workspace workspace) {
    return new SharedKey.Pair(
        SigningKeys.open(workspace.local().resolve("keys"), Instant.now()),
        workspace.settings().tokens().sharedKey().map(SharedKey::of));
  }

  @Override
  public Serving serve(Workspace workspace, Optional<String> host, OptionalInt port) {
    var told = workspace.settings().gateway();
    var where = new Settings.Gateway(host.orElse(told.host()), port.orElse(told.port()));
    var governor = govern(workspace);
    try {
      var outbound = Outbound.start(governor);
      try {
        var gateway = gateway(governor, where);
        governor.archive().open();
        return new Served(governor, gateway, outbound);
      } catch (CoreException e) {
        outbound.close();
        throw e;
      }
    } catch (CoreException e) {
      governor.close();
      throw e;
    }
  }

  @Override
  public int console(Path folder, Optional<PrintStream> timings) {
    return ConsoleProgram.run(
        folder,
        timings.map(out -> Milestones.printedTo(out, Clock.systemUTC())).orElse(Milestones.SILENT));
  }

  @Override
  public boolean demo(Path out, Play play, Starter starter, PrintStream print)
      throws IOException, InterruptedException {
    return demo(out, print, starter).play(play.rounds(), play.unattended());
  }

  @Override
  public List<Path> tour(Path out, Starter starter, PrintStream print)
      throws IOException, InterruptedException {
    return demo(out, print, starter).tour();
  }

  private static Demo demo(Path out, PrintStream print, Starter starter) {
    return new Demo(out, print, new Demo.Setting(starter::write, Wiring::operator));
  }

  private record Served(Governor governor, Gateway gateway, Outbound outbound) implements Serving {
    @Override
    public URI url() {
      return gateway.url();
    }

    @Override
    public void close() {
      gateway.close();
      outbound.close();
      governor.close();
    }
  }
}
