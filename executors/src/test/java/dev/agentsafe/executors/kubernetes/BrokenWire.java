package dev.agentsafe.executors.kubernetes;

import com.sun.net.httpserver.Headers;
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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands between executor and API and spoils every real write; reads and dry runs pass. */
public final class BrokenWire implements Spoiler {
  /** What the connections set themselves. */
  private static final Set<String> NOT_OURS =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

  /**
   * What was asked of the API.
   *
   * @param headers the first of each name, in lower case
   */
  public record Heard(String method, String path, Map<String, String> headers, String body) {}

  /** What becomes of a write. */
  public sealed interface Fault {
    /** The API's answer to it, without the write. */
    record Answer(int code, String message) implements Fault {}

    /** It answers in its own form, without doing anything. */
    record Said(int code, String body) implements Fault {}

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
  private final Predicate<Heard> writing;
  private final AtomicInteger writes = new AtomicInteger();

  BrokenWire(URI api, Fault fault) {
    this(api, fault, heard -> !heard.method().equals("GET") && !heard.path().contains("dryRun"));
  }

  /** One in front of an API of which it is told what a write is. */
  public BrokenWire(URI api, Fault fault, Predicate<Heard> writing) {
    this.api = api;
    this.fault = fault;
    this.writing = writing;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public int writes() {
    return writes.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      var body = exchange.getRequestBody().readAllBytes();
      var heard =
          new Heard(
              exchange.getRequestMethod(),
              path,
              firsts(exchange.getRequestHeaders()),
              new String(body, StandardCharsets.UTF_8));
      if (!writing.test(heard)) {
        pass(exchange, path, body);
        return;
      }
      writes.incrementAndGet();
      switch (fault) {
        case Fault.Answer(int code, String message) ->
            reply(exchange, code, status(code, message).getBytes(StandardCharsets.UTF_8));
        case Fault.Said(int code, String said) ->
            reply(exchange, code, said.getBytes(StandardCharsets.UTF_8));
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

  private static Map<String, String> firsts(Headers headers) {
    var firsts = new HashMap<String, String>();
    headers.forEach((name, values) -> firsts.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return firsts;
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
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (isOurs(name)) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    if (exchange.getRequestMethod().equals("HEAD")) {
      answer
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
    }
    send(exchange, answer.statusCode(), answer.body());
  }

  private static boolean isOurs(String header) {
    return !header.startsWith(":") && !NOT_OURS.contains(header.toLowerCase(Locale.ROOT));
  }

  private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, code, body);
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    var bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(code, bare ? -1 : body.length);
    if (!bare) {
      exchange.getResponseBody().write(body);
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, String path, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(api.toString().replaceAll("/$", "") + path))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (isOurs(name)) {
            values.forEach(value -> request.header(name, value));
          }
        });
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
