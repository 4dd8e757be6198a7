package dev.agentsafe.executors.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentsafe.executors.ExecutorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A small Kubernetes API on the loopback interface, with controllers that carry things forward;
 * thread-safe.
 *
 * <p>It keeps objects in memory, answers reads, creations, deletions, evictions, JSON and merge
 * patches and their dry runs, and refuses versions that are not current. Deployments get replica
 * sets with revisions, these get pods, pods get nodes; roll-outs go a pod a step and hang where an
 * image's tag begins with {@code missing} or {@code crashing}; disruption budgets, autoscalers and
 * the end of namespaces are kept; containers have a handful of programs that can be run in them,
 * and ports of two kinds. It asks for no credentials and knows no watches: it is for trying things,
 * not for use.
 */
public final class Sandbox implements AutoCloseable {
  private static final Pattern PARTING = Pattern.compile("(?m)^---[ \\t]*$");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Api api;
  private final Door door;
  private final Controllers controllers;

  private Sandbox(HttpServer server, Objects objects, Duration step) {
    this.server = server;
    this.api = new Api(objects);
    this.door = new Door(server.getAddress(), new Commands(objects), new Ports(objects));
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.controllers = new Controllers(objects, step);
  }

  /**
   * Starts one on a free port.
   *
   * @param step how long controllers take for one step, such as one pod of a roll-out
   * @param manifest the objects it begins with, YAML documents parted by lines of {@code ---}
   */
  public static Sandbox start(Duration step, String manifest) {
    var objects = new Objects();
    PARTING.splitAsStream(manifest).filter(d -> !d.isBlank()).forEach(objects::create);
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new ExecutorException(
          "The sandbox cannot listen on this machine: " + e.getMessage(), e);
    }
    var sandbox = new Sandbox(server, objects, step);
    server.setExecutor(sandbox.threads);
    server.createContext("/", sandbox::serve);
    sandbox.controllers.start();
    server.start();
    sandbox.door.start();
    return sandbox;
  }

  /** Where its API is. */
  public URI api() {
    return URI.create("http://127.0.0.1:" + door.port());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"));
      var address = exchange.getRequestURI();
      var query = address.getRawQuery() == null ? "" : address.getRawQuery();
      var reply =
          api.answer(
              new Api.Request(
                  exchange.getRequestMethod(), address.getRawPath(), query, type, body));
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      // One request a connection: a client must not ask for a WebSocket on one that was passed on.
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    controllers.close();
    door.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
