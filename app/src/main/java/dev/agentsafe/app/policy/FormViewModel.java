package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.document.Draft;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Outcome;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The draft as a form: it follows what is typed, and what is changed in it is typed into the text;
 * belongs to the FX thread.
 */
public final class FormViewModel {
  private final FormDesk desk;
  private final PolicyViewModel policies;
  private final Work work;
  private final ReadOnlyObjectWrapper<Optional<FormDesk.Page>> page =
      new ReadOnlyObjectWrapper<>(this, "page", Optional.empty());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final ReadOnlyObjectWrapper<Optional<Location>> place =
      new ReadOnlyObjectWrapper<>(this, "place", Optional.empty());
  private final ReadOnlyIntegerWrapper refusals = new ReadOnlyIntegerWrapper(this, "refusals");
  private final Set<Where> unfolded = new HashSet<>();
  private final FormChanges changes;
  private Optional<Path> file = Optional.empty();
  private Optional<Where> record = Optional.empty();
  private boolean shown;
  private boolean writing;
  private boolean loading;
  private boolean again;

  /** The form of what that model edits. */
  FormViewModel(FormDesk desk, PolicyViewModel policies, Work work) {
    this.desk = desk;
    this.policies = policies;
    this.work = work;
    changes = new FormChanges(desk, work, new Changed());
    policies.draft().subscribe(draft -> load());
  }

  /** What is shown; empty until something is, and where the file is none of the workspace's. */
  ReadOnlyObjectProperty<Optional<FormDesk.Page>> page() {
    return page.getReadOnlyProperty();
  }

  /** What came of the last change; empty where there is nothing to say. */
  ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Where in the text stands what was chosen in the form. */
  ReadOnlyObjectProperty<Optional<Location>> place() {
    return place.getReadOnlyProperty();
  }

  /** How many changes were not made: fields go back to what the text says then. */
  ReadOnlyIntegerProperty refusals() {
    return refusals.getReadOnlyProperty();
  }

  /** Whether that file is shown. */
  public boolean isOf(Path which) {
    return file.equals(Optional.of(which)) && page.get().isPresent();
  }

  /** Shows the fields of the record that counts last. */
  public void openLast() {
    page.get()
        .filter(now -> !now.cards().isEmpty())
        .ifPresent(now -> open(now.cards().getLast().at()));
  }

  /** Somebody looks: from now on it follows the draft. */
  void show() {
    shown = true;
    load();
  }

  /** Shows the fields of a record, and where it stands in the text. */
  void open(Where at) {
    if (!record.equals(Optional.of(at))) {
      record = Optional.of(at);
      load();
    }
    point(at);
  }

  /** Shows where in the text something stands. */
  void point(Where at) {
    page.get().ifPresent(now -> point(now.form(), at));
  }

  /** Says something about what was typed in the form. */
  void say(String what) {
    message.set(what);
  }

  private void point(Form form, Where at) {
    var line = form.line(at);
    place.set(Optional.of(new Location(file.map(Path::toString).orElse(""), line, 1)));
  }

  /** The caret is in a line, counted from 1: the record there is shown. */
  void caret(int line) {
    page.get()
        .filter(now -> !writing)
        .flatMap(now -> Cards.list(now.form()).flatMap(list -> now.form().itemAt(list, line)))
        .filter(at -> !record.equals(Optional.of(at)))
        .ifPresent(at -> {
          record = Optional.of(at);
          load();
        });
  }

  /** Shows or hides what is in a mapping or an item. */
  void fold(Where at) {
    if (!unfolded.remove(at)) {
      unfolded.add(at);
    }
    load();
  }

  /** Makes a change of the text. */
  void change(Change change) {
    change(form -> change, record);
  }

  private void change(Function<Form, Change> change, Optional<Where> then) {
    changes.make(new FormChanges.Step(change, then));
  }

  /** Adds an item to a list: what it needs, granting nothing. */
  void add(Where list) {
    page.get()
        .ifPresent(now -> {
          int count = Cards.count(now.form(), list);
          boolean isRecord = Cards.list(now.form()).equals(Optional.of(list));
          change(
              form -> new Change.Add(list, desk.fresh(form, list)),
              isRecord ? Optional.of(list.item(count)) : record);
        });
  }

