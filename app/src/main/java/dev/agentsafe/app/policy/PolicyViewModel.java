package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Draft;
import dev.agentsafe.editors.document.Merge;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The file being edited, what is wrong with it, and saving it; belongs to the FX thread. */
public final class PolicyViewModel {
  private final Authoring authoring;
  private final Work work;
  private final ObservableList<Path> files = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<Draft>> draft =
      new ReadOnlyObjectWrapper<>(this, "draft", Optional.empty());
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper dirty = new ReadOnlyBooleanWrapper(this, "dirty");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final ReadOnlyObjectWrapper<Optional<String>> shown =
      new ReadOnlyObjectWrapper<>(this, "shown", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Location>> place =
      new ReadOnlyObjectWrapper<>(this, "place", Optional.empty());
  private boolean checking;
  private boolean again;
  private boolean isSaving;
  private boolean saveAgain;
  private long openings;

  /** Nothing is open yet. */
  public PolicyViewModel(Authoring authoring, Work work) {
    this.authoring = authoring;
    this.work = work;
    refresh();
  }

  /** The files that can be edited. */
  public ObservableList<Path> files() {
    return files;
  }

  /** The file being edited, with its text. */
  public ReadOnlyObjectProperty<Optional<Draft>> draft() {
    return draft.getReadOnlyProperty();
  }

  /** A text to show in the code area, when another one than the typed is to be shown. */
  public ReadOnlyObjectProperty<Optional<String>> shown() {
    return shown.getReadOnlyProperty();
  }

  /** What is wrong with the draft, in the order of the file. */
  public ObservableList<Problem> problems() {
    return problems;
  }

  /** Whether there is something to save. */
  public ReadOnlyBooleanProperty dirty() {
    return dirty.getReadOnlyProperty();
  }

  /** What came of the last command. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Reads which files there are; opens the first where none is open. */
  public void refresh() {
    work.quietly(
        progress -> authoring.files(),
        found -> {
          files.setAll(found);
          if (draft.get().isEmpty() && !found.isEmpty()) {
            open(found.getFirst());
          }
        },
        message::set);
  }

  /** Opens a file; a draft that was not saved keeps its place instead. */
  public void open(Path file) {
    open(file, () -> {});
  }

  private void open(Path file, Runnable opened) {
    if (dirty.get()) {
      if (draft.get().filter(d -> d.file().equals(file)).isEmpty()) {
        message.set(Words.of("author.unsaved"));
      }
      return;
    }
    long mine = ++openings;
    work.quietly(
        progress -> authoring.read(file),
        text -> {
          if (mine != openings) {
            return;
          }
          if (dirty.get()) {
            // Typed while the file was read.
            message.set(Words.of("author.unsaved"));
            return;
          }
          message.set("");
          put(Draft.opened(file, text));
          shown.set(Optional.empty());
          shown.set(Optional.of(text));
          opened.run();
        },
        message::set);
  }

  /** A place to go to in the text that is shown. */
  public ReadOnlyObjectProperty<Optional<Location>> place() {
    return place.getReadOnlyProperty();
  }

  /** Goes to a place in one of the files, opening it first where it is another one. */
  public void goTo(Location where) {
    var file = Path.of(where.file());
    if (draft.get().filter(d -> d.file().equals(file)).isPresent()) {
      move(where);
      return;
    }
    open(file, () -> move(where));
  }

  private void move(Location where) {
    place.set(Optional.empty());
    place.set(Optional.of(where));
  }

  /** Takes the text as it was typed. */
  public void edit(String text) {
    draft.get().ifPresent(d -> put(d.with(text)));
  }

  /**
   * Whether another text may take the draft's place; says why where what was typed is in the way.
   */
  boolean mayReplace() {
    if (dirty.get()) {
      message.set(Words.of("author.unsaved"));
    }
    return !dirty.get();
  }

  /** Puts another text in the place of the draft's, as a quick fix does. */
  public void replace(String text) {
    edit(text);
    shown.set(Optional.empty());
    shown.set(Optional.of(text));
  }

  /** Goes back to the text that was opened or last saved. */
  public void revert() {
    draft
        .get()
        .ifPresent(d -> {
          put(Draft.opened(d.file(), d.base()));
          shown.set(Optional.empty());
          shown.set(Optional.of(d.base()));
          message.set(Words.of("author.reverted"));
        });
  }

  /** Saves the draft, where it loads and nobody else changed the file. */
  public void save() {
    var saving = draft.get();
    if (saving.isEmpty() || !dirty.get()) {
      return;
    }
    if (isSaving) {
      saveAgain = true;
      return;
    }
    isSaving = true;
    var wanted = saving.get();
    work.quietly(
        progress -> authoring.save(wanted.file(), wanted.base(), wanted.text()),
        saved -> {
          isSaving = false;
          switch (saved) {
            case Authoring.Saved.Done() -> {
              draft
                  .get()
                  .filter(d -> d.file().equals(wanted.file()))
                  .ifPresent(d -> put(new Draft(d.file(), wanted.text(), d.text())));
              message.set(Words.of("author.saved"));
            }
            case Authoring.Saved.Refused(var errors) -> message.set(refusal(wanted.file(), errors));
            case Authoring.Saved.Changed(var onDisk) ->
                // What was typed since the save began is part of it.
                draft
                    .get()
                    .filter(d -> d.file().equals(wanted.file()))
                    .ifPresent(d -> merge(d, onDisk));
          }
          boolean goesOn = saveAgain && saved instanceof Authoring.Saved.Done;
          saveAgain = false;
          if (goesOn) {
            save();
          }
        },
        why -> {
          isSaving = false;
          saveAgain = false;
          message.set(why);
        });
  }

  private static String refusal(Path file, List<Problem> errors) {
    return errors.stream()
        .filter(error -> !error.location().file().equals(file.toString()))
        .findFirst()
        .map(error ->
            Words.of(
                "author.refused.elsewhere",
                Path.of(error.location().file()).getFileName(),
                String.valueOf(error.location().line()),
                error.message()))
        .orElseGet(() -> Words.of("author.refused", errors.size()));
  }

  /** Puts what somebody else saved meanwhile and what was typed together; nothing is saved yet. */
  private void merge(Draft mine, String onDisk) {
    var merged = Merge.of(mine.base(), mine.text(), onDisk);
    put(new Draft(mine.file(), onDisk, merged.text()));
    shown.set(Optional.empty());
    shown.set(Optional.of(merged.text()));
    message.set(Words.of("author.merged", merged.conflicts()));
  }

  private void put(Draft next) {
    draft.set(Optional.of(next));
    dirty.set(next.isDirty());
    check();
  }

  private void check() {
    if (checking) {
      again = true;
      return;
    }
    draft
        .get()
        .ifPresent(d -> {
          checking = true;
          again = false;
          work.quietly(
              progress -> authoring.problems(d.file(), d.text()),
              found -> checked(d, found),
              why -> {
                message.set(why);
                checked(d, List.of());
              });
        });
  }

  private void checked(Draft what, List<Problem> found) {
    checking = false;
    if (draft.get().filter(d -> d.file().equals(what.file())).isPresent()) {
      problems.setAll(found);
    }
    if (again) {
      check();
    }
  }
}
