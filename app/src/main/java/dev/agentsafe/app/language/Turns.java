package dev.agentsafe.app.language;

import dev.agentsafe.app.work.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One thing after the other away from the screen: questions in the order in which they are asked,
 * and when none waits the latest look at everything. Thread-safe.
 *
 * <p>A look that waits is given up for a later one, so that somebody who types fast waits for the
 * last letter only.
 */
final class Turns {
  private final Work work;
  private final Deque<Runnable> questions = new ArrayDeque<>();
  private Optional<Runnable> look = Optional.empty();
  private boolean isBusy;

  Turns(Work work) {
    this.work = work;
  }

  /** Answers a question before anything is looked at again. */
  void ask(Runnable question) {
    synchronized (this) {
      questions.add(question);
    }
    begin();
  }

  /** Looks once no question waits, in the place of a look that waits. */
  void look(Runnable latest) {
    synchronized (this) {
      look = Optional.of(latest);
    }
    begin();
  }

  private void begin() {
    synchronized (this) {
      if (isBusy) {
        return;
      }
      isBusy = true;
    }
    work.promptly(
        progress -> {
          goOn();
          return true;
        },
        done -> {},
        why -> {});
  }

  private void goOn() {
    boolean isDone = false;
    try {
      for (var next = next(); next.isPresent(); next = next()) {
        next.get().run();
      }
      isDone = true;
    } finally {
      if (!isDone) {
        rest();
      }
    }
  }

  private synchronized void rest() {
    isBusy = false;
  }

  private synchronized Optional<Runnable> next() {
    var question = Optional.ofNullable(questions.poll());
    if (question.isPresent()) {
      return question;
    }
    var latest = look;
    look = Optional.empty();
    isBusy = latest.isPresent();
    return latest;
  }
}
