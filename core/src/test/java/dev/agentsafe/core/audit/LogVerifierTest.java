package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Python;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tampering: every kind of edit is found and the first bad line named. */
final class LogVerifierTest {
  private static final int LINES = 30;

  @TempDir Path folder;

  private final List<String> lines = SampleLog.lines(LINES, 1);

  private Verdict verdict(byte[] bytes) throws IOException {
    var log = Files.write(folder.resolve("log.jsonl"), bytes);
    var found = LogVerifier.inspect(log);
    // How the file is cut into parts must not matter, and the plain reading must agree.
    assertThat(LogVerifier.inspect(log, 64 + bytes.length % 2000)).isEqualTo(found);
    assertThat(plainly(bytes)).isEqualTo(found.verdict());
    return found.verdict();
  }

  private Verdict verdict(List<String> changed) throws IOException {
    return verdict(SampleLog.text(changed).getBytes(StandardCharsets.US_ASCII));
  }

  /** Line by line, each read, written again and compared. */
  private static Verdict plainly(byte[] bytes) throws IOException {
    var stream = new LineStream(new ByteArrayInputStream(bytes));
    var prev = LineCheck.GENESIS;
    var number = 0L;
    for (var line = stream.next(); line.isPresent(); line = stream.next()) {
      number++;
      switch (LineCheck.check(line.get(), stream.terminated(), prev)) {
        case LineCheck.Result.Good(var hash) -> prev = hash;
        case LineCheck.Result.Bad(var kind, var why) -> {
          return new Verdict.Failed(number, kind, why);
        }
      }
    }
    return new Verdict.Valid(0, number);
  }

