package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.durable.MemoryFolder;
import dev.agentsafe.core.durable.PowerDisk;
import dev.agentsafe.core.durable.Trees;
import dev.agentsafe.core.ticket.SpentTickets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T3: the power fails at any operation, again and again; what was acknowledged is there, and spent
 * tickets stay spent.
 */
@Order(1)
final class PowerLossTest {
  private static final boolean DEEP = Boolean.getBoolean("deep");
  private static final int SEEDS = DEEP ? 100_000 : 2_000;
  private static final String SEED = "seed-";
  private static final int LIVES = 3;
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  /** 100 journals of 2,000 are sealed, 5,000 of 100,000: signing takes longer than all the rest. */
  private static boolean isSealed(Path at) {
    return Integer.parseInt(home(at).replace(SEED, "")) % 20 == 0;
  }

  private static String home(Path at) {
    return String.valueOf(DurableFile.folderOf(at).getFileName());
  }

  private FileJournal open(Path at, Random random, Disk disk) {
    var keys = folder.resolve("keys").resolve(home(at));
    return FileJournal.open(
        at.resolve("audit.jsonl"),
        new FileJournal.Config(
            Clock.systemUTC(),
            random,
            "",
            disk,
            isSealed(at)
                ? Optional.of(new Sealing(keys, Integer.MAX_VALUE, NEVER, NEVER))
                : Optional.empty()));
  }

  @Test
  void nothingAcknowledgedIsLostAndSpentTicketsStaySpent() throws Exception {
    var total = 0L;
    var cuts = 0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var home = Files.createDirectories(folder.resolve(SEED + seed));
      var acknowledged = new ArrayList<AuditEntry>();
      var at = Files.createDirectories(home.resolve("life-0"));
      for (var life = 0; life < LIVES; life++) {
        var disk = new PowerDisk(at, random, random.nextInt(40));
        live(at, random, disk, acknowledged);
        if (disk.isOff()) {
          cuts++;
        }
        at = Files.createDirectories(home.resolve("life-" + (life + 1)));
        disk.leaveBehind(at);
        Dead.leaveTheLock(at);
      }
      check(at, random, acknowledged, "seed " + seed);
      total += acknowledged.size();
      Trees.delete(home);
    }
    assertThat(cuts).isGreaterThan(SEEDS);
    assertThat(total).isGreaterThan(SEEDS);
    System.out.printf("T3: %d seeds, %d power cuts, %d acknowledged, 0 lost%n", SEEDS, cuts, total);
  }

  /** Opens, appends, spends tickets and seals until the power fails, or it has done enough. */
  private void live(Path at, Random random, Disk disk, List<AuditEntry> acknowledged) {
    try (var journal = open(at, random, disk)) {
      for (var i = 0; i < 6; i++) {
        if (random.nextInt(4) == 0) {
          journal.seal();
        } else if (random.nextBoolean()) {
          acknowledged.add(journal.append(spent("nonce-" + random.nextLong())));
        } else {
          acknowledged.addAll(
              journal.appendAll(
                  List.of(
                      Entries.decision("a".repeat(random.nextInt(900))), Entries.decision("b"))));
        }
      }
    } catch (CoreException e) {
      assertThat(e).hasStackTraceContaining("the power");
    }
  }

  private static EntryDraft spent(String nonce) {
    var plain = Entries.decision("spent");
    return new EntryDraft(
        plain.eventId(),
        EntryType.EXECUTION_INTENT,
        plain.subject(),
        plain.ruling(),
        new EntryDraft.Details(
            Value.EMPTY,
            Optional.empty(),
            Optional.of(new Value.Fields(Map.of("ticket_nonce", Value.of(nonce))))));
  }

  private void check(Path at, Random random, List<AuditEntry> acknowledged, String when)
      throws IOException {
    var there = new ArrayList<AuditEntry>();
    var spent = new SpentTickets();
    var disk = new PowerDisk(at, random, Integer.MAX_VALUE);
    try (var journal = open(at, random, disk)) {
      journal.read(
          0,
          entry -> {
            there.add(entry);
            nonce(entry)
                .ifPresent(n -> spent.wasSpent(n, Instant.parse(entry.chain().timestamp())));
          });
      journal.append(Entries.decision("after it all"));
      journal.seal();
      assertThat(journal.health().sealed()).as(when).isEqualTo(isSealed(at) ? journal.size() : 0);
    }
    assertThat(there.stream().filter(acknowledged::contains))
        .as(when)
        .containsExactlyElementsOf(acknowledged);
    for (var entry : acknowledged) {
      nonce(entry).ifPresent(n -> assertThat(spent.trySpend(n, LATER)).as(when).isFalse());
    }
    assertThat(LogVerifier.verify(at.resolve("audit.jsonl")).isValid()).as(when).isTrue();
  }

  private static Optional<String> nonce(AuditEntry entry) {
    return entry.chain().type().equals(EntryType.EXECUTION_INTENT)
        ? entry.context().text("ticket_nonce")
        : Optional.empty();
  }
}
