package dev.agentsafe.core.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.egress.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes and ships is killed with SIGKILL again and again: whatever it acknowledged
 * arrives, in order and as one chain, and what comes twice is the same parcel under the same key.
 */
final class ShippingKillTest {
  private static final int KILLS = Boolean.getBoolean("deep") ? 100 : 6;
  private static final long SEED = 20_261_125;

  @TempDir Path folder;

  @Test
  void nothingIsLostAndWhatComesTwiceIsTheSame() throws Exception {
    var random = new Random(SEED);
    var acknowledged = -1L;
    try (var peer = Peer.saying(Peer.answer("200 OK", ""))) {
      for (var kill = 0; kill < KILLS; kill++) {
        acknowledged = Math.max(acknowledged, killed(peer, random));
      }
      try (var ledger = new Ledger(folder)) {
        for (var post : ShipRunner.posts(folder, peer.url("/in"))) {
          assertThat(Backfill.run(ledger.source(), post, OptionalLong.empty()))
              .isInstanceOf(Backfill.Outcome.Level.class);
        }
        judge(peer.requests(), ledger.lines());
        assertThat(ledger.journal().size()).isGreaterThan(acknowledged);
      }
    }
    assertThat(Files.readAllBytes(folder.resolve("copy.jsonl")))
        .isEqualTo(Files.readAllBytes(folder.resolve("audit.jsonl")));
    assertThat(LogVerifier.verify(folder.resolve("copy.jsonl")).isValid()).isTrue();
    System.out.printf(
        "shipping: %d kills, %d lines acknowledged, none lost%n", KILLS, acknowledged + 1);
  }

  /** Lets a process write and ship, and kills it while it does; what it acknowledged last. */
  private long killed(Peer peer, Random random) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ShipRunner.class.getName(),
                folder.toString(),
                peer.url("/in"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var last = -1L;
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      var lines = 20 + random.nextInt(400);
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("acknowledged ")) {
          last = Long.parseLong(line.substring("acknowledged ".length()));
          if (--lines == 0) {
            // By its handle: what it still has printed is read.
            process.toHandle().destroyForcibly();
          }
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last).as("it wrote before it was killed").isNotNegative();
    return last;
  }

  private static void judge(List<Peer.Request> requests, List<String> journal) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (var request : requests) {
      var known = byKey.putIfAbsent(request.header("Idempotency-Key"), request.body());
      if (known != null) {
        assertThat(request.body()).as("what comes twice is the same").isEqualTo(known);
      }
    }
    var arrived = new ArrayList<String>();
    var hash = "0".repeat(64);
    for (var body : byKey.values()) {
      assertThat(body).contains("\"prev_hash\": \"" + hash + "\", \"entries\": [");
      for (var line :
          body.substring(body.indexOf('\n') + 1, body.lastIndexOf("\n]}")).split(",\n", -1)) {
        var entry =
            LogReader.entry(arrived.size(), line.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
        assertThat(entry.chain().prevHash()).isEqualTo(hash);
        hash = entry.chain().entryHash();
        arrived.add(line);
      }
    }
    assertThat(arrived).isEqualTo(journal);
  }
}
