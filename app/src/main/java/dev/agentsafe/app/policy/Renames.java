package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.RenameViewModel;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.document.Edit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes what a renaming changes, each file as a save of its own; belongs to the FX thread. */
final class Renames implements RenameViewModel.Writer {
  private final PolicyViewModel model;
  private final Authoring authoring;
  private final Work work;

  Renames(PolicyViewModel model, Authoring authoring, Work work) {
    this.model = model;
    this.authoring = authoring;
    this.work = work;
  }

  @Override
  public void write(Renamed.Done renamed, Runnable done, Consumer<String> failed) {
    var unsaved = model.aside().unsaved().get();
    if (!unsaved.isEmpty()) {
      failed.accept(Words.of("rename.unsaved", named(List.copyOf(new TreeSet<>(unsaved)))));
      return;
    }
    var changes =
        renamed.files().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> change(entry.getKey(), entry.getValue()))
            .toList();
    work.quietly(
        progress -> authoring.save(changes),
        saved -> {
          model.language().saved();
          if (saved instanceof Authoring.SavedTogether.Done(var force)) {
            model.tell(Words.of("author.renamed", changes.size()) + " " + SavedWords.of(force));
            changes.forEach(this::reread);
          } else {
            model.refresh();
          }
          trouble(changes, saved).ifPresentOrElse(failed, done);
        },
        failed);
  }

  private static Authoring.Change change(Path file, Renamed.InFile in) {
    return new Authoring.Change(file, in.text(), Edit.apply(in.text(), in.edits()));
  }

  private void reread(Authoring.Change change) {
    model
        .draft()
        .get()
        .filter(draft -> draft.file().equals(change.file()))
        .ifPresent(draft -> {
          if (draft.isDirty()) {
            // Typed while the files were written.
            model.merge(draft, change.text());
          } else {
            model.reread(change.text());
          }
        });
  }

  private static Optional<String> trouble(
      List<Authoring.Change> changes, Authoring.SavedTogether saved) {
    return switch (saved) {
      case Authoring.SavedTogether.Done _ -> Optional.empty();
      case Authoring.SavedTogether.Refused(var errors) ->
          Optional.of(Refusal.of(changes.stream().map(Authoring.Change::file).toList(), errors));
      case Authoring.SavedTogether.Changed(var file) ->
          Optional.of(Words.of("rename.changed", String.valueOf(file.getFileName())));
      case Authoring.SavedTogether.Stopped(var written, var file, var why) ->
          Optional.of(stopped(changes, written, String.valueOf(file.getFileName()), why));
    };
  }

  private static String stopped(
      List<Authoring.Change> changes, List<Path> others, String file, String why) {
    if (others.isEmpty()) {
      return Words.of("rename.stopped", file, why);
    }
    var same =
        changes.stream().map(Authoring.Change::file).filter(f -> !others.contains(f)).toList();
    return Words.of("rename.half", file, why, named(others), named(same));
  }

  private static String named(List<Path> files) {
    return files.isEmpty()
        ? Words.of("rename.none")
        : files.stream().map(f -> "`" + f.getFileName() + "`").collect(Collectors.joining(", "));
  }
}
