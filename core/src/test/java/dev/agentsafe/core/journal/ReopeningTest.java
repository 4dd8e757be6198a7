package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.durable.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that this machine has verified is verified from there on when it is opened again. */
final class ReopeningTest {
  private static final Duration NEVER = Duration.ofDays(1);

  /** A line of these tests with its line feed is shorter. */
  private static final int LINE = 700;

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private FileJournal open() {
    var sealing = new Sealing(folder.resolve("keys"), Integer.MAX_VALUE, NEVER, NEVER);
    return FileJournal.open(log(), new FileJournal.Config(Clock.systemUTC()).sealed(sealing));
  }

  /** Opens, appends so many entries, seals them and closes. */
  private void live(int entries) {
    try (var journal = open()) {
      for (var i = 0; i < entries; i++) {
        journal.append(Entries.decision("entry " + i));
      }
    }
  }

  private Path memory() throws IOException {
    try (var files = Files.list(folder.resolve("seen"))) {
      return files.toList().getFirst();
    }
  }

  /** Copies everything but keys and memory. */
  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var place = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.createDirectories(place.getParent());
          Files.deleteIfExists(place);
          Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private void keep(String name) throws IOException {
    copy(SealFolder.of(log()).folder(), folder.resolve(name).resolve("tlog"));
    Files.copy(log(), folder.resolve(name).resolve("log"));
  }

  private void takeCheckpointsAway() throws IOException {
    Trees.delete(SealFolder.of(log()).folder());
  }

  private void putBack(String name) throws IOException {
    takeCheckpointsAway();
    copy(folder.resolve(name).resolve("tlog"), SealFolder.of(log()).folder());
    Files.copy(folder.resolve(name).resolve("log"), log(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Changes a letter in a line and nothing else. */
  private void edit(int line) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(log()));
    var changed = lines.get(line - 1).replace("\"reason\": \"e", "\"reason\": \"E");
    assertThat(changed).isNotEqualTo(lines.get(line - 1));
    lines.set(line - 1, changed);
    Files.writeString(log(), String.join("\n", lines) + "\n");
  }

  @Test
  void onlyWhatCameAfterWhatWasVerifiedIsReadAgain() throws Exception {
    live(2_000);
    try (var journal = open()) {
      assertThat(journal.verifiedAtOpening()).isZero();
      for (var i = 0; i < 50; i++) {
        journal.append(Entries.decision("entry " + i));
      }
      journal.seal();
      Files.copy(memory(), folder.resolve("memory"));
    }
    // As after a kill: nobody had the time to remember the last lines.
    Files.copy(folder.resolve("memory"), memory(), StandardCopyOption.REPLACE_EXISTING);
    try (var journal = open()) {
      assertThat(journal.verifiedAtOpening()).isPositive().isLessThan(50 * LINE);
      assertThat(journal.health().sealed()).isEqualTo(2_051);
    }
    Files.delete(memory());
    try (var journal = open()) {
      assertThat(journal.verifiedAtOpening()).isEqualTo(Files.size(log()));
    }
  }

  @Test
  void aJournalThatStaysOpenRemembersNowAndThen() throws Exception {
    try (var journal = open()) {
      for (var i = 0; i < 33; i++) {
        var entries = new ArrayList<EntryDraft>();
        for (var k = 0; k < 2_000; k++) {
          entries.add(Entries.decision("entry " + k));
        }
        journal.appendAll(entries);
      }
      journal.seal();
      assertThat(Files.readString(memory())).contains("\n66001\n");
    }
  }

  @Test
  void anEditBehindWhatWasVerifiedIsFoundAtOpening() throws Exception {
    live(300);
    Files.copy(memory(), folder.resolve("memory"));
    live(100);
    Files.copy(folder.resolve("memory"), memory(), StandardCopyOption.REPLACE_EXISTING);
    for (var line : List.of(302, 350, 401)) {
      var good = Files.readAllBytes(log());
      edit(line);
      assertThatThrownBy(this::open)
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("FAIL at line " + line);
      Files.write(log(), good);
    }
    open().close();
  }

  @Test
  void anEditBeforeItIsFoundByAFullVerificationAndByAMachineThatKnowsNothing() throws Exception {
    live(300);
    edit(100);
    open().close();
    assertThat(LogVerifier.verify(log()))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, failed -> assertThat(failed.line()).isEqualTo(100));
    Files.delete(memory());
    assertThatThrownBy(this::open).hasMessageContaining("FAIL at line 100");
  }

