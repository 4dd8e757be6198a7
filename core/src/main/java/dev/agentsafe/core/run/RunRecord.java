package dev.agentsafe.core.run;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.state.PrecheckResult;
import java.util.List;

/** What became of an execution. */
public sealed interface RunRecord {

  /** What was seen and done, whatever came of it. */
  Account account();

  /** The effect happened and was verified. */
  record Succeeded(Account account, Value output) implements RunRecord {}

  /** It did not happen, and we know that. */
  record Failed(Account account, String error) implements RunRecord {}

  /** Nobody knows yet whether it happened. */
  record Unknown(Account account, String why) implements RunRecord {}

  /** It was not attempted: a blocking precheck did not hold. */
  record Skipped(Account account, String why) implements RunRecord {}

  /**
   * What was seen around an execution.
   *
   * @param before declared state fields before; empty object where it could not be read
   * @param after declared state fields after; empty object where it could not be read
   */
  record Account(
      Value.Fields before,
      Value.Fields after,
      List<PrecheckResult> prechecks,
      long durationMillis,
      String executor) {
    public Account {
      prechecks = List.copyOf(prechecks);
    }
  }
}
