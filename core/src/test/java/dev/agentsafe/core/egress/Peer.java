package dev.agentsafe.core.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * The other side of a connection, on this machine: keeps what it was asked, answers as it is told,
 * byte by byte where a test wants that.
 */
public final class Peer implements AutoCloseable {

  /** Writes an answer; may also hang or drop the connection. */
  public interface Behaviour {
    /** Answers one request. */
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * What was asked.
   *
   * @param head request line and headers
   * @param body a character for each byte
   */
  public record Request(String head, String body) {
    /** The value of that header; empty text where there is none. */
    public String header(String name) {
      return head.lines()
          .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Listens on a free port of the loopback interface. */
  public Peer(ServerSocketFactory sockets, Behaviour behaviour) {
    try {
      this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::accept);
  }

  /** Listens without TLS. */
  public static Peer plain(Behaviour behaviour) {
    return new Peer(ServerSocketFactory.getDefault(), behaviour);
  }

  /** Always answers that. */
  public static Peer saying(String answer) {
    return plain((request, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** An answer of that status with a body. */
  public static String answer(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** {@code 127.0.0.1:port}. */
  public String site() {
    return "127.0.0.1:" + port();
  }

  /** Its URL with that path. */
  public String url(String path) {
    return "http://" + site() + path;
  }

  /** All that was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were made so far. */
  public int connections() {
    return open.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket;
        var in = socket.getInputStream();
        var out = socket.getOutputStream()) {
      for (var head = head(in); !head.isEmpty(); head = head(in)) {
        var bare = new Request(head, "");
        var length = bare.header("Content-Length");
        var wanted = length.isEmpty() ? 0 : Integer.parseInt(length);
        var body = in.readNBytes(wanted);
        if (body.length < wanted) {
          // It broke off, such as of a client that was killed: no server takes that for a request.
          return;
        }
        var request = new Request(head, new String(body, StandardCharsets.ISO_8859_1));
        requests.add(request);
        behaviour.answer(request, out);
        out.flush();
      }
    } catch (SocketException e) {
      // The client went away, as some tests want.
    } catch (IOException e) {
      // A handshake that was refused is what some tests are about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.length() < 4 || text.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
