package dev.agentsafe.core.journal;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FaultyDisk;
import dev.agentsafe.core.durable.MemoryFolder;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T2: every open, write, force and rename of appends, checkpoints and a rotation of keys fails in
 * its turn, for good as at a kill or an I/O error, or for once as on a full disk.
 */
@Order(1)
final class SealFaultsTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final String KEYS = "keys";

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  /** What a caller was promised. */
  private record Promised(List<AuditEntry> entries, List<Long> sealed) {
    Promised() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** The first keys are no file of the journal's: all begin with the same, made once. */
  private Path madeKeys() {
    var made = folder.resolve("made");
    try (var journal = open(made, Disk.real())) {
      journal.seal();
    }
    return made.resolve(KEYS);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()), COPY_ATTRIBUTES);
      }
    }
  }

  private static FileJournal open(Path home, Disk disk) {
    var sealing = new Sealing(home.resolve(KEYS), Integer.MAX_VALUE, NEVER, NEVER);
    return FileJournal.open(
        home.resolve("audit.jsonl"),
        new FileJournal.Config(Clock.systemUTC(), new Random(1), "", disk, Optional.of(sealing)));
  }

  @Test
  void aFaultAtAnyOperationLosesNeitherEntriesNorCheckpoints() throws Exception {
    var points = 0;
    var keys = madeKeys();
    for (var fault : FaultyDisk.Fault.values()) {
      for (var dies : List.of(true, false)) {
        for (var operations = 0; ; operations++) {
          var when =
              "%s, %s, operation %d".formatted(fault, dies ? "for good" : "once", operations);
          var home = folder.resolve("%s-%s-%d".formatted(fault, dies, operations));
          copy(keys, Files.createDirectories(home).resolve(KEYS));
          var disk = new FaultyDisk(operations, fault, dies);
          var promised = use(home, disk, when);
          Dead.leaveTheLock(home);
          check(home, promised, when);
          points++;
          if (!disk.struck()) {
            assertThat(promised.entries()).hasSize(7);
            assertThat(promised.sealed()).hasSize(2);
            break;
          }
        }
      }
    }
    System.out.printf("T2: %d faults, nothing that was acknowledged is lost%n", points);
  }

  private static Promised use(Path home, Disk disk, String when) {
    var promised = new Promised();
    try (var journal = open(home, disk)) {
      promised.entries().add(journal.append(Entries.decision("one")));
      seal(journal, promised);
      promised
          .entries()
          .addAll(journal.appendAll(List.of(Entries.decision("a"), Entries.decision("b"))));
      promised.entries().add(rotated(journal));
      promised.entries().add(journal.append(Entries.decision("two")));
      promised
          .entries()
          .addAll(journal.appendAll(List.of(Entries.decision("c"), Entries.decision("d"))));
      seal(journal, promised);
    } catch (CoreException e) {
      assertThat(e).as(when).hasMessageContaining(home.toString());
    }
    return promised;
  }

  private static AuditEntry rotated(FileJournal journal) {
    var before = journal.size();
    try {
      return journal.rotateKeys("operator:anna", "yearly");
    } catch (CoreException e) {
      // The rotation may be recorded though it could not be sealed at once.
      var found = new ArrayList<AuditEntry>();
      journal.read(before, found::add);
      return found.isEmpty() ? journal.append(Entries.decision("no rotation")) : found.getFirst();
    }
  }

  private static void seal(FileJournal journal, Promised promised) {
    try {
      var size = journal.size();
      journal.seal();
      promised.sealed().add(size);
    } catch (CoreException e) {
      assertThat(journal.health().sealFailure().or(() -> journal.health().blocked())).isPresent();
    }
  }

  private static void check(Path home, Promised promised, String when) throws IOException {
    var there = new ArrayList<AuditEntry>();
    try (var journal = open(home, Disk.real())) {
      journal.read(0, there::add);
      journal.append(Entries.decision("afterwards"));
      journal.seal();
      assertThat(journal.health().isWell()).as(when).isTrue();
      assertThat(journal.health().unsealed()).as(when).isZero();
    }
    assertThat(there.stream().filter(promised.entries()::contains))
        .as(when)
        .containsExactlyElementsOf(promised.entries());
    var files = SealFolder.of(home.resolve("audit.jsonl"));
    var last = checkpoint(files, files.checkpoint());
    var tree = new TiledTree(TileSource.in(files.folder()), last.size());
    for (var size : promised.sealed()) {
      var earlier = checkpoint(files, files.checkpoint(size));
      assertThat(tree.consistency(size).orElseThrow().proves(earlier.root(), last.root()))
          .as(when)
          .isTrue();
    }
  }

  private static Checkpoint checkpoint(SealFolder files, Path file) throws IOException {
    return ((Checkpoint.Opened.Good) Checkpoint.open(Files.readAllBytes(file), files.readKeys()))
        .checkpoint();
  }
}
