package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ports of a sandbox's pods, as far as an annotation names them: {@code 7=echo} says back what
 * it hears, {@code 80=http} answers each request with the pod's name; all others refuse. A
 * connection ends with its pod.
 */
final class Ports {
  private static final Pattern FORWARD =
      Pattern.compile("GET (/api/v1/namespaces/[^/]+/pods/[^/]+)/portforward\\?ports=(\\d+) .*");
  private static final String ANNOTATION = "agent-safe.dev/sandbox-ports";
  private static final int DATA = 0;
  private static final int ERROR = 1;
  private static final long LOOK_MILLIS = 10;

  private final Objects objects;

  Ports(Objects objects) {
    this.objects = objects;
  }

  /** Whether a request asks for a port. */
  static boolean isAsked(String request) {
    return FORWARD.matcher(request).matches();
  }

  /** The pod that is asked for, where it is there. */
  Optional<Pod> pod(String request) {
    var asked = FORWARD.matcher(request);
    var live = asked.matches() ? objects.get(asked.group(1)) : Reply.text("");
    return asked.matches() && live.good()
        ? Optional.of(Json.read(live.body(), Pod.class))
        : Optional.empty();
  }

  /** Plays that port of a pod until the caller or the pod ends. */
  void answer(String request, Pod pod, WebSocket socket) throws IOException {
    var asked = FORWARD.matcher(request);
    if (!asked.matches()) {
      throw new IllegalArgumentException(request);
    }
    int port = Integer.parseInt(asked.group(2));
    var hello = new byte[] {(byte) port, (byte) (port >>> 8)};
    socket.send(DATA, hello);
    socket.send(ERROR, hello);
    var kind = kind(pod, port);
    var watch =
        Thread.ofVirtual().name("sandbox port").start(() -> endWith(pod, asked.group(1), socket));
    try {
      if (kind.isEmpty()) {
        socket.send(
            ERROR,
            "an error occurred forwarding %d -> %d: connection refused".formatted(port, port));
      } else if (kind.get().equals("echo")) {
        echo(socket);
      } else {
        http(pod, socket);
      }
      socket.end();
    } finally {
      watch.interrupt();
    }
  }

  private static Optional<String> kind(Pod pod, int port) {
    var told = Pods.orEmpty(pod.getMetadata().getAnnotations()).getOrDefault(ANNOTATION, "");
    return Arrays.stream(told.split(" ", -1))
        .filter(p -> p.startsWith(port + "="))
        .map(p -> p.substring(p.indexOf('=') + 1))
        .findFirst();
  }

  private void endWith(Pod pod, String path, WebSocket socket) {
    try {
      while (isThere(pod, path)) {
        Thread.sleep(LOOK_MILLIS);
      }
      socket.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The caller was first.
      return;
    }
  }

  private boolean isThere(Pod pod, String path) {
    var live = objects.get(path);
    return live.good()
        && Json.read(live.body(), Pod.class)
            .getMetadata()
            .getUid()
            .equals(pod.getMetadata().getUid());
  }

  private static void echo(WebSocket socket) throws IOException {
    for (var next = socket.next(); next.isPresent(); next = socket.next()) {
      var message = next.get();
      socket.send(message[0], Arrays.copyOfRange(message, 1, message.length));
    }
  }

  private static void http(Pod pod, WebSocket socket) throws IOException {
    var heard = new StringBuilder();
    for (var next = socket.next(); next.isPresent(); next = socket.next()) {
      var message = next.get();
      heard.append(new String(message, 1, message.length - 1, StandardCharsets.ISO_8859_1));
      if (heard.indexOf("\r\n\r\n") >= 0) {
        heard.setLength(0);
        var body = pod.getMetadata().getName() + "\n";
        socket.send(
            DATA,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body));
      }
    }
  }
}
