package dev.agentsafe.app.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The one thread of a session, when work on it goes wrong. */
final class TurnsTest {
  private final LinkedBlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();

  private static int deep(int level) {
    throw new StackOverflowError("at level " + level);
  }

  @Test
  void anAnswerForWhichTheStackIsTooSmallFailsAndTheNextOneComes() throws Exception {
    try (var turns = new Turns(failures::add)) {
      var deep = turns.answer(() -> deep(1));
      assertThatThrownBy(() -> deep.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StackOverflowError.class);
      turns.take(() -> deep(2));
      assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessageContaining("nested too deep");
      assertThat(turns.answer(() -> "next").get(30, TimeUnit.SECONDS)).isEqualTo("next");
    }
  }
}
