package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.editors.document.LineDiff;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the file that is edited held before, and getting it back; belongs to the FX thread. */
public final class HistoryViewModel {
  private final Function<Path, List<FileDesk.Version>> versions;
  private final PolicyViewModel policies;
  private final Work work;
  private final ObservableList<FileDesk.Version> found = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<List<LineDiff.Line>> difference =
      new ReadOnlyObjectWrapper<>(this, "difference", List.of());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private Optional<Path> file = Optional.empty();
  private boolean open;

  HistoryViewModel(
      Function<Path, List<FileDesk.Version>> versions, PolicyViewModel policies, Work work) {
    this.versions = versions;
    this.policies = policies;
    this.work = work;
    policies
        .draft()
        .subscribe(draft -> {
          var now = draft.map(d -> d.file());
          if (!now.equals(file)) {
            file = now;
            read();
          }
        });
    policies
        .dirty()
        .subscribe(dirty -> {
          if (!dirty) {
            read();
          }
        });
  }

  /** What the file held, the newest first. */
  public ObservableList<FileDesk.Version> versions() {
    return found;
  }

  /** What the text that is edited has otherwise than the version that was looked at last. */
  public ReadOnlyObjectProperty<List<LineDiff.Line>> difference() {
    return difference.getReadOnlyProperty();
  }

  /** What came of the last command. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Somebody looks at it. */
  public void open() {
    open = true;
    read();
  }

  /** Nobody looks at it any more. */
  void close() {
    open = false;
  }

  private void read() {
    if (!open || file.isEmpty()) {
      return;
    }
    var wanted = file.get();
    work.quietly(
        progress -> versions.apply(wanted),
        now -> {
          if (file.equals(Optional.of(wanted))) {
            found.setAll(now);
            difference.set(List.of());
          }
        },
        message::set);
  }

  /** Compares a version with the text that is edited. */
  public void look(FileDesk.Version version) {
    var text = version.text();
    var draft = policies.draft().get();
    if (text.isEmpty() || draft.isEmpty()) {
      difference.set(List.of());
      message.set(text.isEmpty() ? Words.of("history.hidden") : "");
      return;
    }
    difference.set(LineDiff.of(text.get(), draft.get().text()));
    message.set(difference.get().isEmpty() ? Words.of("history.same") : "");
  }

  /** Puts a version's text into the editor; nothing is saved. */
  public void restore(FileDesk.Version version) {
    version
        .text()
        .ifPresentOrElse(
            text -> {
              if (!policies.mayReplace()) {
                message.set(Words.of("author.unsaved"));
                return;
              }
              policies.replace(text);
              look(version);
              message.set(Words.of("history.restored"));
            },
            () -> message.set(Words.of("history.hidden")));
  }
}
