package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, whatever went wrong and whenever. */
final class JournalFaultsTest {
  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private FileJournal open(Disk disk) {
    return FileJournal.open(
        log(),
        new FileJournal.Config(Clock.systemUTC(), new Random(1), "", disk, Optional.empty()));
  }

  private void assertAcknowledgedAreThere(List<AuditEntry> acknowledged, String when) {
    try (var journal = open(Disk.real())) {
      var there = new ArrayList<AuditEntry>();
      journal.read(0, there::add);
      assertThat(there).as(when).containsAll(acknowledged);
      journal.append(Entries.decision("after recovery"));
    }
    assertThat(LogVerifier.verify(log()).isValid()).as(when).isTrue();
  }

  @Test
  void aFaultAtAnyOperationLosesNothingThatWasAcknowledged() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      for (var operations = 0; ; operations++) {
        clear();
        var disk = new FaultyDisk(operations, fault, true);
        var acknowledged = new ArrayList<AuditEntry>();
        var when = fault + " at operation " + operations;
        try (var journal = open(disk)) {
          for (var i = 0; i < 4; i++) {
            acknowledged.addAll(
                journal.appendAll(List.of(Entries.decision("a"), Entries.decision("b"))));
          }
        } catch (CoreException e) {
          assertThat(e).as(when).hasMessageContaining(log().toString());
        }
        Dead.leaveTheLock(folder);
        assertAcknowledgedAreThere(acknowledged, when);
        if (!disk.struck()) {
          assertThat(acknowledged).hasSize(8);
          break;
        }
      }
    }
  }

  @Test
  void afterAFailedWriteNothingIsAcknowledgedThoughTheDiskIsWellAgain() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      clear();
      try (var journal = open(Disk.real())) {
        journal.append(Entries.decision("before"));
      }
      // Write and force of an append.
      for (var operations = 0; operations < 2; operations++) {
        var acknowledged = new ArrayList<AuditEntry>();
        var disk = new FaultyDisk(Integer.MAX_VALUE, fault, false);
        try (var journal = open(disk)) {
          disk.arm(operations);
          var size = journal.size();
          for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> journal.append(Entries.decision("lost")))
                .isInstanceOf(CoreException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("restarted");
          }
          assertThat(journal.size()).isEqualTo(size);
          journal.read(0, acknowledged::add);
        }
        assertAcknowledgedAreThere(acknowledged, fault + " at operation " + operations);
      }
    }
  }

  @Test
  void aCrashAtAnyStepOfRecoveryLosesNeitherTheTornBytesNorTheTelling() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      for (var operations = 0; ; operations++) {
        clear();
        List<AuditEntry> acknowledged;
        try (var journal = open(Disk.real())) {
          acknowledged = List.of(journal.append(Entries.decision("whole")));
        }
        Files.writeString(log(), "{\"action\": \"torn", StandardOpenOption.APPEND);
        var disk = new FaultyDisk(operations, fault, true);
        var when = fault + " at operation " + operations;
        try {
          open(disk).close();
        } catch (CoreException e) {
          assertThat(e).as(when).hasMessageContaining(log().toString());
        }
        Dead.leaveTheLock(folder);
        assertAcknowledgedAreThere(acknowledged, when);
        assertTold(when);
        if (!disk.struck()) {
          break;
        }
      }
    }
  }

  private void assertTold(String when) throws IOException {
    try (var journal = open(Disk.real())) {
      var told = new ArrayList<String>();
      journal.read(
          0,
          entry -> {
            if (entry.chain().type().value().equals("recovery")) {
              told.add(entry.context().text("file").orElseThrow());
            }
          });
      var contents = new ArrayList<String>();
      for (var name : told) {
        contents.add(Files.readString(folder.resolve(name)));
      }
      // A crash may have torn the telling as well, which is then told of in its turn.
      assertThat(contents).as(when).contains("{\"action\": \"torn");
    }
  }

  @Test
  void aHoleOfZerosThatAPowerLossLeftIsSetAside() throws Exception {
    long whole;
    try (var journal = open(Disk.real())) {
      journal.append(Entries.decision("one"));
      whole = Files.size(log());
      journal.append(Entries.decision("never acknowledged"));
    }
    var bytes = Files.readAllBytes(log());
    for (var i = (int) whole; i < whole + 512; i++) {
      bytes[i] = 0;
    }
    Files.write(log(), bytes);
    try (var journal = open(Disk.real())) {
      assertThat(journal.size()).isEqualTo(3);
    }
    assertThat(LogVerifier.verify(log()).sentence()).isEqualTo("VALID, unsealed 3");
  }

  private void clear() throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
  }
}
