package dev.agentsafe.core.anchor;

import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.tlog.PlainTlog;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A witness as {@code c2sp.org/tlog-witness} describes it, written from that text alone: it knows
 * one log, remembers what it cosigned last, and shares nothing with the client but the keys' form.
 */
final class TestWitness {
  private final KeyPair key;
  private final String name;
  private final String logKey;
  private long size;
  private String root = "";

  /** Knows the log of that key. */
  TestWitness(String name, VerifierKey log) throws Exception {
    this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    this.name = name;
    this.logKey = log.vkey();
  }

  /** Its key's text. */
  VerifierKey vkey() throws Exception {
    return VerifierKey.parse(
            name
                + "+"
                + HexFormat.of().formatHex(id())
                + "+"
                + Base64.getEncoder().encodeToString(content()))
        .orElseThrow();
  }

  private byte[] content() {
    var encoded = key.getPublic().getEncoded();
    var content = new byte[33];
    content[0] = 4;
    System.arraycopy(encoded, encoded.length - 32, content, 1, 32);
    return content;
  }

  private byte[] id() throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(sha256.digest(content()), 4);
  }

  /** What it knows the log as. */
  synchronized long size() {
    return size;
  }

  /** Believes what it is told, as one that saw another copy of the log would. */
  synchronized void saw(long lines, String hash) {
    size = lines;
    root = hash;
  }

  /** An answer. */
  record Reply(int status, String type, String body) {
    static Reply of(int status) {
      return new Reply(status, "text/plain", "");
    }
  }

  /** Answers a request. */
  interface Behaviour {
    Reply answer(Peer.Request request) throws Exception;
  }

  Peer serving() {
    return serving(this::answer);
  }

  static Peer serving(Behaviour behaviour) {
    return Peer.plain((request, out) -> {
      try {
        write(out, behaviour.answer(request));
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    });
  }

  private static void write(OutputStream out, Reply reply) throws IOException {
    var body = reply.body().getBytes(StandardCharsets.UTF_8);
    out.write(
        "HTTP/1.1 %d That\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(reply.status(), reply.type(), body.length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  /** As the protocol says. */
  synchronized Reply answer(Peer.Request request) throws Exception {
    if (!request.head().startsWith("POST /w/add-checkpoint HTTP/1.1")) {
      return Reply.of(404);
    }
    var body =
        new String(request.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    var gap = body.indexOf("\n\n");
    var head = List.of(body.substring(0, gap).split("\n", -1));
    var note = body.substring(gap + 2);
    var old = Long.parseLong(head.getFirst().substring("old ".length()));
    String text;
    try {
      text = PlainTlog.open(note, logKey);
    } catch (AssertionError e) {
      return Reply.of(403);
    }
    var lines = text.split("\n", -1);
    var claimed = Long.parseLong(lines[1]);
    if (old > claimed) {
      return Reply.of(400);
    }
    if (old != size) {
      return new Reply(409, "text/x.tlog.size", size + "\n");
    }
    if (old == claimed && size > 0 && !root.equals(lines[2])) {
      return new Reply(409, "text/x.tlog.size", size + "\n");
    }
    var proof = new ArrayList<byte[]>();
    for (var line : head.subList(1, head.size())) {
      proof.add(Base64.getDecoder().decode(line));
    }
    if (!grew(old, claimed, lines[2], proof)) {
      return Reply.of(422);
    }
    size = claimed;
    root = lines[2];
    return new Reply(200, "text/plain", line(text, Instant.now()));
  }

  /** RFC 9162, 2.1.4.2, as it is written there. */
  private boolean grew(long first, long second, String newRoot, List<byte[]> proof)
      throws Exception {
    if (first == 0) {
      return proof.isEmpty();
    }
    if (first == second) {
      return proof.isEmpty() && root.equals(newRoot);
    }
    var path = new ArrayList<>(proof);
    if (Long.bitCount(first) == 1) {
      path.addFirst(Base64.getDecoder().decode(root));
    }
    if (path.isEmpty()) {
      return false;
    }
    var fn = first - 1;
    var sn = second - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    var fr = path.getFirst();
    var sr = path.getFirst();
    for (var c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = node(c, fr);
        sr = node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0
        && Arrays.equals(fr, Base64.getDecoder().decode(root))
        && Arrays.equals(sr, Base64.getDecoder().decode(newRoot));
  }

  private static byte[] node(byte[] left, byte[] right) throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((byte) 1);
    sha256.update(left);
    return sha256.digest(right);
  }

  /** A cosignature of a checkpoint's text, with its line feed. */
  String line(String text, Instant at) throws Exception {
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(key.getPrivate());
    signer.update(
        ("cosignature/v1\ntime " + at.getEpochSecond() + "\n" + text)
            .getBytes(StandardCharsets.UTF_8));
    var out = new ByteArrayOutputStream();
    out.writeBytes(id());
    out.writeBytes(ByteBuffer.allocate(8).putLong(at.getEpochSecond()).array());
    out.writeBytes(signer.sign());
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(out.toByteArray()) + "\n";
  }
}
