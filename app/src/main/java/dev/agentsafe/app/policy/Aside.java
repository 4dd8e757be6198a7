package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.LanguageSession;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.editors.document.Draft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Files with text that is not saved, while another one is on the screen; belongs to the FX thread.
 */
final class Aside {
  private final Map<Path, Draft> drafts = new TreeMap<>();
  private final ReadOnlyObjectWrapper<Set<Path>> unsaved =
      new ReadOnlyObjectWrapper<>(this, "unsaved", Set.of());
  private final LanguageSession language;
  private Optional<Draft> shown = Optional.empty();

  /** None; what is put aside stays known to that. */
  Aside(LanguageSession language) {
    this.language = language;
  }

  /** All files with text that is not saved, the one on the screen included. */
  ReadOnlyObjectProperty<Set<Path>> unsaved() {
    return unsaved.getReadOnlyProperty();
  }

  /** Puts what is typed aside, where another file comes. */
  void leave(Optional<Draft> typed, Path next) {
    typed
        .filter(left -> left.isDirty() && !left.file().equals(next))
        .ifPresent(left -> {
          drafts.put(left.file(), left);
          language.keep(left.file(), left.text());
        });
  }

  /** What is typed in a file that is not on the screen. */
  Optional<Draft> of(Path file) {
    return Optional.ofNullable(drafts.get(file));
  }

  /** That is on the screen, and nothing else is typed in that file. */
  void shows(Draft now) {
    drafts.remove(now.file());
    shown = Optional.of(now);
    tell();
  }

  /** A file holds that text by now. */
  void saved(Path file, String text) {
    of(file)
        .ifPresent(left -> {
          if (left.text().equals(text)) {
            drafts.remove(file);
            language.leave(file);
            tell();
          } else {
            drafts.put(file, new Draft(file, text, left.text()));
          }
        });
  }

  private void tell() {
    var now = new TreeSet<>(drafts.keySet());
    shown.filter(Draft::isDirty).map(Draft::file).ifPresent(now::add);
    if (!now.equals(unsaved.get())) {
      unsaved.set(Set.copyOf(now));
    }
  }

  /** The texts of these files and of the one on the screen. */
  List<Source> texts() {
    var all = new ArrayList<>(drafts.values());
    shown.ifPresent(all::add);
    return all.stream().map(draft -> new Source(draft.file().toString(), draft.text())).toList();
  }
}
