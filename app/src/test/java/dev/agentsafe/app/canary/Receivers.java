package dev.agentsafe.app.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What listens to shippers and notifiers; answers the first call of each kind with an error. */
final class Receivers implements AutoCloseable {
  final Queue<String> shipped = new ConcurrentLinkedQueue<>();
  final Queue<String> told = new ConcurrentLinkedQueue<>();

  private final HttpServer http;
  private final ServerSocket syslog;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * Begins to listen on this machine.
   *
   * @param repeated what its errors say
   */
  Receivers(String repeated) throws IOException {
    var here = InetAddress.getLoopbackAddress();
    http = HttpServer.create(new InetSocketAddress(here, 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          var path = exchange.getRequestURI().getPath();
          (path.startsWith("/ship/") ? shipped : told).add(body);
          var answer = ("{\"text\": \"no, " + repeated + "\"}").getBytes(UTF_8);
          exchange.sendResponseHeaders(calls.getAndIncrement() < 4 ? 503 : 200, answer.length);
          try (var out = exchange.getResponseBody()) {
            out.write(answer);
          }
        });
    http.start();
    syslog = new ServerSocket(0, 8, here);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    while (!syslog.isClosed()) {
      try (var caller = syslog.accept()) {
        shipped.add(new String(caller.getInputStream().readAllBytes(), UTF_8));
      } catch (IOException e) {
        // Closed, at the end; or a caller that went away, which comes again.
      }
    }
  }

  int http() {
    return http.getAddress().getPort();
  }

  int syslog() {
    return syslog.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    http.stop(0);
    syslog.close();
  }
}
