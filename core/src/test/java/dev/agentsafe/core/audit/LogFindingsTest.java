package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.audit.LogVerifier.Request;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What speaks against a log whose lines and checkpoints are as they were. */
final class LogFindingsTest {
  @TempDir Path folder;
  private SealedSample sample;
  private SeenCheckpoints seen;

  @BeforeEach
  void seal() throws IOException {
    sample = new SealedSample(folder).with(SampleLog.lines(30, 1)).seal(25);
    seen = new SeenCheckpoints(folder.resolve("seen"));
  }

  private Verification verify() {
    return LogVerifier.verify(Request.of(sample.log).remembering(seen));
  }

  private Path memory() throws IOException {
    try (var files = Files.list(seen.folder())) {
      return files.toList().getFirst();
    }
  }

  private static String hex(byte[] content) {
    return HexFormat.of().formatHex(CanonicalJson.sha256().digest(content));
  }

  private Path blob(byte[] content) throws IOException {
    var file = folder.resolve("blobs").resolve("sha256").resolve(hex(content));
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static Value reference(byte[] content) {
    return Value.EMPTY
        .with("blob", Value.of("sha256:" + hex(content)))
        .with("bytes", Value.of(content.length));
  }

  /** Appends a line whose context has a member of that name, for those bytes. */
  private void name(String member, byte[] content) throws IOException {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("context", Value.EMPTY.with(member, reference(content)));
    sample.with(List.of(SampleLog.line(fields, SampleLog.hashOf(sample.lines().getLast()))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aMemoryThatCannotBeReadIsToldAndKept() throws Exception {
    assertThat(verify().isValid()).isTrue();
    for (var bad : List.of("", "nonsense", Files.readString(memory()).replace("key ", "key x"))) {
      Files.writeString(memory(), bad);
      var found = verify();
      assertThat(found.verdict()).isEqualTo(new Verdict.Valid(25, 5));
      assertThat(found.findings()).containsExactly(new Finding.UnreadableMemory(memory()));
      assertThat(found.isValid()).isFalse();
      assertThat(found.sentence())
          .startsWith("VALID, sealed 25, unsealed 5;")
          .contains("; BUT what this machine remembers of earlier verifications, `" + memory())
          .endsWith("restore the file, or delete it to begin anew");
      assertThat(Files.readString(memory())).isEqualTo(bad);
    }
    Files.delete(memory());
    assertThat(verify().isValid()).isTrue();
    assertThat(Files.readString(memory())).startsWith("log ");
  }

  @Test
  void aMemoryOfAnotherLogUnderTheNameOfThisOneIsNoMemory() throws Exception {
    verify();
    Files.writeString(
        memory(),
        Files.readString(memory()).replace("\n\nexample.com/log\n", "\n\nexample.com/b\n"));
    assertThat(verify().findings()).containsExactly(new Finding.UnreadableMemory(memory()));
  }

  @Test
  void otherLinesOfTheSameNumberAreNotWrittenOverWhatIsRemembered() throws Exception {
    verify();
    var remembered = Files.readString(memory());
    var other =
        new SealedSample(Files.createDirectory(folder.resolve("other")))
            .with(SampleLog.lines(25, 2));
    var forked =
        new SeenCheckpoints.Seen(other.checkpoint(25), sample.key.verifier(), sample.log, 1);
    assertThatThrownBy(() -> seen.remember(forked))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tells of 25 other lines of a log with this name");
    assertThat(Files.readString(memory())).isEqualTo(remembered);
  }

  @Test
  void whatCannotBeRememberedIsToldAndTheVerdictStays() throws Exception {
    var plain = verify();
    assertThat(plain.forgotten()).isEmpty();
    // As where the state folder is on a disk that is not there.
    seen = new SeenCheckpoints(folder.resolve("nowhere"));
    Files.createSymbolicLink(seen.folder(), folder.resolve("absent"));
    var found = verify();
    assertThat(found.verdict()).isEqualTo(new Verdict.Valid(25, 5));
    assertThat(found.isValid()).isTrue();
    assertThat(found.sentence())
        .startsWith("VALID, sealed 25, unsealed 5;")
        .endsWith(
            "; this machine could not remember it: `%s` is in the way".formatted(seen.folder()));
    Files.delete(seen.folder());
    assertThat(verify().sentence()).isEqualTo(plain.sentence());
  }

  @Test
  void verificationsOfOneLogAtOnceDoNotGetInEachOthersWay() throws Exception {
    verify();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var running = new ArrayList<Future<?>>();
      for (var i = 0; i < 4; i++) {
        var place = folder.resolve("copy" + i).resolve("audit.jsonl");
        running.add(
            threads.submit(() -> {
              for (var turn = 0; turn < 50; turn++) {
                seen.remember(
                    new SeenCheckpoints.Seen(
                        sample.checkpoint(25), sample.key.verifier(), place, turn));
              }
              return null;
            }));
      }
      for (var one : running) {
        one.get();
      }
    }
    try (var files = Files.list(seen.folder())) {
      assertThat(files).hasSize(1);
    }
    assertThat(verify().isValid()).isTrue();
  }

  @Test
  void withoutItsCheckpointsALogIsHeldToAMemoryThatCannotBeReadEither() throws Exception {
    verify();
    Files.writeString(memory(), "nonsense");
    try (var files = Files.walk(sample.seals.folder())) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    var found = verify();
    assertThat(found.verdict()).isEqualTo(new Verdict.Valid(0, 30));
    assertThat(found.findings()).containsExactly(new Finding.UnreadableMemory(memory()));
  }

  @Test
  void aBlobThatIsMissingOrAlteredIsToldWithTheEntryThatNamesIt() throws Exception {
    var kept = bytes("\"kept\"");
    var gone = bytes("\"gone\"");
    var edited = bytes("\"edited\"");
    var longer = bytes("\"longer\"");
    name("state", kept);
    name("state", gone);
    name("output", edited);
    // A name with an escape is judged the plain way.
    name("st\u00e4te", longer);
    name("state", kept);
    for (var content : List.of(kept, gone, edited, longer)) {
      blob(content);
    }
    assertThat(verify().findings()).isEmpty();
    Files.delete(blob(gone));
    Files.write(blob(edited), bytes("\"EDITED\""));
    Files.write(blob(longer), bytes("\"longer\" "));
    var found = verify();
    assertThat(found.verdict()).isEqualTo(new Verdict.Valid(25, 10));
    assertThat(found.findings())
        .containsExactly(
            new Finding.LostBlob(31, "sha256:" + hex(gone), false),
            new Finding.LostBlob(32, "sha256:" + hex(edited), true),
            new Finding.LostBlob(33, "sha256:" + hex(longer), true));
    assertThat(found.isValid()).isFalse();
    assertThat(found.sentence())
        .contains("BUT entry 31 names the blob `sha256:" + hex(gone) + "`, which is missing");
    assertThat(LogVerifier.verify(Request.of(sample.log).withoutBlobs()).findings()).isEmpty();
  }

  /** Appends a line that names the whole object of a run, before and after it. */
  private void nameObjects(byte[] before, byte[] after) throws IOException {
    var fields = new LinkedHashMap<String, Value>();
    fields.put(
        "context",
        Value.EMPTY.with(
            "objects",
            Value.EMPTY.with("before", reference(before)).with("after", reference(after))));
    sample.with(List.of(SampleLog.line(fields, SampleLog.hashOf(sample.lines().getLast()))));
  }

  @Test
  void aWholeObjectThatIsMissingOrAlteredIsToldAsAnyBlobIs() throws Exception {
    var before = bytes("{\"replicas\": 2}");
    var after = bytes("{\"replicas\": 5}");
    blob(before);
    blob(after);
    nameObjects(before, after);
    assertThat(verify().isValid()).isTrue();

    Files.write(blob(after), bytes("{\"replicas\": 2}"));
    assertThat(verify().findings())
        .containsExactly(new Finding.LostBlob(30, "sha256:" + hex(after), true));
    Files.delete(blob(before));
    blob(after);
    var found = verify();
    assertThat(found.findings())
        .containsExactly(new Finding.LostBlob(30, "sha256:" + hex(before), false));
    assertThat(found.verdict()).isEqualTo(new Verdict.Valid(25, 6));
    assertThat(found.isValid()).isFalse();
    assertThat(LogVerifier.verify(Request.of(sample.log).withoutBlobs()).isValid()).isTrue();
  }

  @Test
  void whatOnlyLooksLikeABlobIsNone() throws Exception {
    var fields = new LinkedHashMap<String, Value>();
    var reference = (Value.Fields) reference(bytes("x"));
    fields.put(
        "context",
        Value.EMPTY
            .with("a", reference.with("more", Value.of(1)))
            .with("b", Value.EMPTY.with("blob", Value.of("sha256:00")).with("bytes", Value.of(1))));
    fields.put("params", Value.EMPTY.with("c", reference));
    sample.with(List.of(SampleLog.line(fields, SampleLog.hashOf(sample.lines().getLast()))));
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void ofManyLostBlobsTheFirstAreToldAndTheOthersCounted() throws Exception {
    for (var i = 0; i < 130; i++) {
      name("state", bytes("\"" + i + "\""));
    }
    var found = verify();
    assertThat(found.findings()).hasSize(101).last().isEqualTo(new Finding.MoreBlobs(30));
    assertThat(found.sentence()).endsWith("; and 98 findings more");
    // What was not found well is looked at again.
    assertThat(LogVerifier.verify(Request.of(sample.log).resuming(seen)).trusted()).isZero();
  }
}
