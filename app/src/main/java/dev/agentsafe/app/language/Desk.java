package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Assistant;
import dev.agentsafe.editors.language.Diagnosis;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a workspace and everything that can be said of them; one at a time. */
final class Desk {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem p) -> p.location().line())
          .thenComparingInt(p -> p.location().column());

  private final Workbench bench;
  private final Diagnosis diagnosis;
  private Optional<Assistant> assistant = Optional.empty();
  private Optional<Stamp> stamp = Optional.empty();
  private int version;

  Desk(Path settings) {
    // Without a stamp: what is written while files are read here is read when the disk is followed.
    bench = new Workbench(settings);
    diagnosis = new Diagnosis(bench);
  }

  Workbench bench() {
    return bench;
  }

  /** Helps with these files; made when it is first asked for. */
  Assistant assistant() {
    if (assistant.isEmpty()) {
      assistant = Optional.of(new Assistant(bench, Shapes.read()));
    }
    return assistant.get();
  }

  /** Takes a text in the place of the one on disk. */
  void take(Path file, String text) {
    bench.change(file, text, ++version);
  }

  /** Reads the disk again where it is another one than it was; says whether it was. */
  boolean follow() {
    var now = Optional.of(Stamp.of(bench.watched()));
    if (now.equals(stamp)) {
      return false;
    }
    stamp = now;
    bench.refresh();
    return true;
  }

  Findings look() {
    var byFile = new HashMap<Path, List<Problem>>();
    diagnosis
        .byFile()
        .forEach((file, problems) ->
            byFile.put(
                file.toAbsolutePath().normalize(), problems.stream().sorted(BY_PLACE).toList()));
    return new Findings(listed(byFile), byFile);
  }

  private List<Listed> listed(Map<Path, List<Problem>> byFile) {
    return bench.files().stream()
        .map(file ->
            Listed.of(file.path(), file.kind(), byFile.getOrDefault(file.path(), List.of())))
        .sorted(Listed.BY_KIND)
        .toList();
  }
}
