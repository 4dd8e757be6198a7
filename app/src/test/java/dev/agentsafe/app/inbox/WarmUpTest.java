package dev.agentsafe.app.inbox;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import org.junit.jupiter.api.Test;

/** What the first question needs can be made ready without the screen's thread. */
@AtTheScreen
final class WarmUpTest {

  @Test
  void everyPartOfAQuestionIsBuiltAwayFromTheScreen() {
    Toolkit.start(true);
    assertThatCode(WarmUp::run).doesNotThrowAnyException();
  }
}
