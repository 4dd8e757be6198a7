package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run and what is known of it so far; thread-safe. */
final class LiveRun {
  private static final int MOST_OUTPUT_LINES = 2_000;

  private final RunId id;
  private final RunView.Asked asked;
  private final Optional<Turn> turn;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> output = new ArrayList<>();
  private Optional<RunRecord> record = Optional.empty();
  private Optional<Value.Fields> confidence = Optional.empty();

  private LiveRun(RunId id, RunView.Asked asked, Optional<Turn> turn) {
    this.id = id;
    this.asked = asked;
    this.turn = turn;
  }

  /** One that goes when its turn has come. */
  static LiveRun going(RunId id, RunView.Asked asked, Turn turn) {
    return new LiveRun(id, asked, Optional.of(turn));
  }

  /** One that is over. */
  static LiveRun over(RunId id, RunView.Asked asked, RunRecord record) {
    var run = new LiveRun(id, asked, Optional.empty());
    run.end(record);
    return run;
  }

  RunId id() {
    return id;
  }

  RunView.Asked asked() {
    return asked;
  }

  synchronized void say(String line) {
    if (output.size() < MOST_OUTPUT_LINES) {
      output.add(line);
    }
  }

  /** What its caller alone is to know. */
  synchronized void confide(Value.Fields secrets) {
    confidence = Optional.of(secrets);
  }

  /** What its caller alone is to know, once it has succeeded; it is forgotten by that. */
  synchronized Optional<Value.Fields> takeConfidence() {
    if (record.filter(RunRecord.Succeeded.class::isInstance).isEmpty()) {
      return Optional.empty();
    }
    var told = confidence;
    confidence = Optional.empty();
    return told;
  }

  /** Keeps it that long for its caller; what did not succeed tells nothing. */
  synchronized void keepConfidence(Duration time) {
    if (record.filter(RunRecord.Succeeded.class::isInstance).isEmpty()) {
      confidence = Optional.empty();
    } else if (confidence.isPresent()) {
      Thread.ofVirtual().name("confidence " + id).start(() -> forgetConfidence(time));
    }
  }

  private void forgetConfidence(Duration after) {
    try {
      Thread.sleep(after);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      confidence = Optional.empty();
    }
  }

  void end(RunRecord how) {
    know(how);
    ended.countDown();
  }

  /** More is known of how it ended. */
  synchronized void know(RunRecord how) {
    record = Optional.of(how);
  }

  synchronized Optional<RunRecord> record() {
    return record;
  }

  synchronized List<String> output() {
    return List.copyOf(output);
  }

  boolean isOver() {
    return record().isPresent();
  }

  /** The state that was found before its effect; empty where it is not known. */
  Value.Fields before() {
    return record().map(r -> r.account().before()).orElse(Value.EMPTY);
  }

  /** Calls it off; says whether it was not over. */
  boolean callOff(String why) {
    return turn.filter(t -> t.callOff(why)).isPresent();
  }

  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
