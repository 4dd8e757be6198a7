package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Verification beside nothing but SHA-256 of each line, of a log of 100,000 lines. */
@State(Scope.Benchmark)
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifyBenchmark {
  private static final int LINES = 100_000;

  private Path log = Path.of("");
  private byte[] bytes = new byte[0];

  /** Writes the log. */
  @Setup
  public void write() throws IOException {
    log = Files.createTempFile("bench", ".jsonl");
    var text = new StringBuilder();
    var prev = LineCheck.GENESIS;
    for (var i = 0; i < LINES; i++) {
      var fields = new LinkedHashMap<String, Value>();
      for (var name :
          new String[] {
            "action", "caller", "correlation_id", "decision", "effective_risk", "event_id",
            "event_type", "policy_matched", "reason", "risk_class", "target", "timestamp"
          }) {
        fields.put(name, Value.of(name + "-of-the-entry-" + i));
      }
      fields.put("seq", Value.of(i));
      fields.put(
          "params", new Value.Fields(new LinkedHashMap<>(fields)).with("ms", Value.of(12.5)));
      fields.put("prev_hash", Value.of(prev));
      prev = CanonicalJson.sha256(new Value.Fields(fields));
      fields.put("entry_hash", Value.of(prev));
      text.append(CanonicalJson.text(new Value.Fields(fields))).append('\n');
    }
    bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    Files.write(log, bytes);
  }

  /** Deletes the log. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(log);
  }

  /** All there is to verify. */
  @Benchmark
  public Verdict verify() {
    return LogVerifier.verify(log);
  }

  /** SHA-256 of each line, from memory, on one thread: a limit. */
  @Benchmark
  public byte[] sha256OfLines() {
    var sha256 = CanonicalJson.sha256();
    var last = new byte[0];
    var from = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        sha256.update(bytes, from, i - from);
        last = sha256.digest();
        from = i + 1;
      }
    }
    return last;
  }
}