  private static void assertFailsAt(long line, Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Failed.class, failed -> assertThat(failed.line()).isEqualTo(line));
    assertThat(verdict.sentence()).startsWith("FAIL at line " + line + ": ");
  }

  @Test
  void anUntouchedLogIsValidAndUnsealed() throws Exception {
    assertThat(verdict(lines).sentence()).isEqualTo("VALID, unsealed " + LINES);
    assertThat(verdict(List.of()).sentence()).isEqualTo("VALID, unsealed 0");
  }

  @Test
  void everyEditedByteIsFoundInItsLine() throws Exception {
    var whole = SampleLog.text(lines).getBytes(StandardCharsets.US_ASCII);
    var random = new Random(2);
    for (var i = 0; i < 1200; i++) {
      var at = random.nextInt(whole.length);
      var edited = whole.clone();
      edited[at] =
          switch (i % 3) {
            case 0 -> (byte) (edited[at] ^ 1 << random.nextInt(8));
            case 1 -> (byte) random.nextInt(256);
            default -> (byte) " \n\r\"\\{}[],:019-.eEaAfNI\t".charAt(random.nextInt(24));
          };
      if (edited[at] != whole[at]) {
        assertFailsAt(lineOf(whole, at), verdict(edited));
      }
    }
  }

  @Test
  void everyInsertedOrRemovedByteIsFoundInItsLine() throws Exception {
    var whole = SampleLog.text(lines).getBytes(StandardCharsets.US_ASCII);
    var random = new Random(3);
    for (var i = 0; i < 300; i++) {
      var at = random.nextInt(whole.length);
      var removed = new byte[whole.length - 1];
      System.arraycopy(whole, 0, removed, 0, at);
      System.arraycopy(whole, at + 1, removed, at, removed.length - at);
      assertFailsAt(lineOf(whole, at), verdict(removed));
      var inserted = new byte[whole.length + 1];
      System.arraycopy(whole, 0, inserted, 0, at);
      inserted[at] = (byte) " \n\r0,x".charAt(random.nextInt(6));
      System.arraycopy(whole, at, inserted, at + 1, whole.length - at);
      var blankLineBehind = inserted[at] == '\n' && whole[at] == '\n';
      assertFailsAt(lineOf(whole, at) + (blankLineBehind ? 1 : 0), verdict(inserted));
    }
  }

  @Test
  void aCutInsideALineIsFoundAndOneAtItsBorderOnlyACheckpointShows() throws Exception {
    var whole = SampleLog.text(lines).getBytes(StandardCharsets.US_ASCII);
    for (var length = 0; length < whole.length; length += 23) {
      var cut = Arrays.copyOf(whole, length);
      if (length == 0 || whole[length - 1] == '\n') {
        assertThat(verdict(cut).isValid()).isTrue();
      } else {
        assertFailsAt(lineOf(whole, length - 1), verdict(cut));
      }
    }
    assertThat(verdict(lines.subList(0, 10)).sentence()).isEqualTo("VALID, unsealed 10");
  }

  @Test
  void swappedRemovedAndRepeatedLinesAreFound() throws Exception {
    for (var i = 0; i < LINES; i++) {
      for (var j = i + 1; j < LINES; j += 5) {
        var swapped = new ArrayList<>(lines);
        Collections.swap(swapped, i, j);
        assertFailsAt(i + 1, verdict(swapped));
      }
      var repeated = new ArrayList<>(lines);
      repeated.add(i, lines.get(i));
      assertFailsAt(i + 2, verdict(repeated));
      if (i < LINES - 1) {
        var removed = new ArrayList<>(lines);
        removed.remove(i);
        assertFailsAt(i + 1, verdict(removed));
      }
    }
  }

  @Test
  void anEditedLineWithItsHashMendedBreaksTheChainBehindIt() throws Exception {
    for (var i = 0; i < LINES - 1; i++) {
      assertFailsAt(i + 2, verdict(rewritten(i, false)));
    }
  }

  @Test
  void aLogWrittenAnewOnlyACheckpointShows() throws Exception {
    assertThat(verdict(rewritten(5, true)).isValid()).isTrue();
  }

  /** Another reason at that line, with its hash mended, and those behind it if so asked. */
  private List<String> rewritten(int at, boolean all) {
    var changed = new ArrayList<>(lines.subList(0, at));
    for (var i = at; i < LINES; i++) {
      if (i > at && !all) {
        changed.add(lines.get(i));
        continue;
      }
      var entry =
          LogReader.entry(i, lines.get(i).getBytes(StandardCharsets.US_ASCII)).orElseThrow();
      var fields = new LinkedHashMap<>(entry.line().values());
      fields.put("reason", Value.of(i == at ? "another" : "because"));
      changed.add(
          SampleLog.line(
              fields, i == 0 ? LineCheck.GENESIS : SampleLog.hashOf(changed.get(i - 1))));
    }
    return changed;
  }

  @Test
  void noBytesWhateverMakeItThrow() throws Exception {
    var random = new Random(4);
    for (var i = 0; i < 500; i++) {
      var bytes = new byte[random.nextInt(3000)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        for (var k = 0; k < bytes.length; k++) {
          bytes[k] = (byte) "{}[]\",: \n\\u0019aetrufalsn-.E".charAt(bytes[k] & 0xf);
        }
      }
      if (bytes.length > 0) {
        assertThat(verdict(bytes).isValid()).isFalse();
      }
    }
    assertThat(verdict("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII)).isValid())
        .isFalse();
    assertThat(LogVerifier.verify(folder)).isInstanceOf(Verdict.Unreadable.class);
    assertThat(LogVerifier.verify(folder.resolve("absent"))).isInstanceOf(Verdict.Unreadable.class);
  }

  @Test
  void linesOfAnyLengthMayStandAcrossParts() throws Exception {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("a", Value.of("x".repeat(700_000)));
    var first = SampleLog.line(fields, LineCheck.GENESIS);
    fields.put("a", Value.of("short"));
    var second = SampleLog.line(fields, SampleLog.hashOf(first));
    assertThat(verdict(List.of(first, second)).sentence()).isEqualTo("VALID, unsealed 2");
  }

  @Test
  void pythonComesToTheSameJudgementOfChangedLogs() throws Exception {
    var whole = SampleLog.text(lines.subList(0, 8)).getBytes(StandardCharsets.US_ASCII);
    var random = new Random(5);
    var ours = new ArrayList<String>();
    var files = folder.resolve("changed");
    Files.createDirectory(files);
    for (var i = 0; i < 400; i++) {
      var edited = whole.clone();
      for (var edits = random.nextInt(3); edits > 0; edits--) {
        edited[random.nextInt(whole.length)] = (byte) " \n\r\"\\}0eE~".charAt(random.nextInt(10));
      }
      var verdict = LogVerifier.verify(Files.write(files.resolve("%03d".formatted(i)), edited));
      ours.add(
          switch (verdict) {
            case Verdict.Valid(_, var n) -> "valid " + n;
            case Verdict.Failed failed -> "line " + failed.line();
            case Verdict.Truncated _, Verdict.Fork _, Verdict.BadSeal _, Verdict.Unreadable _ ->
                verdict.sentence();
          });
    }
    assertThat(
            Python.run(
                folder,
                """
                import hashlib, json, os, sys
                def judge(data):
                    prev, n = '0' * 64, 0
                    while data:
                        n += 1
                        line, lf, data = data.partition(b'\\n')
                        try:
                            e = json.loads(line)
                            text = json.dumps(e, sort_keys=True).encode()
                            stored = e.pop('entry_hash')
                            good = e['prev_hash'] == prev and text == line and lf and stored == \\
                                hashlib.sha256(json.dumps(e, sort_keys=True).encode()).hexdigest()
                        except Exception:
                            good = False
                        if not good:
                            return 'line %d' % n
                        prev = stored
                    return 'valid %d' % n
                for name in sorted(os.listdir(sys.argv[1])):
                    print(judge(open(os.path.join(sys.argv[1], name), 'rb').read()))
                """,
                files.toString()))
        .isEqualTo(ours);
  }

  private static int lineOf(byte[] bytes, int at) {
    var line = 1;
    for (var i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
