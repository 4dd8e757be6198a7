package dev.agentsafe.app.work;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/** Runs what is slow away from the screen, and brings answers back to it. */
public interface Work {

  /**
   * Something slow.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Body<T> {
    /** Does it; away from the screen. */
    T run(Progress progress) throws Exception;
  }

  /** How something slow tells where it is; safe from any thread. */
  interface Progress {
    /** Says how far it is, from 0 to 1, and what it is doing. */
    void at(double fraction, String note);

    /** Whether it should end early. */
    boolean cancelled();
  }

  /**
   * Starts something slow that the status bar shows.
   *
   * @param done takes the answer, on the screen's thread
   * @param failed takes a sentence for people, on the screen's thread
   */
  <T> Job start(String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed);

  /** Starts something short that the status bar need not show. */
  <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed);

  /**
   * Starts something short that somebody who types waits for: however much else is going on, it
   * waits only for others of its kind.
   */
  default <T> void promptly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    quietly(body, done, failed);
  }

  /** Does it on the screen's thread, soon. Safe from any thread. */
  void onScreen(Runnable action);

  /**
   * Does one after the other on the screen's thread, and between them what else waits for it. Safe
   * from any thread.
   */
  default void inTurns(List<Runnable> steps) {
    if (!steps.isEmpty()) {
      onScreen(() -> {
        steps.getFirst().run();
        inTurns(steps.subList(1, steps.size()));
      });
    }
  }

  /**
   * Does it on the screen's thread again and again.
   *
   * @return ends it
   */
  Runnable every(Duration period, Runnable action);

  /**
   * Does it on the screen's thread once nothing has asked for it for that long: for what only has
   * to be right when somebody who types rests. Here at once.
   *
   * @return asks for it; for the screen's thread
   */
  default Runnable rested(Duration pause, Runnable action) {
    return action;
  }

  /** What is running; belongs to the screen. */
  ObservableList<Job> running();
}
