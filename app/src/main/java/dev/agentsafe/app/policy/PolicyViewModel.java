package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Findings;
import dev.agentsafe.app.language.LanguageSession;
import dev.agentsafe.app.language.Listed;
import dev.agentsafe.app.language.RenameViewModel;
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
  private final LanguageSession language;
  private final ObservableList<Listed> listed = FXCollections.observableArrayList();
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
  private final Aside aside;
  private final Saving saving;
  private long openings;
  private Optional<String> told = Optional.empty();
  private final Watch watch;

  /** Nothing is open yet. */
  public PolicyViewModel(Authoring authoring, Work work) {
    this.authoring = authoring;
    this.work = work;
    watch = new Watch(work, this::refresh);
    language = new LanguageSession(authoring.settings(), work);
    aside = new Aside(language);
    saving = new Saving(this);
    language.findings().subscribe(this::found);
    language
        .trouble()
        .subscribe(why -> {
          if (!why.isEmpty()) {
            message.set(why);
          }
        });
    refresh();
  }

  /** What the language says of the draft and of the files around it. */
  public LanguageSession language() {
    return language;
  }

  /** The files of the workspace with what is wrong with them, by kind and name. */
  public ObservableList<Listed> listed() {
    return listed;
  }

  /** Who reads, checks and writes the files. */
  Authoring authoring() {
    return authoring;
  }

  /** Where slow things are done. */
  Work work() {
    return work;
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

  /** Says what came of something that concerns these files. */
  void tell(String what) {
    message.set(what);
  }

  /** Reads again what changed on disk; opens the first file where none is open. */
  public void refresh() {
    language.follow(this::changed);
  }

  /** From now on sees within two seconds what others change on disk. */
  public void follow() {
    watch.show();
  }

  /** It is not in front any more: what others change is seen when it is again. */
  void rest() {
    watch.hide();
  }

  /** Somebody else wrote the open file: what nobody has typed in is shown as it is now. */
  private void changed(String onDisk) {
    draft
        .get()
        .filter(d -> !saving.isUnderWay() && !d.base().equals(onDisk))
        .ifPresent(d -> {
          if (d.isDirty()) {
            if (!told.equals(Optional.of(onDisk))) {
              message.set(Words.of("author.changed"));
            }
            told = Optional.of(onDisk);
          } else {
            reread(onDisk);
            message.set(Words.of("author.reread"));
          }
        });
  }

  /** The open file holds that text by now; nobody has typed anything else. */
  void reread(String text) {
    draft
        .get()
        .ifPresent(d -> {
          put(Draft.opened(d.file(), text));
          show(text);
        });
  }

  private void found(Findings found) {
    if (!listed.equals(found.files())) {
      listed.setAll(found.files());
    }
    var paths = found.files().stream().map(Listed::path).toList();
    if (!files.equals(paths)) {
      files.setAll(paths);
    }
    var mine = draft.get().map(d -> found.of(d.file())).orElse(List.of());
    if (!problems.equals(mine)) {
      problems.setAll(mine);
    }
    if (draft.get().isEmpty() && !paths.isEmpty() && openings == 0) {
      open(paths.getFirst());
    }
  }

  private void show(String text) {
    shown.set(Optional.empty());
    shown.set(Optional.of(text));
  }

  /** Texts that are typed, of this file and of others that are not saved. */
  Aside aside() {
    return aside;
  }

  /** Opens a file; what is typed in the one before and not saved is kept aside. */
  public void open(Path file) {
    open(file, () -> {});
  }

  private void open(Path wanted, Runnable opened) {
    var file = wanted.toAbsolutePath().normalize();
    if (isTyped(file)) {
      return;
    }
    long mine = ++openings;
    var left = aside.of(file);
    work.quietly(
        progress -> left.orElseGet(() -> Draft.opened(file, authoring.read(file))),
        read -> {
          // Somebody may have typed in it meanwhile.
          if (mine == openings && !isTyped(file)) {
            begin(aside.of(file).orElse(read));
            opened.run();
          }
        },
        message::set);
  }

  /** What is typed of that file, where it is on the screen. */
  Optional<Draft> of(Path file) {
    return draft.get().filter(d -> d.file().equals(file));
  }

  /** Whether that file is on the screen with text that is not saved. */
  boolean isTyped(Path file) {
    return dirty.get() && of(file).isPresent();
  }

  private void begin(Draft next) {
    aside.leave(draft.get(), next.file());
    message.set("");
    put(next);
    show(next.text());
  }

  /** A place to go to in the text that is shown. */
  public ReadOnlyObjectProperty<Optional<Location>> place() {
    return place.getReadOnlyProperty();
  }

  /** Goes to a place in one of the files, opening it first where it is another one. */
  public void goTo(Location where) {
    var file = Path.of(where.file()).toAbsolutePath().normalize();
    if (of(file).isPresent()) {
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

  /** Whether another text may take the draft's place; says why where it may not. */
  boolean mayReplace() {
    if (dirty.get()) {
      message.set(Words.of("author.unsaved"));
    }
    return !dirty.get();
  }

  /** Puts another text in the place of the draft's, as a quick fix does. */
  public void replace(String text) {
    edit(text);
    show(text);
  }

  /** Writes what a renaming changes. */
  RenameViewModel.Writer renames() {
    return new Renames(this, authoring, work);
  }

  /** Goes back to the text that was opened or last saved. */
  public void revert() {
    draft
        .get()
        .ifPresent(d -> {
          reread(d.base());
          message.set(Words.of("author.reverted"));
        });
  }

  /** Saves the draft, where it loads and nobody else changed the file. */
  public void save() {
    saving.save();
  }

  /** A file holds that text by now, whatever was typed in it meanwhile. */
  void saved(Path file, String text) {
    of(file).ifPresent(d -> put(new Draft(file, text, d.text())));
    aside.saved(file, text);
  }

  /** Puts what somebody else saved meanwhile and what was typed together; nothing is saved yet. */
  void merge(Draft mine, String onDisk) {
    var merged = Merge.of(mine.base(), mine.text(), onDisk);
    put(new Draft(mine.file(), onDisk, merged.text()));
    show(merged.text());
    message.set(Words.of("author.merged", merged.conflicts()));
  }

  private void put(Draft next) {
    var before = draft.get();
    aside.shows(next);
    draft.set(Optional.of(next));
    dirty.set(next.isDirty());
    if (before.filter(d -> d.file().equals(next.file())).isEmpty()) {
      told = Optional.empty();
      problems.setAll(language.findings().get().of(next.file()));
    }
    if (!before.map(Draft::saved).equals(Optional.of(next.saved()))) {
      language.edit(next.file(), next.text());
    }
  }
}
