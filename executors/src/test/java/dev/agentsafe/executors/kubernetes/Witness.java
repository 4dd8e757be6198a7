package dev.agentsafe.executors.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Stands before an API and writes down who comes with what. */
final class Witness implements AutoCloseable {

  /**
   * A call.
   *
   * @param authorization the header
   * @param as whom the caller would act as
   * @param certificate whose certificate the caller showed
   */
  record Call(
      String method,
      String path,
      Optional<String> authorization,
      Optional<String> as,
      Optional<String> certificate) {
    boolean writes() {
      return !method.equals("GET");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final URI api;
  private final String scheme;
  private volatile Function<Call, Optional<String>> refusing = call -> Optional.empty();

  private Witness(URI api, HttpServer server, String scheme) {
    this.api = api;
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  static Witness plain(URI api) {
    try {
      return new Witness(api, HttpServer.create(here(), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that lets nobody in who shows no certificate. */
  static Witness strict(URI api, SSLContext tls) {
    try {
      var server = HttpsServer.create(here(), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              var needed = tls.getDefaultSSLParameters();
              needed.setNeedClientAuth(true);
              parameters.setSSLParameters(needed);
            }
          });
      return new Witness(api, server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  URI address() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Answers 401 with that message instead of passing a call on. */
  void refuse(Function<Call, Optional<String>> calls) {
    refusing = calls;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var call =
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Optional.ofNullable(headers.getFirst("Authorization")),
              Optional.ofNullable(headers.getFirst("Impersonate-User")),
              certificate(exchange));
      calls.add(call);
      var body = exchange.getRequestBody().readAllBytes();
      var refused = refusing.apply(call);
      if (refused.isPresent()) {
        var status =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":401,\"message\":\""
                + refused.get()
                + "\"}";
        reply(exchange, 401, status.getBytes(StandardCharsets.UTF_8));
        return;
      }
      var request =
          HttpRequest.newBuilder(api.resolve(call.path()))
              .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
      var type = headers.getFirst("Content-Type");
      if (type != null) {
        request.header("Content-Type", type);
      }
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      reply(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> certificate(HttpExchange exchange)
      throws SSLPeerUnverifiedException {
    return exchange instanceof HttpsExchange secure
        ? Optional.of(secure.getSSLSession().getPeerPrincipal()).map(Principal::getName)
        : Optional.empty();
  }

  private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
