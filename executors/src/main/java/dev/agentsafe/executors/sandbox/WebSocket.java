package dev.agentsafe.executors.sandbox;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The server's side of one WebSocket, as far as Kubernetes' channels need it: binary messages whose
 * first byte names the channel.
 */
final class WebSocket {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final int BINARY = 2;
  private static final int CLOSE = 8;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private WebSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Whether a request's head asks for one. */
  static boolean isAsked(String head) {
    return header(head, "upgrade").filter(v -> v.equalsIgnoreCase("websocket")).isPresent();
  }

  private static Optional<String> header(String head, String name) {
    return head.lines()
        .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(l -> l.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Agrees to what that head asks for. */
  static WebSocket open(Socket socket, String head) throws IOException {
    var key = header(head, "sec-websocket-key").orElse("");
    var answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accepted(key)
            + "\r\nSec-WebSocket-Protocol: "
            + PROTOCOL
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    return new WebSocket(socket);
  }

  private static String accepted(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this system's Java has no SHA-1", e);
    }
  }

  /** Sends bytes on a channel. */
  void send(int channel, byte[] bytes) throws IOException {
    var message = new byte[bytes.length + 1];
    message[0] = (byte) channel;
    System.arraycopy(bytes, 0, message, 1, bytes.length);
    frame(BINARY, message);
  }

  void send(int channel, String text) throws IOException {
    send(channel, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Says that nothing more comes. */
  void end() throws IOException {
    frame(CLOSE, new byte[] {3, (byte) 0xE8});
  }

  /** Ends the connection without a word. */
  void close() throws IOException {
    socket.close();
  }

  private synchronized void frame(int opcode, byte[] payload) throws IOException {
    out.write(0x80 | opcode);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 1 << 16) {
      out.write(126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >>> shift));
      }
    }
    out.write(payload);
    out.flush();
  }

  /** The next message, channel first; empty where the caller has ended. */
  Optional<byte[]> next() throws IOException {
    while (true) {
      int first = in.read();
      if (first < 0 || (first & 0x0F) == CLOSE) {
        return Optional.empty();
      }
      var payload = payload(in.readUnsignedByte());
      if ((first & 0x0F) == BINARY) {
        return Optional.of(payload);
      }
    }
  }

  private byte[] payload(int second) throws IOException {
    int length = second & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    var mask = new byte[4];
    if ((second & 0x80) != 0) {
      in.readFully(mask);
    }
    var payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }
}
