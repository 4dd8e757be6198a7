package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for a verification sees how far it is, and can end it. */
final class WatchedVerificationTest {
  private static final int PART = 4_096;

  @TempDir private Path folder = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void write() throws IOException {
    log = folder.resolve("audit.jsonl");
    var lines = new ArrayList<String>();
    var prev = "0".repeat(64);
    for (var i = 0; i < 2_000; i++) {
      var chained =
          Value.EMPTY.with("event_id", Value.of("evt-" + i)).with("prev_hash", Value.of(prev));
      prev = CanonicalJson.sha256(chained);
      lines.add(CanonicalJson.text(chained.with("entry_hash", Value.of(prev))));
    }
    Files.writeString(log, String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
  }

  @Test
  void progressOnlyGoesForwardAndEndsAtTheEnd() throws IOException {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    var size = Files.size(log);
    var found =
        LogVerifier.verify(
            LogVerifier.Request.of(log),
            PART,
            new LogVerifier.Watch() {
              @Override
              public void at(long done, long of) {
                assertThat(of).isEqualTo(size);
                seen.add(done);
              }

              @Override
              public boolean isCancelled() {
                return false;
              }
            });
    assertThat(found.verdict()).isEqualTo(new Verdict.Valid(0, 2_000));
    assertThat(seen).isSorted().endsWith(size);
    assertThat(seen.size()).isGreaterThan(10);
  }

  @Test
  void verificationThatIsEndedEarlyIsNeverValid() {
    var parts = new AtomicInteger();
    var found =
        LogVerifier.verify(
            LogVerifier.Request.of(log),
            PART,
            new LogVerifier.Watch() {
              @Override
              public void at(long done, long of) {
                parts.incrementAndGet();
              }

              @Override
              public boolean isCancelled() {
                return parts.get() >= 5;
              }
            });
    assertThat(found.verdict()).isInstanceOf(Verdict.Unreadable.class);
    assertThat(parts.get()).isLessThan(40);
  }
}
