package dev.agentsafe.executors.process;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.executors.ExecutorException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets this program through to a kubectl that listens on a socket file, and nobody else;
 * thread-safe.
 *
 * <p>It listens on the loopback interface, because the Kubernetes client knows no socket files. Who
 * comes in must bring a token that is in the memory of this program alone; it is taken off every
 * request, so that kubectl's own login is all that the API sees. One connection is one request.
 */
final class Gate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LINGER_MILLIS = 2_000;
  private static final int LONGEST_COMPLAINT = 16 * 1024;
  private static final Set<String> OURS =
      Set.of("authorization", "connection", "host", "http2-settings");
  private static final Set<String> NO_SWITCH =
      Set.of("authorization", "connection", "host", "http2-settings", "upgrade");

  private final String context;
  private final Path socket;
  private final String token;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  /** One before that socket file, open at once. */
  Gate(String context, Path socket) {
    this.context = context;
    this.socket = socket;
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
    try {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new ExecutorException("Nothing can listen on this machine: " + e.getMessage(), e);
    }
    threads.execute(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What who comes in must bring as bearer token; never shown. */
  String token() {
    return token;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var caller = server.accept();
        open.add(caller);
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        // Closed: nobody comes in any more.
        return;
      }
    }
  }

  private void serve(Socket caller) {
    var admitted = new AtomicBoolean();
    threads.execute(() -> evict(caller, admitted));
    try (caller) {
      caller.setTcpNoDelay(true);
      var in = new BufferedInputStream(caller.getInputStream());
      var head = Head.read(in);
      if (head.isEmpty()) {
        return;
      }
      if (!isOurs(head.get())) {
        answer(caller, 401, "Unauthorized", "this is for the program alone that opened it");
        return;
      }
      admitted.set(true);
      pass(caller, in, head.get());
    } catch (IOException e) {
      // Either side has gone, or spoke no HTTP: there is nobody to tell.
      return;
    } finally {
      open.remove(caller);
    }
  }

  /** Nobody keeps a connection by saying a byte now and then. */
  private static void evict(Socket caller, AtomicBoolean admitted) {
    try {
      Thread.sleep(PATIENCE);
      if (!admitted.get()) {
        caller.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // It has gone by itself.
      return;
    }
  }

  private boolean isOurs(Head head) {
    var brought = head.header("Authorization").orElse("");
    return MessageDigest.isEqual(
        brought.getBytes(StandardCharsets.UTF_8),
        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Socket caller, InputStream in, Head head) throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      answer(
          caller,
          424,
          Kubectl.NOT_SENT,
          "`kubectl` does not run any more for context `" + context + "`. Nothing was sent");
      hearOut(caller);
      return;
    }
    try (channel) {
      open.add(channel);
      var out = Channels.newOutputStream(channel);
      out.write(forKubectl(head).bytes());
      threads.execute(() -> upload(in, channel));
      back(new BufferedInputStream(Channels.newInputStream(channel)), caller);
    } finally {
      open.remove(channel);
    }
  }

  /** As it would look from a client that has no login of its own and asks once. */
  private static Head forKubectl(Head head) {
    var bare = head.without(head.asksForWebSocket() ? OURS : NO_SWITCH).with("Host", "localhost");
    return bare.with("Connection", head.asksForWebSocket() ? "Upgrade" : "close");
  }

  /** What the caller says until it goes; then kubectl need not go on either. */
  private static void upload(InputStream in, SocketChannel channel) {
    try (channel) {
      in.transferTo(Channels.newOutputStream(channel));
    } catch (IOException e) {
      // Either side has gone; closing tells the other.
      return;
    }
  }

  private void back(InputStream in, Socket caller) throws IOException {
    while (true) {
      var head = Head.read(in);
      if (head.isEmpty()) {
        return;
      }
      int status = head.get().status();
      if (isComplaint(head.get())) {
        complain(caller, new String(in.readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8));
        hearOut(caller);
        return;
      }
      if (status == 401) {
        answer(caller, 401, "Unauthorized", Complaint.notLetIn(context));
        hearOut(caller);
        return;
      }
      caller.getOutputStream().write(head.get().bytes());
      if (status >= 200 || status == 101) {
        in.transferTo(caller.getOutputStream());
        return;
      }
    }
  }

  /** Kubectl answers with a bare text where it has no answer of the API, which has an audit id. */
  private static boolean isComplaint(Head head) {
    return head.status() == 500
        && head.header("Audit-Id").isEmpty()
        && head.header("Content-Type").filter(t -> t.startsWith("text/plain")).isPresent();
  }

  private void complain(Socket caller, String text) throws IOException {
    var complaint = Complaint.of(context, text);
    if (complaint.sent()) {
      answer(caller, 502, "ConnectionLost", complaint.words());
    } else {
      answer(caller, 424, Kubectl.NOT_SENT, complaint.words());
    }
  }

  private static void answer(Socket caller, int code, String reason, String words)
      throws IOException {
    var status =
        new Value.Fields(
            Map.of(
                "kind", Value.of("Status"),
                "apiVersion", Value.of("v1"),
                "status", Value.of("Failure"),
                "reason", Value.of(reason),
                "code", Value.of(code),
                "message", Value.of(words)));
    var body = CanonicalJson.bytes(status);
    var head =
        "HTTP/1.1 "
            + code
            + " "
            + reason
            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var out = caller.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  /** Closing before the caller has said all would take the answer away from it again. */
  private static void hearOut(Socket caller) throws IOException {
    caller.shutdownOutput();
    caller.setSoTimeout(LINGER_MILLIS);
    caller.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new ExecutorException("The way to `kubectl` could not be closed.", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
