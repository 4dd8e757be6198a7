package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large for a line stands beside the journal, and is believed only by its hash. */
final class BlobsTest {
  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private FileJournal open() {
    return FileJournal.open(log(), new FileJournal.Config(Clock.systemUTC()));
  }

  private static EntryDraft capture(Map<String, Value> context) {
    var plain = Entries.decision("capture");
    return new EntryDraft(
        plain.eventId(),
        plain.type(),
        plain.subject(),
        plain.ruling(),
        new EntryDraft.Details(
            Value.EMPTY, Optional.empty(), Optional.of(new Value.Fields(context))));
  }

  private static Map<String, Value> states(int before, int after) {
    var context = new LinkedHashMap<String, Value>();
    context.put("before_state", state(before));
    context.put("after_state", state(after));
    context.put("run_id", Value.of("run-1"));
    return context;
  }

  private static Value state(int size) {
    return new Value.Fields(
        Map.of(
            "text", Value.of("\u00e9".repeat(size / 6)), "n", Value.of(0.5), "none", Value.NULL));
  }

  private static List<AuditEntry> read(FileJournal journal) {
    var entries = new ArrayList<AuditEntry>();
    journal.read(1, entries::add);
    return entries;
  }

  private List<Path> blobs() throws IOException {
    try (var files = Files.list(folder.resolve("blobs/sha256"))) {
      return files.toList();
    }
  }

  @Test
  void aLargeCaptureIsReadBackWhole() throws Exception {
    AuditEntry written;
    try (var journal = open()) {
      written = journal.append(capture(states(1_000_000, 300)));
      assertThat(read(journal)).containsExactly(written);
    }
    assertThat(written.context().get("before_state")).contains(state(1_000_000));
    assertThat(blobs()).hasSize(1);
    assertThat(Files.readAllLines(log()).get(1))
        .hasSizeLessThan(2_000)
        .contains("\"blob\": \"sha256:" + blobs().getFirst().getFileName() + "\"");
    try (var journal = open()) {
      assertThat(read(journal)).containsExactly(written);
    }
    assertThat(LogVerifier.verify(log()).isValid()).isTrue();
  }

  @Test
  void onlyAsMuchIsMovedAsHasToBeAndSmallEntriesStayInTheirLine() throws Exception {
    try (var journal = open()) {
      journal.append(capture(states(30_000, 40_000)));
      assertThat(blobs()).hasSize(1);
      journal.append(capture(states(70_000, 80_000)));
      assertThat(blobs()).hasSize(3);
      journal.append(capture(states(70_000, 80_000)));
      assertThat(blobs()).hasSize(3);
      journal.append(capture(states(3_000, 4_000)));
      assertThat(blobs()).hasSize(3);
    }
  }

  @Test
  void aBlobThatIsNotWhatItsHashSaysIsNotShown() throws Exception {
    try (var journal = open()) {
      journal.append(capture(states(100_000, 10)));
    }
    var blob = blobs().getFirst();
    Files.writeString(blob, Files.readString(blob).replace("0.5", "0.6"));
    try (var journal = open()) {
      var shown =
          (Value.Fields) read(journal).getFirst().context().get("before_state").orElseThrow();
      assertThat(shown.text("blob")).contains("sha256:" + blob.getFileName());
      Files.delete(blob);
      assertThat(read(journal).getFirst().context().get("before_state")).contains(shown);
    }
  }

  @Test
  void aBlobThatCannotBeWrittenLeavesNoEntryThatNamesIt() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      for (var operations = 0; operations < 6; operations++) {
        var home = Files.createDirectories(folder.resolve(fault + "-" + operations));
        var disk = new FaultyDisk(Integer.MAX_VALUE, fault, false);
        var config =
            new FileJournal.Config(Clock.systemUTC(), new Random(1), "", disk, Optional.empty());
        try (var journal = FileJournal.open(home.resolve("audit.jsonl"), config)) {
          disk.arm(operations);
          assertThatThrownBy(() -> journal.append(capture(states(100_000, 10))))
              .isInstanceOf(CoreException.class)
              .hasMessageContaining("could not be written beside it");
          assertThat(journal.size()).isEqualTo(1);
          journal.append(capture(states(100_000, 10)));
          assertThat(read(journal).getFirst().context().get("before_state"))
              .contains(state(100_000));
        }
      }
    }
  }
}
