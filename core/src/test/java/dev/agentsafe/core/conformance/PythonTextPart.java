package dev.agentsafe.core.conformance;

import dev.agentsafe.core.request.PythonText;
import java.nio.file.Path;

/** {@code pyfmt.jsonl}: values as Python writes them; informative. */
final class PythonTextPart implements MicroSuite.Part {
  @Override
  public void run(Path dir, Suite.Tally tally) throws Exception {
    for (var c : Cases.of(dir.resolve("pyfmt.jsonl"))) {
      var value = Cases.value(c, "value");
      tally.check(
          Cases.text(c, "id"),
          true,
          () -> {
            var repr = PythonText.repr(value);
            return repr.equals(Cases.text(c, "repr"))
                    && PythonText.str(value).equals(Cases.text(c, "str"))
                    && PythonText.type(value).equals(Cases.text(c, "type"))
                ? ""
                : "wrote " + repr;
          });
    }
  }
}
