package dev.agentsafe.core.conformance;

import java.nio.file.Path;
import java.util.List;

/** Building blocks: one part for each file. */
final class MicroSuite implements Suite {
  private static final List<Part> PARTS =
      List.of(
          new CanonicalJsonPart(),
          new ValidateParamsPart(),
          new PythonTextPart(),
          new GlobsPart(),
          new TimestampsPart());

  /** One file of this suite. */
  interface Part {
    /** Runs every case of its file, which lies in that folder. */
    void run(Path dir, Tally tally) throws Exception;
  }

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var part : PARTS) {
      part.run(dir, tally);
    }
    return tally;
  }
}
