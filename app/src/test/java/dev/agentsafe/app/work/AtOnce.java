package dev.agentsafe.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Work without threads: everything is done at once, by whoever asks for it. */
public final class AtOnce implements Work {
  private final ObservableList<Job> none = FXCollections.observableArrayList();

  @Override
  public <T> Job start(
      String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    quietly(body, done, failed);
    return new Job(label);
  }

  @Override
  public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    T answer;
    try {
      answer = body.run(new Quiet());
    } catch (Exception e) {
      failed.accept(String.valueOf(e.getMessage()));
      return;
    }
    done.accept(answer);
  }

  @Override
  public void onScreen(Runnable action) {
    action.run();
  }

  @Override
  public Runnable every(Duration period, Runnable action) {
    return () -> {};
  }

  @Override
  public ObservableList<Job> running() {
    return none;
  }

  /** Progress that nobody watches. */
  private static final class Quiet implements Work.Progress {
    @Override
    public void at(double fraction, String note) {
      assertThat(fraction).isBetween(0.0, 1.0);
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
