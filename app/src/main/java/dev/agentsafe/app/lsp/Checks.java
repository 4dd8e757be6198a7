package dev.agentsafe.app.lsp;

import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Workbench;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the files of a workspace as they stand. */
final class Checks {
  private Checks() {}

  static List<Problem> of(Workbench bench) {
    var found = new ArrayList<>(bench.unreadable());
    found.addAll(
        Linter.check(
            new WorkspaceFiles(
                sources(bench, FileKind.ACTION),
                sources(bench, FileKind.POLICY),
                sources(bench, FileKind.INVENTORY).stream().findFirst(),
                sources(bench, FileKind.TESTS),
                sources(bench, FileKind.OPERATORS).stream().findFirst())));
    return List.copyOf(found);
  }

  private static List<Source> sources(Workbench bench, FileKind kind) {
    return bench.files(kind).stream()
        .map(file -> new Source(file.path().toString(), file.text()))
        .toList();
  }
}
