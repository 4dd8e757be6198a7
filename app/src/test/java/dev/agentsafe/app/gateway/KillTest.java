package dev.agentsafe.app.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T1: clients ask through the gateway while its process is killed again and again; nothing that was
 * acknowledged is lost, the chain never forks.
 */
@Order(1)
final class KillTest {
  private static final int CLIENTS = 4;
  private static final int THREADS = 8;
  private static final int LEAST = 10;

  /** The bytes of a line with the id of an entry. */
  private static final long LINE = "evt-0123456789ab\n".length();

  private static final int KILLS = Boolean.getBoolean("deep") ? 500 : 20;

  /** Verifies as 0.16 does: chain, and hash of the object without its hash. */
  private static final String VERIFY_LOG =
      """
      import hashlib, json, sys
      prev, n = '0' * 64, 0
      for line in open(sys.argv[1], encoding='utf-8'):
          n += 1
          e = json.loads(line)
          stored = e.pop('entry_hash')
          assert e['prev_hash'] == prev, 'line %d: chain broken' % n
          text = json.dumps(e, sort_keys=True)
          assert stored == hashlib.sha256(text.encode()).hexdigest(), 'line %d: hash' % n
          prev = stored
      print('valid', n)
      """;

  @TempDir Path folder;

  private @Nullable QuickStart start;

  @Test
  void noAcknowledgedEntryIsLostToKills() throws Exception {
    start = QuickStart.in(folder);
    var workspace = folder.resolve("workspace");
    assertThat(run("init", workspace.toString())).isZero();
    var token = output("agent", "token", "kill-bot", "--config", workspace.toString()).strip();
    int port = freePort();
    var url = "http://127.0.0.1:" + port;
    var training = process(quick().training(Main.class.getName(), serving(workspace, port)));
    awaitReady(url);
    training.destroy();
    assertThat(training.waitFor(2, TimeUnit.MINUTES)).isTrue();
    var stop = folder.resolve("stop");
    var random = new Random(20_261_101);
    var clients = new ArrayList<Process>();
    var logs = new ArrayList<Path>();
    for (int i = 0; i < CLIENTS; i++) {
      var acknowledged = folder.resolve("acknowledged-" + i);
      logs.add(acknowledged);
      clients.add(
          process(
              quick()
                  .command(
                      KillClient.class.getName(),
                      url,
                      token,
                      acknowledged.toString(),
                      stop.toString(),
                      String.valueOf(THREADS))));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      var server = serve(workspace, port);
      awaitReady(url);
      awaitAcknowledged(logs, LEAST + random.nextInt(100));
      server.destroyForcibly().waitFor();
    }
    Files.createFile(stop);
    for (var client : clients) {
      assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    var last = serve(workspace, port);
    awaitReady(url);
    last.destroy();
    assertThat(last.waitFor(20, TimeUnit.SECONDS)).isTrue();

    var log = workspace.resolve("audit.jsonl");
    assertThat(output("audit", "verify", log.toString())).startsWith("VALID");
    assertThat(olderVerifier(log)).startsWith("valid ");
    var recorded = new HashSet<String>();
    try (var lines = Files.lines(log)) {
      lines.forEach(line -> recorded.add(eventId(line)));
    }
    long acknowledged = 0;
    for (var file : logs) {
      for (var id : Files.readAllLines(file)) {
        assertThat(recorded).contains(id);
        acknowledged++;
      }
    }
    assertThat(acknowledged).isGreaterThanOrEqualTo((long) KILLS * LEAST);
    System.out.printf("T1: %d kills, %d acknowledged, 0 lost%n", KILLS, acknowledged);
  }

  /** What 0.16 makes of it, where there is a Python to ask. */
  private String olderVerifier(Path log) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("verify.py"), VERIFY_LOG);
    Process process;
    try {
      process =
          new ProcessBuilder("python3", script.toString(), log.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return Assumptions.abort("skipped at its end: there is no python3 to compare with");
    }
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private static String eventId(String line) {
    return switch (Json.read(line)) {
      case Json.Read.Good(Value.Fields fields) -> fields.text("event_id").orElse("");
      case Json.Read.Good good -> throw new AssertionError("no object: " + line);
      case Json.Read.Bad bad -> throw new AssertionError(bad.message());
    };
  }

  private Process serve(Path workspace, int port) throws IOException {
    return process(quick().command(Main.class.getName(), serving(workspace, port)));
  }

  private static String[] serving(Path workspace, int port) {
    return new String[] {"serve", "--config", workspace.toString(), "--port", String.valueOf(port)};
  }

  private QuickStart quick() {
    return requireNonNull(start);
  }

  private Process process(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("processes.txt").toFile()))
        .start();
  }

  private void awaitReady(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var probe =
          HttpRequest.newBuilder(URI.create(url + "/readyz"))
              .timeout(Duration.ofSeconds(2))
              .build();
      for (int i = 0; i < 1_500; i++) {
        try {
          if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet: that is what is being waited for.
        }
        Thread.sleep(20);
      }
    }
    throw new AssertionError(
        "the gateway did not start: " + Files.readString(folder.resolve("processes.txt")));
  }

  /** Waits until so many more were acknowledged: the faster the machine, the sooner the kill. */
  private static void awaitAcknowledged(List<Path> logs, int more) throws Exception {
    long wanted = acknowledged(logs) + more * LINE;
    for (int i = 0; i < 6_000; i++) {
      if (acknowledged(logs) >= wanted) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("the gateway acknowledged nothing in half a minute");
  }

  /** How many bytes the clients wrote of what was acknowledged. */
  private static long acknowledged(List<Path> logs) throws IOException {
    long bytes = 0;
    for (var log : logs) {
      bytes += Files.exists(log) ? Files.size(log) : 0;
    }
    return bytes;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static int run(String... args) {
    return Main.run(args, new PrintStream(new ByteArrayOutputStream()), System.err);
  }

  private static String output(String... args) {
    var out = new ByteArrayOutputStream();
    assertThat(Main.run(args, new PrintStream(out, true, UTF_8), System.err)).isZero();
    return out.toString(UTF_8);
  }
}
