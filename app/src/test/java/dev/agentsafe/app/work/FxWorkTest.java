package dev.agentsafe.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks for something gets an answer. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@AtTheScreen
final class FxWorkTest {

  @Test
  void whatIsNestedTooDeeplyIsAnsweredAsWhatFails() throws Exception {
    Toolkit.start(true);
    var answer = new CompletableFuture<String>();
    try (var work = new FxWork(new FxMonitor())) {
      work.<String>quietly(
          progress -> {
            throw new StackOverflowError();
          },
          answer::complete,
          why -> answer.complete("failed: " + why));
      assertThat(answer.get()).isEqualTo("failed: It could not be done.");
    }
  }
}
