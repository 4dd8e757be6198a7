package dev.agentsafe.app.lsp;

import dev.agentsafe.editors.document.Lines;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * What an editor has open, in the workspaces that it belongs to; for the thread of {@link Turns}.
 */
final class Desk {
  private final Projects projects = new Projects();
  private final Map<Path, Opened> documents = new HashMap<>();
  private final Set<Path> marked = new HashSet<>();
  private final Consumer<PublishDiagnosticsParams> publish;

  /** Of files that need not belong to a workspace yet. */
  private record Opened(String uri, String text, int version) {}

  /**
   * A desk on which nothing is open.
   *
   * @param publish tells an editor what was found in a file
   */
  Desk(Consumer<PublishDiagnosticsParams> publish) {
    this.publish = publish;
  }

  Projects projects() {
    return projects;
  }

  /** The address of a file, as the editor writes it where it is open. */
  String uri(Path file) {
    var opened = documents.get(file);
    return opened == null ? Places.uri(file) : opened.uri();
  }

  void open(String uri, String text, int version) {
    Places.file(uri).ifPresent(file -> put(file, new Opened(uri, text, version)));
  }

  /** Takes what was typed; of a document that is not open nothing. */
  void change(String uri, int version, List<TextDocumentContentChangeEvent> changes) {
    Places.file(uri)
        .ifPresent(file -> {
          var opened = documents.get(file);
          if (opened != null) {
            put(file, new Opened(uri, changed(opened.text(), changes), version));
          }
        });
  }

  private void put(Path file, Opened opened) {
    documents.put(file, opened);
    projects
        .of(file)
        .ifPresent(project -> project.bench().change(file, opened.text(), opened.version()));
  }

  private static String changed(String before, List<TextDocumentContentChangeEvent> changes) {
    var text = before;
    for (var change : changes) {
      var range = change.getRange();
      if (range == null) {
        text = change.getText();
      } else {
        var lines = new Lines(text);
        int from = Places.offset(lines, range.getStart());
        int to = Math.max(from, Places.offset(lines, range.getEnd()));
        text = text.substring(0, from) + change.getText() + text.substring(to);
      }
    }
    return text;
  }

  void close(String uri) {
    Places.file(uri)
        .ifPresent(file -> {
          documents.remove(file);
          projects.of(file).ifPresent(project -> project.bench().close(file));
        });
  }

  /** Reads the disk again; documents may belong to a workspace by now. */
  void refresh() {
    projects.all().forEach(project -> project.bench().refresh());
    documents.forEach((file, opened) ->
        projects
            .of(file)
            .filter(project -> project.bench().file(file).filter(f -> f.open()).isEmpty())
            .ifPresent(project -> project.bench().open(file, opened.text(), opened.version())));
  }

  /** Checks everything and tells what is another than it was, and of what is open anyhow. */
  void check() {
    for (var project : projects.all()) {
      var changed = new HashSet<>(project.check());
      changed.addAll(documents.keySet());
      for (var file : changed) {
        if (projects.of(file).equals(Optional.of(project))) {
          tell(project, file);
        }
      }
    }
  }

  private void tell(Project project, Path file) {
    var found = Diagnostics.of(uri(file), project, file);
    boolean any = !found.getDiagnostics().isEmpty();
    if (any || marked.contains(file) || documents.containsKey(file)) {
      publish.accept(found);
    }
    if (any) {
      marked.add(file);
    } else {
      marked.remove(file);
    }
  }
}
