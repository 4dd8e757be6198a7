package dev.agentsafe.core.conformance;

import dev.agentsafe.core.policy.Glob;
import java.nio.file.Path;

/** {@code globs.jsonl}: which names a glob matches. */
final class GlobsPart implements MicroSuite.Part {
  @Override
  public void run(Path dir, Suite.Tally tally) throws Exception {
    for (var c : Cases.of(dir.resolve("globs.jsonl"))) {
      tally.check(
          Cases.text(c, "id"),
          Cases.flag(c, "optional"),
          () -> {
            var matches = Glob.of(Cases.text(c, "pattern")).matches(Cases.text(c, "name"));
            return matches == Cases.flag(c, "match") ? "" : "matches: " + matches;
          });
    }
  }
}
