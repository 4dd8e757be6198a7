package dev.agentsafe.app.canary;

import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.Job;
import dev.agentsafe.app.work.Work;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/** Work of a screen that is looked at and changes no more: news of the world are left lying. */
final class Still implements Work {
  private final Work work = new AtOnce();

  @Override
  public <T> Job start(
      String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    return work.start(label, body, done, failed);
  }

  @Override
  public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    work.quietly(body, done, failed);
  }

  @Override
  public void onScreen(Runnable action) {}

  @Override
  public Runnable every(Duration period, Runnable action) {
    return () -> {};
  }

  @Override
  public ObservableList<Job> running() {
    return work.running();
  }
}