  @Test
  void aLineThatWasTakenOutOrPutInBeforeItIsFoundAtOpening() throws Exception {
    live(300);
    var good = Files.readAllLines(log());
    for (var at : List.of(0, 150, 299)) {
      var fewer = new ArrayList<>(good);
      fewer.remove((int) at);
      Files.writeString(log(), String.join("\n", fewer) + "\n");
      assertThatThrownBy(this::open).hasMessageContaining("FAIL at line " + (at + 1));
      var more = new ArrayList<>(good);
      more.add(at, good.get(at));
      Files.writeString(log(), String.join("\n", more) + "\n");
      assertThatThrownBy(this::open).hasMessageContaining("FAIL at line ");
    }
  }

  @Test
  void anOlderCopyOfTheJournalIsNotGoneOnWith() throws Exception {
    live(20);
    keep("older");
    live(20);
    putBack("older");
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("FORK: its latest checkpoint covers 21 lines")
        .hasMessageContaining("this machine has seen one that covers 41, which `" + memory());
    Files.delete(memory());
    open().close();
  }

  @Test
  void anotherHistoryThatTheSameKeysSignedIsAFork() throws Exception {
    live(20);
    keep("older");
    live(20);
    Files.copy(memory(), folder.resolve("memory"));
    putBack("older");
    Files.delete(memory());
    live(300);
    Files.copy(folder.resolve("memory"), memory(), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(this::open)
        .hasMessageContaining(
            "FORK: its first 41 lines are not those that this machine has verified");
  }

  @Test
  void aMemoryThatCannotBeReadIsNotTakenForNone() throws Exception {
    live(20);
    Files.writeString(memory(), "nonsense");
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("`" + memory() + "`, cannot be read")
        .hasMessageContaining("delete it once you are sure");
    Files.delete(memory());
    open().close();
    assertThat(memory()).isNotEmptyFile();
  }

  @Test
  void aJournalThatLostItsCheckpointsIsNotSealedAnew() throws Exception {
    live(20);
    var lines = Files.readAllLines(log());
    var remembered = Files.readString(memory());
    takeCheckpointsAway();
    for (var kept : List.of(21, 12, 1)) {
      // A torn line behind them is what a crash leaves, and hides nothing.
      for (var torn : List.of("", lines.getFirst().substring(0, 40))) {
        var rolledBack = String.join("\n", lines.subList(0, kept)) + "\n" + torn;
        Files.writeString(log(), rolledBack);
        assertThatThrownBy(this::open)
            .isInstanceOf(CoreException.class)
            .hasMessageContaining("FAIL at the seal: it was sealed when this machine opened it")
            .hasMessageContaining("21 lines of it, and its checkpoints are gone")
            .hasMessageContaining("delete `" + memory() + "`");
        assertThat(Files.readString(log())).isEqualTo(rolledBack);
        assertThat(SealFolder.of(log()).folder()).doesNotExist();
        assertThat(Files.readString(memory())).isEqualTo(remembered);
      }
    }
    Files.writeString(memory(), "nonsense");
    assertThatThrownBy(this::open).hasMessageContaining("`" + memory() + "`, cannot be read");
    // As on another machine, or where somebody means it.
    Files.delete(memory());
    open().close();
    assertThat(SealFolder.of(log()).checkpoint()).exists();
  }

  @Test
  void aJournalThatWasMovedAwayLeavesRoomForANewOne() throws Exception {
    live(20);
    takeCheckpointsAway();
    Files.move(log(), folder.resolve("moved"));
    live(3);
    try (var journal = open()) {
      assertThat(journal.health().sealed()).isEqualTo(4);
    }
  }

  @Test
  void damagedTilesThatItNeedsMakeItReadEverything() throws Exception {
    live(700);
    for (var tile : List.of("tile/1/000.p/2", "tile/0/002.p/189", "tile/0/001")) {
      var file = SealFolder.of(log()).folder().resolve(tile);
      var content = Files.readAllBytes(file);
      if (tile.endsWith("001")) {
        Files.delete(file);
      } else {
        Files.write(file, new byte[content.length]);
      }
      try (var journal = open()) {
        assertThat(journal.verifiedAtOpening()).isEqualTo(Files.size(log()));
      }
      assertThat(file).hasBinaryContent(content);
    }
  }
}
