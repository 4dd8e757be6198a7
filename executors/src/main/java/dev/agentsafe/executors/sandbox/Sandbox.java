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
 * A small Kubernetes API on the loopback interface, with controllers that carry roll-outs forward;
 * thread-safe.
 *
 * <p>It keeps objects in memory, answers reads, creations, JSON and merge patches, dry runs of JSON
 * patches, and refuses versions that are not current. It asks for no credentials and knows no
 * watches: it is for trying things, not for use.
 */
public final class Sandbox implements AutoCloseable {
  private static final Pattern PARTING = Pattern.compile("(?m)^---[ \\t]*$");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Objects objects;
  private final Controllers controllers;

  private Sandbox(HttpServer server, Objects objects, Duration step) {
    this.server = server;
    this.objects = objects;
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
    server.start();
    sandbox.controllers.start();
    return sandbox;
  }

  /** Where its API is. */
  public URI api() {
    var address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"));
      var reply =
          objects.answer(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), type, body);
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    controllers.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
