package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.LogVerifier.Request;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignatureType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoints add: the end cannot be cut off, nothing rewritten, nobody else can sign. */
final class SealedLogTest {
  private static final int ROUNDS = Boolean.getBoolean("deep") ? 1_000 : 60;
  @TempDir Path folder;
  private SealedSample sample;
  private SeenCheckpoints seen;

  @BeforeEach
  void seal() throws IOException {
    sample = new SealedSample(folder).with(SampleLog.lines(300, 1)).seal(100).seal(290);
    seen = new SeenCheckpoints(folder.resolve("seen"));
  }

  private String sentence() {
    return sample.verify().verdict().sentence();
  }

  private void rewrite(List<String> lines) throws IOException {
    Files.writeString(sample.log, SampleLog.text(lines), StandardCharsets.US_ASCII);
  }

  /** Another reason at a line, and every hash behind it mended. */
  private static List<String> rehashed(List<String> lines, int at) {
    var changed = new ArrayList<>(lines.subList(0, at));
    for (var i = at; i < lines.size(); i++) {
      var bytes = lines.get(i).getBytes(StandardCharsets.US_ASCII);
      var fields = new LinkedHashMap<>(LogReader.entry(i, bytes).orElseThrow().line().values());
      if (i == at) {
        fields.put("reason", Value.of("another"));
      }
      changed.add(
          SampleLog.line(
              fields, i == 0 ? LineCheck.GENESIS : SampleLog.hashOf(changed.get(i - 1))));
    }
    return changed;
  }

  @Test
  void aSealedLogSaysHowFarItIsSealedAndByWhichKey() throws Exception {
    assertThat(sentence()).isEqualTo("VALID, sealed 290, unsealed 10");
    assertThat(sample.verify().sentence()).isEqualTo("VALID, sealed 290, unsealed 10");
    assertThat(LogVerifier.verify(Request.of(sample.log)).sentence())
        .startsWith("VALID, sealed 290, unsealed 10; the key `example.com/log+")
        .contains("not pinned");
    sample.seal(300);
    assertThat(sentence()).isEqualTo("VALID, sealed 300");
  }

  @Test
  void linesThatAreGoneFromTheEndAreMissed() throws Exception {
    for (var left : List.of(289, 100, 1, 0)) {
      rewrite(sample.lines().subList(0, left));
      assertThat(sentence()).isEqualTo("TRUNCATED: 290 signed, " + left + " present");
    }
    Files.delete(sample.log);
    assertThat(sentence()).isEqualTo("TRUNCATED: 290 signed, 0 present");
    var whole = SampleLog.text(sample.lines().subList(0, 290));
    for (var cut = 1; cut < 700; cut += 13) {
      Files.writeString(sample.log, whole.substring(0, whole.length() - cut));
      assertThat(sentence()).as("cut " + cut).startsWith("TRUNCATED: 290 signed, 28");
    }
  }

  @Test
  void aLogWrittenAnewIsFoundAtTheLineThatWasChanged() throws Exception {
    for (var at : List.of(0, 99, 100, 255, 256, 289)) {
      rewrite(rehashed(sample.lines(), at));
      assertThat(sentence())
          .startsWith("FAIL at line " + (at + 1) + ": it is not the line that the checkpoint");
    }
    rewrite(rehashed(sample.lines(), 295));
    assertThat(sentence()).isEqualTo("VALID, sealed 290, unsealed 10");
  }

  @Test
  void aChangeThatIsMendedForAWhileIsFoundWhereItBegins() throws Exception {
    var mended = rehashed(sample.lines(), 20).subList(0, 60);
    var lines = new ArrayList<>(mended);
    lines.addAll(sample.lines().subList(60, 300));
    rewrite(lines);
    assertThat(sentence()).startsWith("FAIL at line 21: ");
  }

