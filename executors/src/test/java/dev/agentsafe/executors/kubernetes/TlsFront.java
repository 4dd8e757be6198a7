package dev.agentsafe.executors.kubernetes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS before an API that does not, lets in who brings a token, and knows who came. */
final class TlsFront implements AutoCloseable {
  private final SSLServerSocket server;
  private final URI api;
  private final String token;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  TlsFront(URI api, SSLContext tls, String token) throws IOException {
    this.api = api;
    this.token = token;
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI address() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  /** The first lines of every request, the wrong ones too. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var caller = server.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      var in = new BufferedInputStream(caller.getInputStream());
      var head = head(in);
      if (head.isEmpty()) {
        return;
      }
      heads.add(head);
      if (!head.contains("\r\nAuthorization: Bearer " + token + "\r\n")) {
        caller.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      try (var inner = new Socket(api.getHost(), api.getPort())) {
        inner.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        threads.execute(() -> pass(in, inner));
        inner.getInputStream().transferTo(caller.getOutputStream());
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void pass(InputStream in, Socket inner) {
    try {
      in.transferTo(inner.getOutputStream());
    } catch (IOException e) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static final String REFUSAL =
      """
      HTTP/1.1 401 Unauthorized\r
      Content-Type: application/json\r
      Connection: close\r
      Content-Length: 88\r
      \r
      {"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","code":401}
      """
          .replace("Content-Length: 88", "Content-Length: 90");

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
