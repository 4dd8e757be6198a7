package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one connection through to an API, and no second one.
 *
 * <p>The JDK's client sends a GET again where its connection breaks before any answer came, and
 * what opens a WebSocket is a GET: a command could be run twice. It cannot be told not to for a
 * single request, so the connection goes through here, as through a proxy of its own.
 */
final class Turnstile implements AutoCloseable {
  private static final int LONGEST_HEAD = 16 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress beyond;
  private final boolean proxied;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean passed;

  private Turnstile(InetSocketAddress beyond, boolean proxied) {
    this.beyond = beyond;
    this.proxied = proxied;
    try {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new ExecutorException("This machine lets nothing listen: " + e.getMessage(), e);
    }
    Thread.ofVirtual().name("turnstile " + beyond).start(this::letOneThrough);
  }

  /**
   * One before the API of that configuration, or before the proxy that leads to it.
   *
   * @throws ExecutorException where nothing can listen here
   */
  static Turnstile before(Config config) {
    var proxy = ProxyChoice.of(config);
    var beyond = proxy.orElseGet(() -> URI.create(config.getMasterUrl()));
    int usual = "https".equalsIgnoreCase(beyond.getScheme()) ? 443 : 80;
    int port = beyond.getPort() < 0 ? usual : beyond.getPort();
    return new Turnstile(
        InetSocketAddress.createUnresolved(beyond.getHost(), port), proxy.isPresent());
  }

  /** The same configuration, through here. */
  Config through(Config config) {
    var host = server.getInetAddress().getHostAddress();
    var here = "http://" + (host.contains(":") ? "[::1]" : host) + ":" + server.getLocalPort();
    return new ConfigBuilder(config)
        .withAutoConfigure(false)
        .withHttpProxy(here)
        .withHttpsProxy(here)
        .withNoProxy()
        .build();
  }

  /**
   * Whether somebody came through: whatever is said of connections later, it may have been sent.
   */
  boolean passed() {
    return passed;
  }

  private void letOneThrough() {
    try (var caller = server.accept();
        var inner = new Socket()) {
      open.add(caller);
      open.add(inner);
      server.close();
      inner.connect(new InetSocketAddress(beyond.getHostString(), beyond.getPort()));
      passed = true;
      if (!proxied) {
        // Whoever comes asks for a tunnel to the API; the address is ours, not theirs.
        head(caller.getInputStream());
        var agreed = "HTTP/1.1 200 Connection established\r\n\r\n";
        caller.getOutputStream().write(agreed.getBytes(StandardCharsets.US_ASCII));
      }
      var back = Thread.ofVirtual().name("turnstile back").start(() -> pass(inner, caller));
      pass(caller, inner);
      back.join();
    } catch (IOException e) {
      // The caller sees that its connection broke, and says what that means.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.size() > LONGEST_HEAD) {
        throw new IOException("no request");
      }
      head.write(next);
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone; the other is told by the end of its connection.
      return;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new ExecutorException("A connection could not be closed.", e);
    }
  }
}
