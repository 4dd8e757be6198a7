package dev.agentsafe.app.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/** Work that is done at once, and while it is held answered only when somebody lets go. */
public final class Later implements Work {
  private final AtOnce work = new AtOnce();
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private boolean held;
  private int ticking;

  /** Keeps the answers of what is asked from now on. */
  public void hold() {
    held = true;
  }

  /** Gives the answer that was asked for first; the others are kept. */
  public void letGoFirst() {
    answers.remove().run();
  }

  /** Gives all answers, in the order in which they were asked for. */
  public void letGo() {
    held = false;
    while (!answers.isEmpty()) {
      answers.remove().run();
    }
  }

  /** Gives the answers that are there by now, the last first. */
  public void letGoLastFirst() {
    held = false;
    while (!answers.isEmpty()) {
      answers.removeLast().run();
    }
  }

  @Override
  public <T> Job start(
      String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    quietly(body, done, failed);
    return new Job(label);
  }

  @Override
  public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    work.<T>quietly(
        body,
        answer -> onScreen(() -> done.accept(answer)),
        why -> onScreen(() -> failed.accept(why)));
  }

  @Override
  public void onScreen(Runnable action) {
    if (held) {
      answers.add(action);
    } else {
      action.run();
    }
  }

  @Override
  public Runnable every(Duration period, Runnable action) {
    ticking++;
    return () -> ticking--;
  }

  /** How much is done again and again. */
  public int ticking() {
    return ticking;
  }

  @Override
  public ObservableList<Job> running() {
    return work.running();
  }
}
