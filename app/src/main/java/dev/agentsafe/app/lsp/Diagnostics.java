package dev.agentsafe.app.lsp;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Words problems for other editors. */
final class Diagnostics {
  /** What other editors show as the origin of a problem. */
  static final String SOURCE = "agent-safe";

  private Diagnostics() {}

  /** All problems of a file; the version is that of the document they were found in. */
  static PublishDiagnosticsParams of(String uri, Project project, Path file) {
    var text = project.bench().file(file);
    var lines = project.lines(file);
    var root = root(project, file);
    var all = project.problems(file).stream().map(problem -> of(problem, root, lines)).toList();
    var published = new PublishDiagnosticsParams(uri, all);
    text.filter(TextFile::open).ifPresent(open -> published.setVersion(open.version()));
    return published;
  }

  /** What is asked for each problem of a file; made anew by each call. */
  static Optional<Node> root(Project project, Path file) {
    return project.problems(file).isEmpty() ? Optional.empty() : project.bench().root(file);
  }

  static Diagnostic of(Problem problem, Optional<Node> root, Lines lines) {
    var diagnostic = new Diagnostic(range(problem, root, lines), problem.message());
    diagnostic.setSeverity(
        switch (problem.severity()) {
          case ERROR -> DiagnosticSeverity.Error;
          case WARNING -> DiagnosticSeverity.Warning;
          case HINT -> DiagnosticSeverity.Information;
        });
    diagnostic.setSource(SOURCE);
    diagnostic.setCode(Either.forLeft(problem.code()));
    return diagnostic;
  }

  /** From where the problem is to the end of the word or text that stands there. */
  static Range range(Problem problem, Optional<Node> root, Lines lines) {
    var at = problem.location();
    if (at.line() < 1) {
      return new Range(new Position(0, 0), new Position(0, 0));
    }
    int from = lines.offset(at.line(), at.column());
    int to =
        root.flatMap(node -> Tree.at(node, at.line(), at.column()))
            .filter(spot -> spot.node() instanceof Node.Scalar)
            .map(spot -> lines.to(spot.node().span()))
            .filter(end -> end > from)
            .orElseGet(() -> lines.end(lines.rowOf(from)));
    return Places.range(lines, from, Math.max(from, to));
  }

  /** What is wrong where a range is. */
  static List<Problem> within(Project project, Path file, Range range) {
    var root = root(project, file);
    var lines = project.lines(file);
    return project.problems(file).stream()
        .filter(problem -> meet(range(problem, root, lines), range))
        .toList();
  }

  private static boolean meet(Range one, Range other) {
    return !isBefore(one.getEnd(), other.getStart()) && !isBefore(other.getEnd(), one.getStart());
  }

  private static boolean isBefore(Position one, Position other) {
    return one.getLine() < other.getLine()
        || (one.getLine() == other.getLine() && one.getCharacter() < other.getCharacter());
  }
}
