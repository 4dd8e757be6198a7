package dev.agentsafe.executors.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between executor and API and spoils every real write; reads and dry runs pass. */
final class BrokenWire implements AutoCloseable {

  /** What becomes of a write. */
  sealed interface Fault {
    /** The API's answer to it, without the write. */
    record Answer(int code, String message) implements Fault {}

    /** The connection ends before the API hears of it. */
    record DropBefore() implements Fault {}

    /** The API does it and the connection ends. */
    record DropAfter() implements Fault {}

    /** The API does it and says nothing. */
    record HangAfter() implements Fault {}

    /** The API does it and half of its answer comes. */
    record HalfAnAnswer() implements Fault {}

    /** Something else is done first; then it passes. */
    record Meanwhile(Runnable work) implements Fault {}
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch over = new CountDownLatch(1);
  private final URI api;
  private final Fault fault;
  private final AtomicInteger writes = new AtomicInteger();

  BrokenWire(URI api, Fault fault) {
    this.api = api;
    this.fault = fault;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often a write was sent. */
  int writes() {
    return writes.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      var body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("GET") || path.contains("dryRun")) {
        pass(exchange, path, body);
        return;
      }
      writes.incrementAndGet();
      switch (fault) {
        case Fault.Answer(int code, String message) ->
            reply(exchange, code, status(code, message).getBytes(StandardCharsets.UTF_8));
        case Fault.DropBefore() -> {}
        case Fault.DropAfter() -> forward(exchange, path, body);
        case Fault.HangAfter() -> {
          forward(exchange, path, body);
          over.await();
        }
        case Fault.HalfAnAnswer() -> {
          var answer = forward(exchange, path, body).body();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer, 0, answer.length / 2);
          exchange.getResponseBody().flush();
          over.await();
        }
        case Fault.Meanwhile(Runnable work) -> {
          work.run();
          pass(exchange, path, body);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":"
        + code
        + ",\"message\":\""
        + message
        + "\"}";
  }

  private void pass(HttpExchange exchange, String path, byte[] body)
      throws IOException, InterruptedException {
    var answer = forward(exchange, path, body);
    reply(exchange, answer.statusCode(), answer.body());
  }

  private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, String path, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(api.resolve(path))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
