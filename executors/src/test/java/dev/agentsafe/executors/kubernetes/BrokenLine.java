package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between executor and API and spoils every WebSocket; all else passes as it is.
 *
 * <p>An answer takes the place of the agreement to speak over it; half of an answer is what agrees,
 * and the first byte of what comes then.
 */
final class BrokenLine implements Spoiler {
  private final ServerSocket server;
  private final URI api;
  private final Fault fault;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger writes = new AtomicInteger();
  private final Set<Socket> plain = ConcurrentHashMap.newKeySet();
  private final AtomicInteger blind = new AtomicInteger();

  BrokenLine(URI api, Fault fault) {
    this.api = api;
    this.fault = fault;
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public int writes() {
    return writes.get();
  }

  /** From now on whatever is no WebSocket is answered with that code; 0 for as it is. */
  void blind(int code) {
    blind.set(code);
    for (var socket : plain) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var caller = server.accept();
        open.add(caller);
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        // Closed: the test is over.
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        var inner = new Socket(api.getHost(), api.getPort())) {
      open.add(inner);
      var head = head(caller.getInputStream());
      if (!head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
        plain.add(caller);
        int code = blind.get();
        if (code == 0) {
          between(caller, inner, head);
        } else {
          answer(caller, code, status(code, "no"));
        }
        return;
      }
      writes.incrementAndGet();
      switch (fault) {
        case Fault.Answer(int code, String message) -> answer(caller, code, status(code, message));
        case Fault.Said(int code, String body) -> answer(caller, code, body);
        case Fault.DropBefore() -> {}
        case Fault.DropAfter() -> done(inner, head);
        case Fault.HangAfter() -> {
          done(inner, head);
          over.await();
        }
        case Fault.HalfAnAnswer() -> {
          var said = done(inner, head);
          int agreed = new String(said, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
          caller.getOutputStream().write(said, 0, agreed + 1);
          over.await();
        }
        case Fault.Meanwhile(Runnable work) -> {
          work.run();
          between(caller, inner, head);
        }
      }
    } catch (IOException e) {
      // Either side has gone, as is meant to happen here.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void between(Socket caller, Socket inner, String head) throws IOException {
    inner.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    threads.execute(() -> {
      try (inner) {
        caller.getInputStream().transferTo(inner.getOutputStream());
      } catch (IOException e) {
        // The API has answered and closed.
        return;
      }
    });
    inner.getInputStream().transferTo(caller.getOutputStream());
  }

  /** Lets the API do all of it; what it says to that. */
  private static byte[] done(Socket inner, String head) throws IOException {
    inner.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    return inner.getInputStream().readAllBytes();
  }

  private static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
        .formatted(code, message);
  }

  private static void answer(Socket caller, int code, String body) throws IOException {
    var answer =
        "HTTP/1.1 %d Refused\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(code, body.length(), body);
    caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    over.countDown();
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
