package dev.agentsafe.core.conformance;

import dev.agentsafe.core.policy.Facts;
import java.nio.file.Path;

/** {@code timestamps.jsonl}: how times are read, kept, and seen by time windows. */
final class TimestampsPart implements MicroSuite.Part {
  @Override
  public void run(Path dir, Suite.Tally tally) throws Exception {
    for (var c : Cases.of(dir.resolve("timestamps.jsonl"))) {
      tally.check(
          Cases.text(c, "id"),
          Cases.flag(c, "optional"),
          () -> {
            var when = Facts.When.parse(Cases.text(c, "input")).orElseThrow();
            var day = when.local().getDayOfWeek().getValue() - 1;
            return when.text().equals(Cases.text(c, "stored"))
                    && day == Cases.whole(c, "weekday")
                    && when.local().getHour() == Cases.whole(c, "hour")
                ? ""
                : "read as " + when.text();
          });
    }
  }
}
