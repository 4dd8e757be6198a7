package dev.agentsafe.app.language;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.language.Name;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Another name for something, in all files or in none; belongs to the FX thread. */
public final class RenameViewModel {
  private final LanguageSession session;
  private final Name name;
  private final Writer writer;
  private final ReadOnlyObjectWrapper<Stage> stage =
      new ReadOnlyObjectWrapper<>(this, "stage", new Stage.Asking());

  /** Writes what a renaming changes. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes all of it, or nothing as far as that can be told beforehand.
     *
     * @param failed told why not, on the screen's thread
     */
    void write(Renamed.Done renamed, Runnable done, Consumer<String> failed);
  }

  /** How far it is. */
  sealed interface Stage {
    /** Nobody has said the new name. */
    record Asking() implements Stage {}

    /** It cannot be, and this is why. */
    record Refused(String why) implements Stage {}

    /** This would be written, if somebody says so. */
    record Ready(String wanted, Renamed.Done renamed) implements Stage {}

    /** It is being written. */
    record Writing() implements Stage {}

    /** It is written. */
    record Done(int files) implements Stage {}
  }

  RenameViewModel(LanguageSession session, Name name, Writer writer) {
    this.session = session;
    this.name = name;
    this.writer = writer;
  }

  Name name() {
    return name;
  }

  ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** The name is typed on: what was looked up for the one before does not count. */
  void typed(String wanted) {
    if ((stage.get() instanceof Stage.Ready(var shown, var renamed) && !shown.equals(wanted))
        || stage.get() instanceof Stage.Refused) {
      stage.set(new Stage.Asking());
    }
  }

  /** Looks up what that name would change; when that is shown already, writes it. */
  void go(String wanted) {
    switch (stage.get()) {
      case Stage.Ready(var shown, var renamed) when shown.equals(wanted) -> write(renamed);
      case Stage.Asking _, Stage.Refused _, Stage.Ready _ ->
          session.rename(name, wanted, found -> take(wanted, found));
      case Stage.Writing _, Stage.Done _ -> {}
    }
  }

  private void take(String wanted, Renamed found) {
    stage.set(
        switch (found) {
          case Renamed.Refused(var why) -> new Stage.Refused(why);
          case Renamed.Done done -> new Stage.Ready(wanted, done);
        });
  }

  private void write(Renamed.Done renamed) {
    stage.set(new Stage.Writing());
    writer.write(
        renamed,
        () -> stage.set(new Stage.Done(renamed.files().size())),
        why -> stage.set(new Stage.Refused(why)));
  }

  /** What would be written, file by file, for people. */
  static List<String> files(Renamed.Done renamed) {
    return renamed.files().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .map(entry ->
            Words.of(
                "rename.file",
                String.valueOf(entry.getKey().getFileName()),
                entry.getValue().edits().size()))
        .toList();
  }

  /** The patterns that do not match the new name; empty where there are none. */
  static Optional<String> leftAlone(Renamed.Done renamed) {
    return renamed.globs().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Words.of(
                "rename.globs",
                renamed.globs().stream()
                    .map(glob -> "`" + glob.text() + "`")
                    .distinct()
                    .collect(Collectors.joining(", "))));
  }
}
