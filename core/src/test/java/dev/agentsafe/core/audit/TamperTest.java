package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tampering with a sealed log: every edit is found and the first bad line named.
 *
 * <p>Edits, truncations and swaps are all judged behind lines that are as they were, which costs a
 * line or two each; some of them also by the verifier of the whole log. Whatever else is done is
 * judged by the verifier, all of it with {@code -Pdeep}, samples otherwise.
 */
final class TamperTest {
  private static final boolean DEEP = Boolean.getBoolean("deep");
  private static final int LINES = DEEP ? 1000 : 200;

  /** Of so many edits one is judged by the verifier of the whole log. */
  private static final int WHOLE = 200;

  @TempDir Path folder;
  private SealedSample sample;
  private byte[] whole = new byte[0];

  /** Where each line begins, and where the last one ends. */
  private int[] begins = new int[0];

  private final Segment segment = new Segment();

  @BeforeEach
  void seal() throws IOException {
    sample = new SealedSample(folder).with(lines()).seal(LINES);
    whole = Files.readAllBytes(sample.log);
    begins =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, whole.length).filter(i -> whole[i] == '\n').map(i -> i + 1))
            .toArray();
    assertThat(sample.verify().verdict()).isEqualTo(new Verdict.Valid(LINES, 0));
  }

  /** Short lines, so that all of their bytes can be tried. */
  private static List<String> lines() {
    var lines = new ArrayList<String>();
    var random = new Random(17);
    for (var i = 0; i < LINES; i++) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put("n", Value.of(random.nextInt(1_000_000)));
      fields.put("t", Value.of(i % 7 == 0 ? "\u00e9\n\"" : "x"));
      lines.add(
          SampleLog.line(fields, i == 0 ? LineCheck.GENESIS : SampleLog.hashOf(lines.getLast())));
    }
    return lines;
  }

  private Verdict verdict(byte[] bytes) throws IOException {
    Files.write(sample.log, bytes);
    return sample.verify().verdict();
  }

  private void assertFailsAt(int line, byte[] bytes) throws IOException {
    assertThat(verdict(bytes))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, failed -> assertThat(failed.line()).isEqualTo(line));
  }

  private static byte[] text(List<String> lines) {
    return SampleLog.text(lines).getBytes(StandardCharsets.US_ASCII);
  }

  /** All numbers below that one, or a sample of them. */
  private static IntStream some(int below, int sampled, long seed) {
    return DEEP
        ? IntStream.range(0, below)
        : new Random(seed).ints(sampled, 0, below).sorted().distinct();
  }

  /** How many lines are good of some that stand behind the first so many of the log. */
  private long good(byte[] lines, int behind) {
    var result =
        segment.check(Arrays.copyOf(lines, lines.length + LineScanner.SLACK), 0, lines.length);
    var before = behind == 0 ? LineCheck.GENESIS : SampleLog.hashOf(sample.lines().get(behind - 1));
    return result.supposed().equals(before) ? result.lines() : 0;
  }

  private byte[] line(int number) {
    return Arrays.copyOfRange(whole, begins[number], begins[number + 1]);
  }

  @Test
  void everyEditedByteIsFoundInItsLine() throws Exception {
    var random = new Random(1);
    var edits = 0;
    for (var number = 0; number < LINES; number++) {
      var window = Arrays.copyOfRange(whole, begins[number], begins[Math.min(number + 2, LINES)]);
      assertThat(good(window, number)).isEqualTo(Math.min(2, LINES - number));
      for (var at = begins[number]; at < begins[number + 1]; at++) {
        for (var edit = 0; edit < 3; edit++) {
          var other = edited(whole[at], edit, random);
          window[at - begins[number]] = other;
          if (other != whole[at]) {
            assertThat(good(window, number)).as("byte %d: %d", at, other).isZero();
            if (++edits % WHOLE == 0 || at == whole.length - 1) {
              var all = whole.clone();
              all[at] = other;
              assertFailsAt(number + 1, all);
            }
          }
        }
        window[at - begins[number]] = whole[at];
      }
    }
    assertThat(edits).isGreaterThan(LINES * 500);
  }

  private static byte edited(byte good, int edit, Random random) {
    return switch (edit) {
      case 0 -> (byte) (good ^ 1 << random.nextInt(8));
      case 1 -> (byte) (good + 1 + random.nextInt(255));
      default -> (byte) " \n\r\"\\{}[],:09x".charAt(random.nextInt(14));
    };
  }

  @Test
  void everyTruncationIsFound() throws Exception {
    try (var file = FileChannel.open(sample.log, StandardOpenOption.WRITE)) {
      for (var length = whole.length - 1; length >= 0; length--) {
        var number = lineOf(length) - 1;
        var rest = Arrays.copyOfRange(whole, begins[number], length);
        // What is left of the line is neither good nor taken for an edit.
        var hash =
            number == 0 ? LineCheck.GENESIS : SampleLog.hashOf(sample.lines().get(number - 1));
        if (rest.length > 0) {
          assertThat(good(rest, number)).as("length %d", length).isZero();
          assertThat(BadLine.of(rest, false, new PartJoin.Start(number, begins[number], hash)))
              .as("length %d", length)
              .hasValueSatisfying(bad -> assertThat(bad.cutOff()).isTrue());
        }
        if (length % WHOLE == 0 || rest.length == 0) {
          file.truncate(length);
          assertThat(sample.verify().verdict()).isEqualTo(new Verdict.Truncated(LINES, number));
        }
      }
    }
  }

  @Test
  void everySwapIsFound() throws Exception {
    var swaps = 0;
    for (var first = 0; first < LINES; first++) {
      for (var second = first + 1; second < LINES; second++) {
        assertThat(good(line(second), first)).as("%d and %d", first, second).isZero();
        if (++swaps % WHOLE == 0) {
          var swapped = new ArrayList<>(sample.lines());
          Collections.swap(swapped, first, second);
          assertFailsAt(first + 1, text(swapped));
        }
      }
    }
    assertThat(swaps).isEqualTo(LINES * (LINES - 1) / 2);
  }

  @Test
  void everyRemovedAndEveryRepeatedLineIsFound() throws Exception {
    for (var at : some(LINES, 40, 5).toArray()) {
      var removed = new ArrayList<>(sample.lines());
      removed.remove(at);
      if (at < LINES - 1) {
        assertFailsAt(at + 1, text(removed));
      } else {
        assertThat(verdict(text(removed))).isEqualTo(new Verdict.Truncated(LINES, LINES - 1));
      }
      var repeated = new ArrayList<>(sample.lines());
      repeated.add(at, sample.lines().get(at));
      assertFailsAt(at + 2, text(repeated));
    }
  }

  @Test
  void everyRehashIsFoundWhereItBegins() throws Exception {
    for (var at : some(LINES, 30, 6).toArray()) {
      var changed = new ArrayList<>(sample.lines().subList(0, at));
      for (var i = at; i < LINES; i++) {
        var bytes = sample.lines().get(i).getBytes(StandardCharsets.US_ASCII);
        var fields = new LinkedHashMap<>(LogReader.entry(i, bytes).orElseThrow().line().values());
        if (i == at) {
          fields.put("t", Value.of("tampered"));
        }
        changed.add(
            SampleLog.line(
                fields, i == 0 ? LineCheck.GENESIS : SampleLog.hashOf(changed.get(i - 1))));
      }
      assertFailsAt(at + 1, text(changed));
    }
  }

  @Test
  void whatIsAppendedWithoutTheChainIsFound() throws Exception {
    var random = new Random(8);
    for (var i = 0; i < 100; i++) {
      var junk = new byte[1 + random.nextInt(90)];
      random.nextBytes(junk);
      var out = new ByteArrayOutputStream();
      out.writeBytes(whole);
      out.writeBytes(i % 2 == 0 ? junk : "{\"n\": 1}\n".getBytes(StandardCharsets.US_ASCII));
      assertFailsAt(LINES + 1, out.toByteArray());
    }
  }

  /** The number of the line that the byte at that place belongs to. */
  private int lineOf(int at) {
    var found = Arrays.binarySearch(begins, at);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