  /** Takes the record that is shown out of the file. */
  void remove() {
    record.ifPresent(at ->
        page.get()
            .filter(now -> Cards.count(now.form(), at.parent()) > 0)
            .ifPresent(now -> {
              int index = index(at);
              int last = Cards.count(now.form(), at.parent()) - 2;
              change(
                  form -> new Change.Remove(at.parent(), index),
                  last < 0
                      ? Optional.empty()
                      : Optional.of(at.parent().item(Math.min(index, last))));
            }));
  }

  private static int index(Where at) {
    return at.steps().getLast() instanceof Where.Step.Item(int index) ? index : 0;
  }

  /** Moves the record that is shown past the one above or below it. */
  void move(boolean up) {
    if (page.get().isEmpty() || record.isEmpty()) {
      return;
    }
    var cards = page.get().get().cards();
    var at = record.get();
    int row = cards.stream().map(Card::at).toList().indexOf(at);
    int other = up ? row - 1 : row + 1;
    if (row < 0 || other < 0 || other >= cards.size()) {
      return;
    }
    if (cards.get(row).priority() != cards.get(other).priority()) {
      message.set(
          Words.of(
              "form.priority",
              cards.get(other).title(),
              String.valueOf(cards.get(other).priority()),
              String.valueOf(cards.get(row).priority())));
      return;
    }
    var to = cards.get(other).at();
    change(form -> new Change.Move(at.parent(), index(at), index(to)), Optional.of(to));
  }

  /** Does something once all changes are in the text. */
  void settled(Runnable then) {
    changes.settled(then);
  }

  /** Takes what came of changes. */
  private final class Changed implements FormChanges.Owner {
    @Override
    public Optional<FormDesk.Page> current() {
      return page.get()
          .filter(now -> policies.draft().get().filter(draft -> isOf(now, draft)).isPresent());
    }

    @Override
    public FormDesk.Look look(Optional<Where> which) {
      return new FormDesk.Look(which, unfolded);
    }

    @Override
    public void changed(FormChanges.Step step, Outcome outcome, FormDesk.Page after) {
      switch (outcome) {
        case Outcome.Refused(var why) -> {
          message.set(Words.of("form.refused", why));
          refusals.set(refusals.get() + 1);
        }
        case Outcome.Changed changed -> take(step.then(), changed, after);
      }
    }

    @Override
    public void old() {
      message.set(Words.of("form.old"));
      refusals.set(refusals.get() + 1);
    }

    @Override
    public void failed(String why) {
      message.set(why);
    }
  }

  private void take(Optional<Where> then, Outcome.Changed changed, FormDesk.Page after) {
    message.set(
        changed.lost().isEmpty()
            ? ""
            : Words.of("form.lost", changed.lost().size(), String.join("  ", changed.lost())));
    boolean other = !record.equals(then);
    record = then;
    page.set(Optional.of(after));
    if (!changed.edits().isEmpty()) {
      // The caret goes along with the text: nobody chose another record.
      writing = true;
      policies.replace(changed.after().text());
      writing = false;
    }
    then.filter(at -> other).ifPresent(at -> point(changed.after(), at));
  }

  private boolean isOf(FormDesk.Page now, Draft draft) {
    return now.form().text().equals(draft.text()) && file.equals(Optional.of(draft.file()));
  }

  private void load() {
    if (loading || !shown) {
      again = loading;
      return;
    }
    policies.draft().get().ifPresent(this::load);
  }

  private void load(Draft draft) {
    var wanted = new FormDesk.Look(record, unfolded);
    if (page.get().filter(now -> isOf(now, draft) && now.look().equals(wanted)).isPresent()) {
      return;
    }
    if (!file.equals(Optional.of(draft.file()))) {
      file = Optional.of(draft.file());
      record = Optional.empty();
      unfolded.clear();
      message.set("");
      page.set(Optional.empty());
    }
    var look = new FormDesk.Look(record, unfolded);
    loading = true;
    again = false;
    work.quietly(
        progress -> desk.form(draft.file(), draft.text()).map(form -> desk.page(form, look)),
        read -> {
          loading = false;
          if (!again) {
            record = read.flatMap(now -> now.look().record());
            page.set(read);
          }
          follow();
        },
        why -> {
          loading = false;
          message.set(why);
          follow();
        });
  }

  private void follow() {
    if (again) {
      load();
    }
  }
}
