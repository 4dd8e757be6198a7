package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A console that runs for months does not grow by every port that it ever opened. */
final class PastTest {
  @Test
  void theOldestIsForgottenAndTheOthersAreWhatTheyWere() {
    var past = new Past(2);
    past.put("evt-a", true);
    past.put("evt-b", false);
    past.put("evt-a", true);

    past.put("evt-c", false);

    assertThat(past.opened("evt-b")).isEmpty();
    assertThat(past.opened("evt-a")).contains(true);
    assertThat(past.opened("evt-c")).contains(false);
  }
}
