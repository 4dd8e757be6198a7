package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The few programs that containers of a sandbox have: {@code echo}, {@code false}, {@code
 * hostname}, {@code seq}, {@code sleep} and {@code touch}, which adds its files to an annotation of
 * the pod; stateless.
 */
final class Commands {
  private static final Pattern EXEC =
      Pattern.compile(
          "(?:GET|POST) (/api/v1/namespaces/[^/]+/pods/[^/]+)/exec\\?(\\S+) HTTP/1\\.1");
  private static final int OUT = 1;
  private static final int ERR = 2;
  private static final int STATUS = 3;

  /** Which files were touched, once for each time. */
  private static final String FILES = "agent-safe.dev/sandbox-files";

  private final Objects objects;

  Commands(Objects objects) {
    this.objects = objects;
  }

  /** Runs what a request asks for. */
  void answer(String request, WebSocket socket) throws IOException {
    var asked = EXEC.matcher(request);
    var live = asked.matches() ? objects.get(asked.group(1)) : Reply.text("");
    if (!asked.matches() || !live.good()) {
      failed(socket, "InternalError", "there is nothing here that could run it");
    } else {
      run(Json.read(live.body(), Pod.class), words(asked.group(2)), socket);
    }
    socket.end();
  }

  private static List<String> words(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(p -> p.startsWith("command="))
        .map(p -> URLDecoder.decode(p.substring("command=".length()), StandardCharsets.UTF_8))
        .toList();
  }

  private void run(Pod pod, List<String> words, WebSocket socket) throws IOException {
    var arguments = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "echo" -> socket.send(OUT, String.join(" ", arguments) + "\n");
      case "hostname" -> socket.send(OUT, pod.getMetadata().getName() + "\n");
      case "seq" -> {
        int last = Integer.parseInt(arguments.getFirst());
        var lines = IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").toList();
        socket.send(OUT, String.join("", lines));
      }
      case "touch" -> touch(pod, arguments);
      case "sleep" -> {
        try {
          Thread.sleep(1_000L * Integer.parseInt(arguments.getFirst()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case "false" -> {
        socket.send(ERR, "no\n");
        socket.send(
            STATUS,
            "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
                + "[{\"reason\":\"ExitCode\",\"message\":\"1\"}]}}");
        return;
      }
      default -> {
        failed(
            socket,
            "InternalError",
            "exec: \\\"" + words.getFirst() + "\\\": executable file not found in $PATH");
        return;
      }
    }
    socket.send(STATUS, "{\"metadata\":{},\"status\":\"Success\"}");
  }

  private void touch(Pod pod, List<String> files) {
    var annotations = new HashMap<>(Pods.orEmpty(pod.getMetadata().getAnnotations()));
    annotations.merge(FILES, String.join(" ", files), (before, more) -> before + " " + more);
    objects.set(pod, "/metadata/annotations", annotations);
  }

  private static void failed(WebSocket socket, String reason, String why) throws IOException {
    socket.send(
        STATUS,
        "{\"status\":\"Failure\",\"reason\":\"%s\",\"message\":\"%s\"}".formatted(reason, why));
  }
}
