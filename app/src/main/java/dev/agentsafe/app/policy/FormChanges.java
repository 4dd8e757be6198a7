package dev.agentsafe.app.policy;

import dev.agentsafe.app.work.Work;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Outcome;
import dev.agentsafe.editors.form.Where;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;

/** Makes changes one after the other, each of the form that the one before left; FX thread only. */
final class FormChanges {
  private final FormDesk desk;
  private final Work work;
  private final Owner owner;
  private final Deque<Step> waiting = new ArrayDeque<>();
  private final Deque<Runnable> settled = new ArrayDeque<>();
  private boolean changing;

  /**
   * Something that somebody did with what is shown.
   *
   * @param at what it was done with; it goes along with changes that are made before its turn
   * @param wording says which change it is
   * @param choice which choice of a record was the last one then
   */
  record Step(Where at, Wording wording, int choice) {
    void refused() {
      wording.refused(at);
    }
  }

  /** Says which change is meant, away from the screen. */
  interface Wording {
    /** That of a form, with the place where what it was done with stands in it. */
    Asked of(Form now, Where at);

    /**
     * It came to nothing when its turn came.
     *
     * @param at where what it was done with stood by then
     */
    default void refused(Where at) {}
  }

  /** What is to be done when its turn comes. */
  sealed interface Asked {
    /**
     * A change.
     *
     * @param then the record that is shown after it; empty where it stays the same
     */
    record Made(Change change, Optional<Where> then) implements Asked {
      Made(Change change) {
        this(change, Optional.empty());
      }
    }

    /** Nothing: it is as it should be. */
    record Nothing() implements Asked {}

    /**
     * Nothing, and that is to be said.
     *
     * @param why in words for people
     */
    record Not(String why) implements Asked {}
  }

  /** Whose form it is. */
  interface Owner {
    /** What is shown; empty where the text is another one by now. */
    Optional<FormDesk.Page> current();

    /** What is looked at. */
    FormDesk.Look look();

    /** Takes what came of a change; the text is still that of the form. */
    void changed(Step step, Asked.Made made, Outcome outcome, FormDesk.Page after);

    /** What is shown is older than the text: a change may be meant for something else. */
    void old();

    /** It could not be done, or not even be tried. */
    void failed(String why);
  }

  FormChanges(FormDesk desk, Work work, Owner owner) {
    this.desk = desk;
    this.work = work;
    this.owner = owner;
  }

  /** Makes a change once those before it are made. */
  void make(Step step) {
    waiting.add(step);
    next();
  }

  /** Does something once all changes are in the text. */
  void settled(Runnable then) {
    settled.add(then);
    next();
  }

  /** What came of a step, and of which text. */
  private record Done(Asked asked, Optional<Outcome> outcome, FormDesk.Page page) {}

  private void next() {
    if (changing) {
      return;
    }
    var step = waiting.poll();
    if (step == null) {
      while (!settled.isEmpty()) {
        settled.poll().run();
      }
      return;
    }
    var now = owner.current();
    if (now.isEmpty()) {
      old(step);
      next();
      return;
    }
    changing = true;
    make(step, now.get());
  }

  private void make(Step step, FormDesk.Page now) {
    var look = owner.look();
    work.quietly(
        progress -> done(step, now, look),
        done -> {
          changing = false;
          take(step, now, done);
          next();
        },
        why -> {
          changing = false;
          owner.failed(why);
          step.refused();
          next();
        });
  }

  private Done done(Step step, FormDesk.Page now, FormDesk.Look look) {
    var asked = step.wording().of(now.form(), step.at());
    if (!(asked instanceof Asked.Made(var change, var then))) {
      return new Done(asked, Optional.empty(), now);
    }
    var outcome = now.form().change(change);
    var after =
        outcome instanceof Outcome.Changed changed
            ? desk.page(changed.after(), look.after(change, then))
            : now;
    return new Done(asked, Optional.of(outcome), after);
  }

  private void take(Step step, FormDesk.Page before, Done done) {
    // Another page of the same text, such as one of another record, is as good.
    var text = before.form().text();
    if (owner.current().filter(page -> page.form().text().equals(text)).isEmpty()) {
      old(step);
      return;
    }
    switch (done.asked()) {
      case Asked.Made made -> {
        var outcome = done.outcome().orElseThrow();
        if (outcome instanceof Outcome.Changed) {
          follow(made.change());
        }
        owner.changed(step, made, outcome, done.page());
        if (outcome instanceof Outcome.Refused) {
          step.refused();
        }
      }
      case Asked.Nothing nothing -> {}
      case Asked.Not(var why) -> {
        owner.failed(why);
        step.refused();
      }
    }
  }

  /**
   * What waits was done with what is shown: that stands elsewhere now, or is not there any more.
   */
  private void follow(Change made) {
    var all = new ArrayDeque<>(waiting);
    waiting.clear();
    for (var step : all) {
      step.at()
          .after(made)
          .ifPresent(at -> waiting.add(new Step(at, step.wording(), step.choice())));
    }
  }

  /** What waits was meant for another text too. */
  private void old(Step step) {
    var all = new ArrayList<>(waiting);
    waiting.clear();
    owner.old();
    step.refused();
    all.forEach(Step::refused);
  }
}
