package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code moto_server}, which answers as AWS does. */
final class Moto {
  /** Said where it is not there. */
  static final String ABSENT =
      "SKIPPED: `moto_server` is not installed (pip install 'moto[server]')";

  private final Process server;
  private final int port;

  private Moto(Process server, int port) {
    this.server = server;
    this.port = port;
  }

  static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .map(place -> Path.of(place, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The one of this process, which all tests share; it ends with the process. */
  static Moto shared() {
    return Shared.MOTO;
  }

  /** Started when somebody first needs it. */
  private static final class Shared {
    private static final Moto MOTO = start();

    private static Moto start() {
      try {
        var moto = Moto.start();
        Runtime.getRuntime().addShutdownHook(new Thread(moto::close));
        return moto;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  private static Moto start() throws IOException, InterruptedException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var log = Files.createTempFile("moto", ".log");
    log.toFile().deleteOnExit();
    var server =
        new ProcessBuilder(
                program().orElseThrow().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end && server.isAlive()) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return new Moto(server, port).configured();
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("moto_server did not start: " + Files.readString(log));
  }

  /** Functions of Lambda answer without a container; tasks of ECS stay as they are. */
  private Moto configured() throws IOException, InterruptedException {
    tell("config", "{\"lambda\": {\"use_docker\": false}}");
    tell(
        "state-manager/set-transition",
        """
        {"model_name": "ecs::task", "transition": {"progression": "manual", "times": 1000000}}\
        """);
    return this;
  }

  private void tell(String what, String json) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(endpoint().resolve("/moto-api/" + what))
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isBetween(200, 299);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void close() {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
