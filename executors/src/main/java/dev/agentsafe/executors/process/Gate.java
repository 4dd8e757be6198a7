package dev.agentsafe.executors.process;

import dev.agentsafe.executors.ExecutorException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets this program through to a kubectl that listens on a socket file, and nobody else;
 * thread-safe.
 *
 * <p>Its address and its token stay as long as it does, whichever kubectl it leads to: who still
 * speaks to it never speaks to another program that has got its port.
 *
 * <p>It listens on the loopback interface, because the Kubernetes client knows no socket files. Who
 * comes in must bring a token that is in the memory of this program alone; it is taken off every
 * request, so that kubectl's own login is all that the API sees. One connection is one request.
 */
final class Gate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final int MOST_STRANGERS = 128;
  private static final int LONGEST_COMPLAINT = 16 * 1024;
  private static final Set<String> OURS =
      Set.of("authorization", "connection", "host", "http2-settings");
  private static final Set<String> NO_SWITCH =
      Set.of("authorization", "connection", "host", "http2-settings", "upgrade");

  private final String context;
  private final AtomicReference<Way> way;
  private final String token;
  private final ServerSocket server;
  private final Strangers strangers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  /** One before that kubectl, open at once where that server listens. */
  Gate(String context, Way way, ServerSocket server, Strangers strangers) {
    this.context = context;
    this.way = new AtomicReference<>(way);
    this.server = server;
    this.strangers = strangers;
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
    threads.execute(this::accept);
  }

  /**
   * One before that kubectl, open at once.
   *
   * @throws ExecutorException where nothing can listen here
   */
  static Gate before(String context, Way way) {
    return new Gate(context, way, listening(), new Strangers(MOST_STRANGERS, PATIENCE));
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new ExecutorException("Nothing can listen on this machine: " + e.getMessage(), e);
    }
  }

  /** Leads who comes from now on to that kubectl; what is under way stays where it is. */
  void leadTo(Way next) {
    way.getAndSet(next).leave();
  }

  URI address() {
    var host = server.getInetAddress().getHostAddress();
    var literal = host.contains(":") ? "[::1]" : host;
    return URI.create("http://" + literal + ":" + server.getLocalPort());
  }

  /** What who comes in must bring as bearer token; never shown. */
  String token() {
    return token;
  }

  /** Goes on whatever goes wrong with one: a gate that lets nobody in looks like a lost call. */
  private void accept() {
    while (!server.isClosed()) {
      try {
        welcome(server.accept());
      } catch (IOException e) {
        // Closed, or too much is open for the moment.
        if (server.isClosed() || !breathe()) {
          return;
        }
      }
    }
  }

  private void welcome(Socket caller) throws IOException {
    open.add(caller);
    var tooLong = strangers.came(caller);
    try {
      threads.execute(() -> strangers.watch(caller));
      threads.execute(() -> serve(caller));
      if (tooLong.isPresent()) {
        tooLong.get().close();
      }
    } catch (RejectedExecutionException e) {
      // It was closed meanwhile.
      caller.close();
    }
  }

  private static boolean breathe() {
    try {
      Thread.sleep(BREATH);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      caller.setTcpNoDelay(true);
      var in = new BufferedInputStream(caller.getInputStream());
      var head = Head.read(in);
      if (head.isEmpty()) {
        return;
      }
      if (!isOurs(head.get())) {
        Reply.to(caller, 401, "Unauthorized", "this is for the program alone that opened it");
        return;
      }
      if (strangers.admit(caller)) {
        pass(caller, in, head.get());
      }
    } catch (IOException e) {
      // Either side has gone, or spoke no HTTP: there is nobody to tell.
      return;
    } finally {
      strangers.admit(caller);
      open.remove(caller);
    }
  }

  private boolean isOurs(Head head) {
    var brought = head.header("Authorization").orElse("");
    return MessageDigest.isEqual(
        brought.getBytes(StandardCharsets.UTF_8),
        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Socket caller, InputStream in, Head head) throws IOException {
    var by = enter();
    try {
      pass(by.socket(), caller, in, head);
    } finally {
      by.leave();
    }
  }

  private Way enter() {
    var by = way.get();
    while (!by.enter()) {
      // It was left for another meanwhile.
      by = way.get();
    }
    return by;
  }

  private void pass(Path socket, Socket caller, InputStream in, Head head) throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      Reply.to(
          caller,
          424,
          Kubectl.NOT_SENT,
          "`kubectl` does not run any more for context `" + context + "`. Nothing was sent");
      Reply.hearOut(caller);
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
        Reply.hearOut(caller);
        return;
      }
      if (status == 401) {
        Reply.to(caller, 401, "Unauthorized", Complaint.notLetIn(context));
        Reply.hearOut(caller);
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
      Reply.to(caller, 502, "ConnectionLost", complaint.words());
    } else {
      Reply.to(caller, 424, Kubectl.NOT_SENT, complaint.words());
    }
  }

  @Override
  public void close() {
    var failed = new ExecutorException("The way to `kubectl` could not be closed.");
    end(server, failed);
    open.forEach(each -> end(each, failed));
    threads.shutdownNow();
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }

  /** One that cannot be closed keeps no other open. */
  private static void end(Closeable each, ExecutorException failed) {
    try {
      each.close();
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
  }
}