  @Test
  void withoutTilesTheEarlierCheckpointsSayBetweenWhichLines() throws Exception {
    rewrite(rehashed(sample.lines(), 150));
    try (var files = Files.walk(sample.seals.folder().resolve("tile"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
      }
    }
    assertThat(sentence()).startsWith("FAIL at line 101: ").contains("up to line 290");
    rewrite(sample.lines());
    assertThat(sentence()).isEqualTo("VALID, sealed 290, unsealed 10");
  }

  @Test
  void aSealThatAnotherSignedIsNone() throws Exception {
    var other = new SealedSample(folder);
    other.with(sample.lines()).seal(290);
    assertThat(sentence()).startsWith("FAIL at the seal: ");
    // With his own key beside the log everything agrees: hence the pin.
    assertThat(LogVerifier.verify(sample.log)).isEqualTo(new Verdict.Valid(290, 10));
  }

  @Test
  void everyByteOfTheCheckpointCounts() throws Exception {
    var random = new Random(3);
    for (var file : List.of(sample.seals.checkpoint(), sample.seals.checkpoint(290))) {
      var bytes = Files.readAllBytes(file);
      for (var at = 0; at < bytes.length; at += 3) {
        var changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(sample.seals.checkpoint(), changed);
        Files.write(sample.seals.checkpoint(290), changed);
        assertThat(sample.verify().verdict().isValid()).as("byte " + at).isFalse();
      }
      Files.write(sample.seals.checkpoint(), bytes);
      Files.write(sample.seals.checkpoint(290), bytes);
    }
    assertThat(sentence()).startsWith("VALID");
  }

  @Test
  void aCheckpointThatWasPutBackDoesNotHideALaterOne() throws Exception {
    Files.copy(
        sample.seals.checkpoint(100),
        sample.seals.checkpoint(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    rewrite(sample.lines().subList(0, 150));
    assertThat(sentence()).isEqualTo("TRUNCATED: 290 signed, 150 present");
  }

  @Test
  void aPinnedKeyWantsACheckpoint() throws Exception {
    try (var files = Files.walk(sample.seals.folder())) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertThat(sentence()).startsWith("FAIL at the seal: there is no checkpoint");
    assertThat(LogVerifier.verify(sample.log).sentence()).isEqualTo("VALID, unsealed 300");
  }

  @Test
  void aLogThatDoesNotGoOnFromAnEarlierCheckpointIsAFork() throws Exception {
    var earlier = Files.readAllBytes(sample.seals.checkpoint(100));
    var request = Request.of(sample.log).pinning(sample.key.verifier()).since(earlier);
    assertThat(LogVerifier.verify(request).verdict()).isEqualTo(new Verdict.Valid(290, 10));
    // The owner of the key writes history anew.
    var anew = rehashed(sample.lines(), 50);
    sample.lines().clear();
    sample.with(anew).seal(290);
    assertThat(sentence()).startsWith("VALID, sealed 290");
    assertThat(LogVerifier.verify(request).verdict())
        .isInstanceOfSatisfying(
            Verdict.Fork.class, f -> assertThat(f.sentence()).startsWith("FORK: its first 100"));
    Files.writeString(sample.log, SampleLog.text(sample.lines().subList(0, 90)));
    assertThat(LogVerifier.verify(request.since(new byte[3])).verdict().isValid()).isFalse();
  }

  @Test
  void thisMachineRemembersWhatItVerified() throws Exception {
    var request = Request.of(sample.log).remembering(seen);
    assertThat(LogVerifier.verify(request).verdict()).isEqualTo(new Verdict.Valid(290, 10));
    assertThat(LogVerifier.verify(request).sentence())
        .isEqualTo("VALID, sealed 290, unsealed 10; by the key that this machine has seen before");
    var first = sample.lines().subList(0, 280);
    var anew = new SealedSample(folder);
    anew.with(rehashed(first, 50)).seal(280, List.of(sample.key), List.of(sample.key));
    Files.deleteIfExists(sample.seals.checkpoint(290));
    assertThat(LogVerifier.verify(request).sentence())
        .isEqualTo("TRUNCATED: 290 signed, 280 present");
    anew.with(SampleLog.lines(300, 2).subList(0, 0));
    var longer = rehashed(sample.lines(), 50);
    anew.lines().clear();
    anew.with(longer).seal(300, List.of(sample.key), List.of(sample.key));
    assertThat(LogVerifier.verify(request).verdict()).isInstanceOf(Verdict.Fork.class);
    assertThat(LogVerifier.verify(request.resuming(seen)).verdict())
        .isInstanceOf(Verdict.Fork.class);
    Files.delete(sample.seals.checkpoint());
    for (var size : sample.seals.sizes()) {
      Files.delete(sample.seals.checkpoint(size));
    }
    assertThat(LogVerifier.verify(request).sentence())
        .startsWith("FAIL at the seal: it was sealed when this machine verified it");
  }

  @Test
  void openedAgainOnlyWhatCameAfterTheLastCheckpointIsRead() throws Exception {
    var request = Request.of(sample.log).resuming(seen);
    assertThat(LogVerifier.verify(request).trusted()).isZero();
    var all = SampleLog.lines(700, 1);
    sample.with(all.subList(300, 700)).seal(600);
    var again = LogVerifier.verify(request);
    assertThat(again.verdict()).isEqualTo(new Verdict.Valid(600, 100));
    assertThat(again.trusted()).isEqualTo(290);
    assertThat(again.sentence()).contains("lines 1 to 290 were verified here before");
    assertThat(LogVerifier.verify(request).trusted()).isEqualTo(600);
    var changed = new ArrayList<>(sample.lines());
    changed.set(650, changed.get(650).replace("because", "becauze"));
    rewrite(changed);
    assertThat(LogVerifier.verify(request).verdict().sentence()).startsWith("FAIL at line 651: ");
    rewrite(sample.lines().subList(0, 599));
    assertThat(LogVerifier.verify(request).verdict().sentence())
        .isEqualTo("TRUNCATED: 600 signed, 599 present");
    // The last line before is read and held against the tree.
    changed = new ArrayList<>(sample.lines());
    changed.set(599, changed.get(599).replace("because", "becauze"));
    rewrite(changed);
    assertThat(LogVerifier.verify(request).verdict().sentence()).startsWith("FAIL at line 600: ");
  }

  @Test
  void keysAreHandedOverByTheOldOnesAlone() throws Exception {
    var next = NoteKey.generate(SealedSample.ORIGIN, SignatureType.ED25519);
    var thief = NoteKey.generate(SealedSample.ORIGIN, SignatureType.ED25519);
    var all = List.of(sample.key, next, thief);
    var post = NoteKey.generate(SealedSample.ORIGIN, SignatureType.ML_DSA_44);
    var fields = new LinkedHashMap<String, Value>();
    fields.put("event_type", Value.of("key_rotation"));
    fields.put(
        "context",
        Value.EMPTY.with(
            "keys", Value.texts(List.of(next.verifier().vkey(), post.verifier().vkey()))));
    sample.with(List.of(SampleLog.line(fields, SampleLog.hashOf(sample.lines().getLast()))));
    var keys = new ArrayList<>(all);
    keys.add(post);
    sample.seal(301, List.of(sample.key, next, post), keys);
    assertThat(sentence()).isEqualTo("VALID, sealed 301");
    var tail = new LinkedHashMap<String, Value>();
    tail.put("reason", Value.of("later"));
    sample.with(List.of(SampleLog.line(tail, SampleLog.hashOf(sample.lines().getLast()))));
    sample.seal(302, List.of(next, post), keys);
    assertThat(sentence()).isEqualTo("VALID, sealed 302");
    assertThat(LogVerifier.verify(Request.of(sample.log).pinning(next.verifier())).verdict())
        .isEqualTo(new Verdict.Valid(302, 0));
    // A key that no entry announces, though its owner adds his line to every note.
    sample.write(
        sample.checkpoint(301).sign(List.of(sample.key, next, post, thief), Instant.EPOCH));
    sample.write(sample.checkpoint(302).sign(List.of(thief), Instant.EPOCH));
    assertThat(sentence()).startsWith("FAIL at the seal: the checkpoint of 302 lines: no key");
    // An announcement that the old key did not sign.
    sample.write(sample.checkpoint(301).sign(List.of(next, post, thief), Instant.EPOCH));
    sample.write(sample.checkpoint(302).sign(List.of(next), Instant.EPOCH));
    assertThat(sentence()).startsWith("FAIL at the seal: the checkpoint of 302 lines: no key");
  }

  @Test
  void nothingInTheFolderOfSealsMakesItThrow() throws Exception {
    var random = new Random(9);
    List<Path> files;
    try (var walk = Files.walk(sample.seals.folder())) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (var round = 0; round < ROUNDS; round++) {
      var file = files.get(random.nextInt(files.size()));
      var good = Files.readAllBytes(file);
      var bad = random.nextBoolean() ? new byte[random.nextInt(400)] : good.clone();
      for (var i = 0; i < 3 && bad.length > 0; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      rewrite(round % 2 == 0 ? sample.lines() : rehashed(sample.lines(), round % 290));
      assertThat(sentence()).isNotEmpty();
      assertThat(round % 2 == 0 || !sample.verify().verdict().isValid()).isTrue();
      Files.write(file, good);
    }
  }
}
