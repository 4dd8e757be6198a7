package dev.agentsafe.app.gateway;

import dev.agentsafe.app.desk.GovernorDesk;
import dev.agentsafe.app.wire.ActionForm;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorHand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves agents over HTTP until it is closed; thread-safe. */
public final class Gateway implements AutoCloseable {
  private static final int PLATFORM_THREADS = 16;
  private static final int MOST_CONNECTIONS = 2_000;
  private static final int MOST_WAITING = 1_000;
  private static final int FAILURES = 30;
  private static final Duration FAILURE_WINDOW = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(75);
  private static final long STOP_MILLIS = 5_000;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int BACKLOG = 128;

  /** Held so that its level stays: what the server says of itself is no news to people. */
  private static final Logger SERVER_LOG = Logger.getLogger("org.eclipse.jetty");

  static {
    SERVER_LOG.setLevel(Level.WARNING);
  }

  private final Governor governor;
  private final Server server;
  private final Waits waits = new Waits(MOST_WAITING);
  private final Metrics metrics = new Metrics();
  private final Runnable unsubscribe;
  private final Address address;

  /**
   * What a gateway serves, and where.
   *
   * @param operator whose commands of the same machine it carries out
   * @param where port 0 takes any free one
   */
  public record Config(Governor governor, OperatorHand operator, Settings.Gateway where) {}

  private Gateway(Config config, String secret) {
    governor = config.governor();
    var threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
    threads.setName("gateway");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    server = new Server(threads);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(config.where().host());
    connector.setPort(config.where().port());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler((request, response, callback) -> {
      Replies.send(
          Answer.error(
              response.getStatus() >= 400 ? response.getStatus() : 500,
              "bad_request",
              "The request is not well-formed HTTP, or larger than is let in."),
          request,
          response,
          callback);
      return true;
    });
    var guard =
        new Door.Guard(
            Hosts.of(config.where().host()),
            secret,
            new NoiseLimit(FAILURES, FAILURE_WINDOW, System::nanoTime));
    server.setHandler(
        new GracefulHandler(new Door(governor, routes(config.operator()), guard, metrics)));
    unsubscribe = governor.subscribe(metrics::recorded);
    address = begin(connector, config.where());
  }

  /**
   * Begins to serve and makes the address known in the workspace.
   *
   * @throws CoreException where the address cannot be had, or is not this machine's own
   */
  public static Gateway start(Config config) {
    refuseToBeReachedFromElsewhere(config.where().host());
    var secret = Address.newSecret();
    var gateway = new Gateway(config, secret);
    try {
      gateway.address.publish(config.governor().workspace().root(), secret);
    } catch (IOException e) {
      gateway.close();
      throw new CoreException(
          "`"
              + Address.folder(config.governor().workspace().root())
              + "` cannot be written; the gateway was stopped.",
          e);
    }
    return gateway;
  }

  /** Where it is reached. */
  public URI url() {
    return address.url();
  }

  private Address begin(ServerConnector connector, Settings.Gateway where) {
    try {
      server.start();
    } catch (Exception e) {
      unsubscribe.run();
      throw new CoreException(
          "The gateway cannot listen on `"
              + where.host()
              + ":"
              + where.port()
              + "`: "
              + (e instanceof IOException
                  ? "the address is in use or not ours."
                  : "it did not start.")
              + " Choose another with `gateway: {port: …}` or `--port`.",
          e);
    }
    var host = where.host().contains(":") ? "[" + where.host() + "]" : where.host();
    return new Address(
        URI.create("http://" + host + ":" + connector.getLocalPort()),
        ProcessHandle.current().pid(),
        Instant.now().toString());
  }

  private List<Route> routes(OperatorHand operator) {
    var decisions = new Decisions(governor, metrics);
    var plans = new Plans(governor, metrics);
    var approvals = new Approvals(governor, waits);
    var executions = new Executions(governor, waits);
    var agent = Route.Access.AGENT;
    var open = Route.Access.OPEN;
    var all = new ArrayList<Route>();
    all.add(new Route("POST", "/v1/check", agent, decisions::check));
    all.add(new Route("POST", "/v1/plans", agent, plans::submit));
    all.add(new Route("GET", "/v1/plans/{id}", agent, plans::standing));
    all.add(new Route("GET", "/v1/approvals/{id}", agent, approvals::standing));
    all.add(new Route("DELETE", "/v1/approvals/{id}", agent, approvals::cancel));
    all.add(new Route("POST", "/v1/approvals/{id}/accept", agent, approvals::accept));
    all.add(new Route("POST", "/v1/approvals/{id}/decline", agent, approvals::decline));
    all.add(new Route("POST", "/v1/executions", agent, executions::begin));
    all.add(new Route("GET", "/v1/executions/{id}", agent, executions::view));
    all.add(new Route("DELETE", "/v1/executions/{id}", agent, executions::callOff));
    all.add(new Route("POST", "/v1/executions/{id}/secrets", agent, executions::secrets));
    all.add(new Route("POST", "/v1/rollbacks", agent, executions::rollback));
    all.add(new Route("POST", "/v1/delegations", agent, new Delegations(governor)::handOn));
    all.add(new Route("GET", "/v1/actions", agent, call -> actions()));
    all.add(new Route("GET", "/healthz", open, call -> Health.answer(governor.journalHealth())));
    all.add(
        new Route(
            "GET",
            "/readyz",
            open,
            call ->
                Health.ready(
                    governor.journalHealth(),
                    waits.over(),
                    Abroad.of(governor.workspace(), governor.journalSize(), Instant.now()))));
    all.add(
        new Route(
            "GET",
            "/metrics",
            open,
            call ->
                new Answer.Text(
                    200, "text/plain; version=0.0.4; charset=utf-8", metrics.text(governor))));
    all.add(
        new Route(
            "GET",
            "/openapi.json",
            open,
            call -> new Answer.Text(200, "application/json", openApi())));
    all.addAll(new OperatorSide(GovernorDesk.at(governor, operator)).routes());
    return all;
  }

  private Answer actions() {
    var forms = new ArrayList<Value>();
    governor.workspace().catalog().actions().forEach(a -> forms.add(ActionForm.of(a)));
    return Answer.ok(Value.EMPTY.with("actions", new Value.Items(forms)));
  }

  private static String openApi() {
    try (var in = Gateway.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new CoreException("the description of the gateway is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CoreException("the description of the gateway cannot be read", e);
    }
  }

  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    return http;
  }

  private static void refuseToBeReachedFromElsewhere(String host) {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new CoreException("The gateway's host `" + host + "` is not known.", e);
    }
    throw new CoreException(
        "The gateway's host `"
            + host
            + "` is not loopback, and there is no TLS for it. Use `127.0.0.1`, and a proxy that"
            + " speaks TLS before it.");
  }

  /** Lets waiting calls go, ends the others in good order, and takes the address back. */
  @Override
  public void close() {
    waits.end();
    try {
      address.withdraw(governor.workspace().root());
      server.stop();
    } catch (Exception e) {
      throw new CoreException("The gateway did not stop in good order.", e);
    } finally {
      unsubscribe.run();
    }
  }
}
