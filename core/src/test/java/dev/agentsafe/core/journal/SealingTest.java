package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TreeHash;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is sealed proves what it was, and is not opened when it is something else. */
final class SealingTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private SealFolder seals() {
    return SealFolder.of(log());
  }

  /** Seals when it is asked to, and at the end. */
  private FileJournal open() {
    return open(new Sealing(folder.resolve("keys"), Integer.MAX_VALUE, NEVER, NEVER));
  }

  private FileJournal open(Sealing sealing) {
    return FileJournal.open(log(), new FileJournal.Config(Clock.systemUTC()).sealed(sealing));
  }

  private static void append(FileJournal journal, int count) {
    journal.appendAll(Collections.nCopies(count, Entries.decision("x")));
  }

  private Checkpoint checkpoint(Path file) throws IOException {
    return opened(file, seals().readKeys()).checkpoint();
  }

  private static Checkpoint.Opened.Good opened(Path file, List<VerifierKey> keys)
      throws IOException {
    return (Checkpoint.Opened.Good) Checkpoint.open(Files.readAllBytes(file), keys);
  }

  private void assertTilesProve(Checkpoint checkpoint) throws IOException {
    var lines = Files.readAllLines(log());
    var tree = new TiledTree(TileSource.in(seals().folder()), checkpoint.size());
    assertThat(tree.range().orElseThrow().root()).isEqualTo(checkpoint.root());
    for (var i = 0; i < checkpoint.size(); i += 1 + i / 7) {
      var leaf = TreeHash.ofLeaf(lines.get(i).getBytes(StandardCharsets.UTF_8));
      assertThat(tree.inclusion(i).orElseThrow().proves(leaf, checkpoint.root())).isTrue();
    }
  }

  @Test
  void everyCheckpointIsProvenByTheTilesAndContinuesTheOneBefore() throws Exception {
    var sizes = new ArrayList<Long>();
    try (var journal = open()) {
      for (var count : List.of(1, 200, 54, 1, 1, 300, 66_000)) {
        append(journal, count);
        journal.seal();
        sizes.add(journal.size());
        assertThat(checkpoint(seals().checkpoint()).size()).isEqualTo(journal.size());
        assertThat(journal.health().unsealed()).isZero();
      }
      assertTilesProve(checkpoint(seals().checkpoint()));
    }
    var last = checkpoint(seals().checkpoint());
    for (var size : sizes) {
      var earlier = checkpoint(seals().checkpoint(size));
      assertThat(earlier.size()).isEqualTo(size);
      var proof = new TiledTree(TileSource.in(seals().folder()), last.size()).consistency(size);
      assertThat(proof.orElseThrow().proves(earlier.root(), last.root())).isTrue();
    }
    try (var files = Files.walk(seals().folder().resolve("tile"))) {
      // Full tiles, and the partial ones of two checkpoints at most.
      assertThat(files.filter(Files::isRegularFile)).hasSizeLessThan(66_557 / 256 + 1 + 6);
    }
  }

  @Test
  void bothKindsOfKeysSignAndOnlyTheirOwnerCanReadThem() throws Exception {
    open().close();
    var keys = seals().readKeys();
    assertThat(keys).hasSize(2);
    assertThat(opened(seals().checkpoint(), keys).signers()).isEqualTo(keys);
    try (var files = Files.walk(folder.resolve("keys"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    try (var files = Files.list(seals().checkpoints())) {
      assertThat(files).isNotEmpty().allMatch(f -> !Files.isWritable(f) || isRoot());
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  @Test
  void closingSealsAndReopeningGoesOn() throws Exception {
    try (var journal = open()) {
      append(journal, 3);
      assertThat(journal.health().sealed()).isZero();
    }
    assertThat(checkpoint(seals().checkpoint()).size()).isEqualTo(4);
    try (var journal = open()) {
      assertThat(journal.health().sealed()).isEqualTo(4);
      assertThat(journal.health().sealedAt()).isPresent();
      append(journal, 1);
      journal.seal();
    }
    assertThat(checkpoint(seals().checkpoint()).size()).isEqualTo(5);
    assertTilesProve(checkpoint(seals().checkpoint()));
  }

  @Test
  void aBusyJournalIsSealedWithoutBeingAskedAndAnIdleOneShowsThatItLives() throws Exception {
    var keys = folder.resolve("keys");
    try (var journal = open(new Sealing(keys, 256, NEVER, NEVER))) {
      append(journal, 300);
      awaitSealed(journal, 301);
    }
    try (var journal = open(new Sealing(keys, 256, Duration.ofMillis(20), NEVER))) {
      append(journal, 1);
      awaitSealed(journal, 302);
    }
    try (var journal = open(new Sealing(keys, 1, Duration.ofMillis(20), Duration.ofMillis(40)))) {
      awaitSealed(journal, 304);
      var types = new ArrayList<String>();
      journal.read(302, e -> types.add(e.chain().type().value()));
      assertThat(types).contains("heartbeat");
    }
  }

  private static void awaitSealed(FileJournal journal, long size) throws InterruptedException {
    while (journal.health().sealed() < size) {
      assertThat(journal.health().sealFailure()).isEmpty();
      Thread.sleep(5);
    }
  }

  @Test
  void aLogThatLostSignedLinesIsNotOpenedAndNotTouched() throws Exception {
    try (var journal = open()) {
      append(journal, 5);
    }
    var lines = Files.readAllLines(log());
    var cut = String.join("\n", lines.subList(0, 4)) + "\n";
    Files.writeString(log(), cut);
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("TRUNCATED: 6 signed, 4 present");
    assertThat(log()).hasContent(cut);
    // Torn in the middle of what was signed: no crash does that, for it was durable.
    Files.writeString(log(), cut + lines.get(4).substring(0, 40));
    assertThatThrownBy(this::open).hasMessageContaining("FAIL at line 5");
    Files.writeString(log(), "");
    assertThatThrownBy(this::open).hasMessageContaining("TRUNCATED: 6 signed, 0 present");
    Files.delete(log());
    assertThatThrownBy(this::open).hasMessageContaining("TRUNCATED: 6 signed, 0 present");
    assertThat(log()).doesNotExist();
  }

  @Test
  void aLogWrittenAnewFromTheStartIsAFork() throws Exception {
    try (var journal = open()) {
      append(journal, 5);
    }
    var other = folder.resolve("other/audit.jsonl");
    try (var journal = FileJournal.open(other, new FileJournal.Config(Clock.systemUTC()))) {
      append(journal, 9);
    }
    Files.copy(other, log(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("FORK")
        .hasMessageContaining("not those that were signed");
  }

  @Test
  void aCheckpointOfOtherKeysIsNotBelieved() throws Exception {
    try (var journal = open()) {
      append(journal, 5);
    }
    Files.move(folder.resolve("keys"), folder.resolve("stolen"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("not signed with the keys of this workspace");
  }

  @Test
  void theLatestCheckpointIsNotForgottenWhenOnlyItsOwnNameIsLeft() throws Exception {
    try (var journal = open()) {
      append(journal, 5);
      journal.seal();
      Files.copy(seals().checkpoint(), folder.resolve("older"));
      append(journal, 5);
    }
    // As after a crash between the two, and as an attacker would like it.
    Files.move(
        folder.resolve("older"),
        seals().checkpoint(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (var journal = open()) {
      assertThat(journal.health().sealed()).isEqualTo(11);
    }
    assertThat(checkpoint(seals().checkpoint()).size()).isEqualTo(11);
    var lines = Files.readAllLines(log());
    Files.writeString(log(), String.join("\n", lines.subList(0, 7)) + "\n");
    Files.delete(seals().checkpoint());
    assertThatThrownBy(this::open).hasMessageContaining("TRUNCATED: 11 signed, 7 present");
  }

  /** Makes this machine one that has not verified the journal yet: it reads all of it. */
  private void forget() throws IOException {
    try (var files = Files.list(folder.resolve("seen"))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void missingAndDamagedTilesAreMadeAgainFromTheLog() throws Exception {
    try (var journal = open()) {
      append(journal, 700);
    }
    List<Path> tiles;
    try (Stream<Path> files = Files.walk(seals().folder().resolve("tile"))) {
      tiles = files.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(tiles).hasSize(4);
    for (var tile : tiles) {
      var content = Files.readAllBytes(tile);
      Files.delete(tile);
      open().close();
      assertThat(tile).hasBinaryContent(content);
      var damaged = content.clone();
      damaged[17] ^= 1;
      Files.write(tile, damaged);
      forget();
      open().close();
      assertThat(tile).hasBinaryContent(content);
    }
    assertTilesProve(checkpoint(seals().checkpoint()));
  }

  @Test
  void tilesThatAreDamagedWhileTheJournalIsOpenDoNotStopIt() throws Exception {
    try (var journal = open()) {
      append(journal, 20);
      journal.seal();
      Files.delete(seals().folder().resolve("tile/0/000.p/21"));
      append(journal, 1);
      journal.seal();
      assertTilesProve(checkpoint(seals().checkpoint()));
    }
  }

  @Test
  void linesThatSomebodyChangedBetweenWritingAndSealingAreNotSigned() throws Exception {
    try (var journal = open()) {
      append(journal, 3);
      journal.seal();
      append(journal, 3);
      var text = Files.readString(log());
      var at = text.lastIndexOf("\"reason\": \"x\"");
      Files.writeString(
          log(), text.substring(0, at) + "\"reason\": \"y\"" + text.substring(at + 13));
      assertThatThrownBy(journal::seal)
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("the lines after 4 are not those that were written");
      assertThat(journal.health().isWell()).isFalse();
      assertThat(journal.health().sealFailure()).isPresent();
    }
    assertThat(checkpoint(seals().checkpoint()).size()).isEqualTo(4);
  }

  @Test
  void aRotationIsSealedWithTheKeysBeforeAndTheNewOnes() throws Exception {
    AuditEntry entry;
    try (var journal = open()) {
      append(journal, 2);
      entry = journal.rotateKeys("operator:anna", "yearly");
      append(journal, 2);
    }
    var keys = seals().readKeys();
    assertThat(keys).hasSize(4);
    assertThat(opened(seals().checkpoint(4), keys).signers()).isEqualTo(keys);
    assertThat(opened(seals().checkpoint(6), keys).signers()).isEqualTo(keys.subList(2, 4));
    assertThat(entry.subject().caller()).isEqualTo("operator:anna");
    assertThat(entry.ruling().reason()).isEqualTo("yearly");
    assertThat(entry.context().get("keys")).contains(Seals.texts(keys.subList(2, 4)));
    assertThat(entry.context().get("replaced")).contains(Seals.texts(keys.subList(0, 2)));
    try (var journal = open()) {
      append(journal, 1);
      journal.rotateKeys("operator:anna", "yearly");
    }
    var more = seals().readKeys();
    assertThat(opened(seals().checkpoint(8), more).signers()).isEqualTo(more.subList(2, 6));
  }

  @Test
  void aLogThatWasNeverSealedIsSealedFromItsFirstLine() throws Exception {
    try (var journal = FileJournal.open(log(), new FileJournal.Config(Clock.systemUTC()))) {
      append(journal, 400);
    }
    var before = Files.readString(log());
    try (var journal = open()) {
      journal.seal();
      assertTilesProve(checkpoint(seals().checkpoint()));
      assertThat(journal.health().sealed()).isEqualTo(401);
    }
    assertThat(log()).hasContent(before.stripTrailing());
  }
}
