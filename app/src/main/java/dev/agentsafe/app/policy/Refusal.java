package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Path;
import java.util.List;

/** Says why drafts are not saved. */
final class Refusal {
  private Refusal() {}

  /** An error of another file before those of the drafts, which are on the screen. */
  static String of(List<Path> drafts, List<Problem> errors) {
    var files = drafts.stream().map(Path::toString).toList();
    return errors.stream()
        .filter(error -> !files.contains(error.location().file()))
        .findFirst()
        .map(error ->
            Words.of(
                "author.refused.elsewhere",
                String.valueOf(Path.of(error.location().file()).getFileName()),
                String.valueOf(error.location().line()),
                error.message()))
        .orElseGet(() -> Words.of("author.refused", errors.size()));
  }
}
