package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Durable appends beside the least that they can cost, on the same disk in the same run. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // the harness opens before it measures
public class AppendBenchmark {
  private static final int CALLERS = 64;
  private static final int EACH = 200;

  /** Appends in one call of a benchmark with many callers. */
  static final int APPENDS = CALLERS * EACH;

  private Path folder = Path.of("");
  private FileJournal journal;
  private GroupCommitProbe probe;
  private FileChannel single;
  private byte[] line = new byte[0];
  private EntryDraft draft;

  /** Opens everything on the disk of the build folder, not on one that is memory. */
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench-");
    journal =
        FileJournal.open(
            folder.resolve("audit.jsonl"),
            new FileJournal.Config(Clock.systemUTC())
                .sealed(Sealing.usual(folder.resolve("keys"))));
    probe = new GroupCommitProbe(folder.resolve("probe"));
    single =
        FileChannel.open(
            folder.resolve("single"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    draft = draft();
    journal.append(draft);
    line = Files.readAllBytes(folder.resolve("audit.jsonl"));
  }

  /** Closes and deletes it. */
  @TearDown
  public void close() throws IOException {
    journal.close();
    probe.close();
    single.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static EntryDraft draft() {
    var params = new LinkedHashMap<String, Value>();
    params.put("namespace", Value.of("shop"));
    params.put("deployment", Value.of("web"));
    params.put("replicas", Value.of(5));
    return new EntryDraft(
        "evt-0123456789ab",
        EntryType.DECISION,
        new AuditEntry.Subject("scale-deployment", "prod/shop-web", "agent-7", Optional.empty()),
        new AuditEntry.Ruling(
            "allow",
            "Scaling within limits is allowed",
            Optional.of("allow-scale"),
            Optional.of("medium"),
            Optional.of("high")),
        new EntryDraft.Details(
            new Value.Fields(params),
            Optional.empty(),
            Optional.of(
                new Value.Fields(new LinkedHashMap<>(params))
                    .with("roles", Value.texts(List.of("deployer"))))));
  }

  /** 64 callers on virtual threads append to the journal. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(APPENDS)
  public void journal64() throws InterruptedException {
    callers(() -> journal.append(draft));
  }

  /** 64 callers on virtual threads append ready bytes to a bare file. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(APPENDS)
  public void probe64() throws InterruptedException {
    callers(() -> probe.append(line));
  }

  /** One caller appends to the journal. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public AuditEntry journal1() {
    return journal.append(draft);
  }

  /** One caller writes ready bytes to a bare file and forces them. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public void fdatasync1() throws IOException {
    single.write(ByteBuffer.wrap(line));
    single.force(false);
  }

  private static void callers(Runnable append) throws InterruptedException {
    var threads = new Thread[CALLERS];
    for (var t = 0; t < CALLERS; t++) {
      threads[t] =
          Thread.startVirtualThread(() -> {
            for (var i = 0; i < EACH; i++) {
              append.run();
            }
          });
    }
    for (var thread : threads) {
      thread.join();
    }
  }
}
