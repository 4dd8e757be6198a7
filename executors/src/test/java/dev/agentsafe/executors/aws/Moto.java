package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code moto_server}, which answers as AWS does. */
final class Moto implements AutoCloseable {
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

  static Moto start(Path folder) throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var log = folder.resolve("moto.log");
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
        return new Moto(server, port);
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("moto_server did not start: " + Files.readString(log));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
