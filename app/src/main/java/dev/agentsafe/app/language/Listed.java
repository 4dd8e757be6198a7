package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.language.FileKind;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A file of a workspace in the list of all of them.
 *
 * @param path absolute and normal
 * @param errors how many keep it from loading
 * @param warnings how many an author should look at
 */
public record Listed(Path path, FileKind kind, int errors, int warnings) {
  /** The order of the list: what is edited most comes first. */
  static final List<FileKind> ORDER =
      List.of(
          FileKind.POLICY,
          FileKind.ACTION,
          FileKind.INVENTORY,
          FileKind.TESTS,
          FileKind.OPERATORS,
          FileKind.SETTINGS);

  static final Comparator<Listed> BY_KIND =
      Comparator.comparingInt((Listed file) -> ORDER.indexOf(file.kind()))
          .thenComparing(Listed::path);

  static Listed of(Path path, FileKind kind, List<Problem> problems) {
    return new Listed(
        path,
        kind,
        count(problems, Problem.Severity.ERROR),
        count(problems, Problem.Severity.WARNING));
  }

  private static int count(List<Problem> problems, Problem.Severity severity) {
    return (int) problems.stream().filter(p -> p.severity() == severity).count();
  }

  /** The name of the file without its folder. */
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
