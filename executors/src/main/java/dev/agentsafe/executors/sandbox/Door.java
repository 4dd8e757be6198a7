package dev.agentsafe.executors.sandbox;

import dev.agentsafe.executors.ExecutorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where callers of a sandbox come in: what asks for a WebSocket is answered here, because the JDK's
 * server cannot, all else is passed on to that; thread-safe.
 */
final class Door implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress behind;
  private final Commands commands;
  private final Ports ports;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * A door on a free port of the loopback interface.
   *
   * @param behind the server for everything that is no WebSocket
   */
  Door(InetSocketAddress behind, Commands commands, Ports ports) {
    this.behind = behind;
    this.commands = commands;
    this.ports = ports;
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new ExecutorException(
          "The sandbox cannot listen on this machine: " + e.getMessage(), e);
    }
  }

  void start() {
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
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
    try (caller) {
      caller.setTcpNoDelay(true);
      var head = head(caller.getInputStream());
      var text = new String(head, StandardCharsets.ISO_8859_1);
      if (WebSocket.isAsked(text)) {
        converse(caller, text);
      } else {
        pass(caller, head);
      }
    } catch (IOException e) {
      // Either side has gone: there is nobody to tell.
      return;
    } finally {
      open.remove(caller);
    }
  }

  private void converse(Socket caller, String head) throws IOException {
    var request = head.substring(0, head.indexOf('\r'));
    if (!Ports.isAsked(request)) {
      commands.answer(request, WebSocket.open(caller, head));
      return;
    }
    var pod = ports.pod(request);
    if (pod.isPresent()) {
      ports.answer(request, pod.get(), WebSocket.open(caller, head));
    } else {
      var gone = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      caller.getOutputStream().write(gone.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4 && head.size() < LONGEST_HEAD) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
      ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : b == '\r' ? 1 : 0;
    }
    return head.toByteArray();
  }

  private void pass(Socket caller, byte[] head) throws IOException {
    if (head.length == 0) {
      return;
    }
    try (var inner = new Socket(behind.getAddress(), behind.getPort())) {
      inner.setTcpNoDelay(true);
      open.add(inner);
      var back =
          threads.submit(() -> {
            inner.getInputStream().transferTo(caller.getOutputStream());
            caller.close();
            return true;
          });
      inner.getOutputStream().write(head);
      caller.getInputStream().transferTo(inner.getOutputStream());
      back.cancel(true);
      open.remove(inner);
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
      throw new ExecutorException("The sandbox's door could not be closed.", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
