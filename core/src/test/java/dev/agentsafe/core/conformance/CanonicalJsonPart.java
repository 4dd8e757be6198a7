package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.util.Base64;

/** The bytes behind every digest. */
final class CanonicalJsonPart implements MicroSuite.Part {
  @Override
  public void run(Path dir, Suite.Tally tally) throws Exception {
    for (var c : Cases.of(dir.resolve("canonical_json.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> problem(c));
    }
  }

  private static String problem(Value.Fields c) {
    var value = Cases.value(c, "value");
    var bytes = Base64.getEncoder().encodeToString(CanonicalJson.bytes(value));
    if (!bytes.equals(Cases.text(c, "canonical_b64"))) {
      return CanonicalJson.text(value);
    }
    return CanonicalJson.sha256(value).equals(Cases.text(c, "sha256")) ? "" : "sha256";
  }
}
