package dev.agentsafe.app.policy;

import dev.agentsafe.app.policy.FormChanges.Asked;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.document.Draft;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Outcome;
import dev.agentsafe.editors.form.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
  private Runnable leaving = () -> {};
  private int choices;
  private int misses;
  private String missed = "";
  private int caret;
  private boolean caretMoved;
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
    // Beside a text that is typed the form need not be right before its problems are shown.
    var rested = work.rested(Duration.ofMillis(100), this::load);
    Runnable now = this::load;
    policies.draft().subscribe(d -> (d.map(Draft::file).equals(file) ? rested : now).run());
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

  /** Somebody looks: from now on it follows the draft and its caret. */
  void show() {
    shown = true;
    load();
  }

  /** Nobody looks any more: what was typed is in the text, and nothing is read until then. */
  void hide() {
    leaving.run();
    shown = false;
  }

  /** Shows the fields of a record, and where it stands in the text. */
  void open(Where at) {
    if (!record.equals(Optional.of(at))) {
      choose(at);
    }
    point(at);
  }

  /** What is typed still belongs to the record that was shown. */
  private void choose(Where at) {
    leaving.run();
    choices++;
    record = Optional.of(at);
    load();
  }

  /** Does this before another record than the one that is shown is chosen. */
  void beforeLeaving(Runnable action) {
    leaving = action;
  }

  /** Shows where in the text something stands. */
  void point(Where at) {
    page.get().ifPresent(now -> point(now.form(), at));
  }

  /** Says why something that was done in the form is not in the text. */
  void say(String why) {
    misses++;
    missed = why;
    message.set(why);
  }

  private void point(Form form, Where at) {
    var line = form.line(at);
    place.set(Optional.of(new Location(file.map(Path::toString).orElse(""), line, 1)));
  }

  /** The caret is in a line, counted from 1: the record there is shown. */
  void caret(int line) {
    caret = line;
    caretMoved = !shown;
    if (!shown) {
      return;
    }
    page.get()
        .filter(now -> !writing)
        .flatMap(now -> Cards.at(now.form(), line))
        .filter(at -> !record.equals(Optional.of(at)))
        .ifPresent(this::choose);
  }

  /** Shows or hides what is in a mapping or an item. */
  void fold(Where at) {
    if (!unfolded.remove(at)) {
      unfolded.add(at);
    }
    load();
  }

  /** Gives a place a value. */
  void set(Where at, Value value) {
    make(at, (form, now) -> new Asked.Made(new Change.Set(now, value)));
  }

  /** Takes a key away. */
  void clear(Where at) {
    make(at, (form, now) -> new Asked.Made(new Change.Clear(now)));
  }

  /** Does something with what is shown at a place, once what was done before is in the text. */
  void make(Where at, FormChanges.Wording wording) {
    changes.make(new FormChanges.Step(at, wording, choices));
  }

  /** Adds an item to a list: what it needs, granting nothing. */
  void add(Where list) {
    make(
        list,
        (form, at) ->
            new Asked.Made(
                new Change.Add(at, desk.fresh(form, at)),
                Cards.list(form)
                    .filter(at::equals)
                    .map(records -> records.item(Cards.count(form, records)))));
  }

  /** Takes the record that is shown out of the file. */
  void remove() {
    item().ifPresent(at -> make(at, Items::remove));
  }

  /** Moves the record that is shown past the one above or below it. */
  void move(boolean up) {
    item().ifPresent(at -> make(at, Items.past(up)));
  }

  private Optional<Where> item() {
    return record.filter(at -> at.index().isPresent());
  }

  /**
   * Does something once all changes are in the text, with those that this makes; not where one of
   * them could not be made.
   */
  void settled(Runnable commit, Runnable then) {
    int before = misses;
    commit.run();
    changes.settled(() -> {
      if (misses == before) {
        then.run();
      } else {
        policies.tell(Words.of("form.unsaved", missed));
      }
    });
  }

  /** Takes what came of changes. */
  private final class Changed implements FormChanges.Owner {
    @Override
    public Optional<FormDesk.Page> current() {
      return page.get()
          .filter(now -> policies.draft().get().filter(draft -> isOf(now, draft)).isPresent());
    }

    @Override
    public FormDesk.Look look() {
      return FormViewModel.this.look();
    }

    @Override
    public void changed(
        FormChanges.Step step, Asked.Made made, Outcome outcome, FormDesk.Page after) {
      switch (outcome) {
        case Outcome.Refused(var why) -> {
          say(Words.of("form.refused", why));
          refusals.set(refusals.get() + 1);
        }
        case Outcome.Changed changed -> {
          // Who chose another record meanwhile stays there.
          var then = step.choice() == choices ? made.then() : Optional.<Where>empty();
          take(look().after(made.change(), then), changed, after);
        }
      }
    }

    @Override
    public void old() {
      say(Words.of("form.old"));
      refusals.set(refusals.get() + 1);
    }

    @Override
    public void failed(String why) {
      say(why);
    }
  }

  private FormDesk.Look look() {
    return new FormDesk.Look(record, unfolded);
  }

  private void take(FormDesk.Look look, Outcome.Changed changed, FormDesk.Page after) {
    message.set(
        changed.lost().isEmpty()
            ? ""
            : Words.of("form.lost", changed.lost().size(), String.join("  ", changed.lost())));
    boolean other = !record.equals(look.record());
    record = look.record();
    unfolded.clear();
    unfolded.addAll(look.unfolded());
    page.set(Optional.of(after));
    if (!changed.edits().isEmpty()) {
      // The caret goes along with the text: nobody chose another record.
      writing = true;
      policies.replace(changed.after().text());
      writing = false;
    }
    record.filter(at -> other).ifPresent(at -> point(changed.after(), at));
    load();
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
    var wanted = look();
    if (page.get().filter(now -> isOf(now, draft) && now.look().equals(wanted)).isPresent()) {
      catchUp();
      return;
    }
    if (!file.equals(Optional.of(draft.file()))) {
      file = Optional.of(draft.file());
      record = Optional.empty();
      unfolded.clear();
      message.set("");
      page.set(Optional.empty());
    }
    var look = look();
    loading = true;
    again = false;
    work.quietly(
        progress -> desk.form(draft.file(), draft.text()).map(form -> desk.page(form, look)),
        read -> {
          loading = false;
          if (!again) {
            record = read.flatMap(now -> now.look().record());
            page.set(read);
            catchUp();
          }
          follow();
        },
        why -> {
          loading = false;
          message.set(why);
          follow();
        });
  }

  /** The caret moved while nobody looked. */
  private void catchUp() {
    if (caretMoved) {
      caret(caret);
    }
  }

  private void follow() {
    if (again) {
      load();
    }
  }
}
