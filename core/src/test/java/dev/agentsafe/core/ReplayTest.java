package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.durable.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T9: every ticket is redeemed by 16 threads of two processes that are killed again and again and
 * whose clocks are a day wrong; it has one effect, or none and its run is unknown.
 */
final class ReplayTest {
  private static final List<String> NOT_DONE = List.of("skipped", "unknown");
  private static final List<String> DONE = List.of("success", "unknown");
  private static final boolean DEEP = Boolean.getBoolean("deep");

  /** A ticket lives ten minutes at most; so many are issued at a time that none runs out. */
  private static final int ROUNDS = DEEP ? 10 : 1;

  private static final int TICKETS = 100;
  private static final int KILLS = 12;

  private static final String SETTINGS =
      "{registry: ./actions/, policies: ./policies/, inventory: ./inventory.yaml,"
          + " audit_log: ./audit.jsonl, tickets: {ttl: 600}}";

  @TempDir Path folder;

  private Path effects() {
    return folder.resolve("effects");
  }

  @Test
  void everyTicketHasOneEffectOrNoneAndIsUnknown() throws Exception {
    var home = folder.resolve("workspace");
    var world = new SmallWorld(home);
    var audits = new ArrayList<String>();
    var random = new Random(9);
    int underKills = 0;
    for (var round = 0; round < ROUNDS; round++) {
      world.write("agent-safe.yaml", SETTINGS);
      audits.addAll(issue(world));
      var before = effectsHad();
      killAgainAndAgain(home, random);
      underKills += effectsHad() - before;
      redeemTheRest(world);
    }
    assertThat(underKills).isGreaterThan(ROUNDS * KILLS / 8);
    var unknown = check(world, audits);
    System.out.printf(
        "T9: %d tickets, %d kills, %d effects meanwhile, each one or none; %d runs unknown%n",
        ROUNDS * TICKETS, ROUNDS * KILLS, underKills, unknown);
  }

  private void killAgainAndAgain(Path home, Random random) throws Exception {
    var processes = new ArrayList<>(List.of(start(home, random), start(home, random)));
    for (var kill = 0; kill < KILLS; kill++) {
      var holder = holder(processes);
      var started = processes.get(holder);
      if (started.hoursWrong() == 0) {
        awaitEffects(started, effectsHad() + 1 + random.nextInt(8));
        Thread.sleep(random.nextInt(10));
      } else {
        // Nothing is good on its day; it refuses for a while.
        Thread.sleep(random.nextInt(300));
      }
      started.process().destroyForcibly().waitFor();
      processes.set(holder, start(home, random));
    }
    for (var started : processes) {
      started.process().destroyForcibly().waitFor();
    }
  }

  /** What nobody came to yet is done now, and all the rest is refused once more. */
  private void redeemTheRest(SmallWorld world) throws IOException {
    var tickets = Files.readAllLines(folder.resolve("tickets"));
    world.acting.set(this::note);
    try (var governor = world.open(Clock.systemUTC(), Disk.real())) {
      tickets.forEach(ticket -> governor.redeem(ticket, SmallWorld.agent()));
    }
  }

  private List<String> issue(SmallWorld world) throws IOException {
    var tickets = new ArrayList<String>();
    var audits = new ArrayList<String>();
    try (var governor = world.open(Clock.systemUTC(), Disk.real())) {
      for (var i = 0; i < TICKETS; i++) {
        var ruling = governor.submit(SmallWorld.scale("dev/web", i));
        tickets.add(ruling.ticket().orElseThrow().token());
        audits.add(ruling.auditId());
      }
    }
    Files.write(folder.resolve("tickets"), tickets);
    return audits;
  }

  /** How many runs are unknown; each of them may have had its effect. */
  private int check(SmallWorld world, List<String> audits) throws IOException {
    var had = new HashMap<String, Integer>();
    Files.readAllLines(effects()).forEach(id -> had.merge(id, 1, Integer::sum));
    var intents = new HashMap<String, Integer>();
    var outcomes = new HashMap<String, String>();
    try (var governor = world.open(Clock.systemUTC(), Disk.real())) {
      governor.history(0, entry -> fold(entry, intents, outcomes));
    }
    for (var audit : audits) {
      var effects = had.getOrDefault(audit, 0);
      assertThat(effects).as(audit).isLessThanOrEqualTo(1);
      assertThat(intents.getOrDefault(audit, 0)).as(audit).isEqualTo(1);
      // Whoever waited for their turn when the time was over, or the governor closed, is skipped.
      var outcome = outcomes.getOrDefault(audit, "none");
      assertThat(outcome).as(audit).isIn(effects == 0 ? NOT_DONE : DONE);
    }
    assertThat(LogVerifier.verify(world.log()).isValid()).isTrue();
    return (int) outcomes.values().stream().filter("unknown"::equals).count();
  }

  private static void fold(
      AuditEntry entry, Map<String, Integer> intents, Map<String, String> outcomes) {
    var audit = entry.context().text("original_audit_id").orElse("");
    if (entry.chain().type().equals(EntryType.EXECUTION_INTENT)) {
      intents.merge(audit, 1, Integer::sum);
    } else if (entry.chain().type().equals(EntryType.EXECUTION)) {
      outcomes.put(audit, entry.context().text("status").orElse(""));
    }
  }

  private void note(String auditId) {
    try {
      Files.writeString(
          effects(), auditId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process and where it says what it does. */
  private record Started(Process process, Path output, int hoursWrong) {}

  private Started start(Path home, Random random) throws IOException {
    var output = folder.resolve("out-" + random.nextInt(Integer.MAX_VALUE));
    int hours = List.of(-24, 0, 0, 24).get(random.nextInt(4));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayRunner.class.getName(),
                home.toString(),
                folder.resolve("tickets").toString(),
                effects().toString(),
                String.valueOf(hours),
                String.valueOf(random.nextInt(1_000_000)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Started(process, output, hours);
  }

  private int effectsHad() throws IOException {
    return Files.exists(effects()) ? Files.readAllLines(effects()).size() : 0;
  }

  /** Waits until there were so many effects, or the process has nothing left to do. */
  private void awaitEffects(Started started, int wanted) throws IOException, InterruptedException {
    while (effectsHad() < wanted && started.process().isAlive()) {
      Thread.sleep(2);
    }
  }

  /** Waits until one of them has the journal, and says which. */
  private static int holder(List<Started> processes) throws IOException, InterruptedException {
    while (true) {
      for (var i = 0; i < processes.size(); i++) {
        var said = Files.readString(processes.get(i).output());
        if (said.contains("open")) {
          // Perhaps it is through already, and is replaced then.
          return i;
        }
        assertThat(processes.get(i).process().isAlive()).as(said).isTrue();
      }
      Thread.sleep(5);
    }
  }
}
