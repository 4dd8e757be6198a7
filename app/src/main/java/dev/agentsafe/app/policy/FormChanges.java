package dev.agentsafe.app.policy;

import dev.agentsafe.app.work.Work;
import dev.agentsafe.editors.form.Change;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Outcome;
import dev.agentsafe.editors.form.Where;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/** Makes changes one after the other, each of the form that the one before left; FX thread only. */
final class FormChanges {
  private final FormDesk desk;
  private final Work work;
  private final Owner owner;
  private final Deque<Step> waiting = new ArrayDeque<>();
  private final Deque<Runnable> settled = new ArrayDeque<>();
  private boolean changing;

  /**
   * A change, and which record is shown after it.
   *
   * @param change made of the form as it is when its turn comes
   */
  record Step(Function<Form, Change> change, Optional<Where> then) {}

  /** Whose form it is. */
  interface Owner {
    /** What is shown; empty where the text is another one by now. */
    Optional<FormDesk.Page> current();

    /** What is looked at when that record is. */
    FormDesk.Look look(Optional<Where> record);

    /** Takes what came of a change; the text is still that of the form. */
    void changed(Step step, Outcome outcome, FormDesk.Page after);

    /** What is shown is older than the text: a change may be meant for something else. */
    void old();

    /** It could not even be tried. */
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

  private record Done(Outcome outcome, FormDesk.Page page) {}

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
      waiting.clear();
      owner.old();
      next();
      return;
    }
    changing = true;
    make(step, now.get());
  }

  private void make(Step step, FormDesk.Page now) {
    var look = owner.look(step.then());
    work.quietly(
        progress -> {
          var outcome = now.form().change(step.change().apply(now.form()));
          return new Done(
              outcome,
              outcome instanceof Outcome.Changed changed ? desk.page(changed.after(), look) : now);
        },
        done -> {
          changing = false;
          if (owner.current().filter(page -> page.form().equals(now.form())).isPresent()) {
            owner.changed(step, done.outcome(), done.page());
          } else {
            owner.old();
          }
          next();
        },
        why -> {
          changing = false;
          owner.failed(why);
          next();
        });
  }
}
