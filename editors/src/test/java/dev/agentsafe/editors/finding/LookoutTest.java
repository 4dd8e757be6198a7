package dev.agentsafe.editors.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Nothing waits for an expression that does not end. */
final class LookoutTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<BooleanSupplier> calledOff = Collections.synchronizedList(new ArrayList<>());

  private String never(BooleanSupplier off) {
    threads.add(Thread.currentThread());
    calledOff.add(off);
    begun.release();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      ended.release();
    }
    return "found";
  }

  @Test
  void whatTakesTooLongIsLeftAloneAndOnlySoManyAreLeft() throws Exception {
    var lookout = new Lookout(Duration.ofMillis(5));
    for (int i = 0; i < 6; i++) {
      assertThat(lookout.look(this::never, () -> false, "ended")).isEqualTo("ended");
    }
    assertThat(threads)
        .hasSizeLessThanOrEqualTo(4)
        .allSatisfy(thread -> {
          assertThat(thread.isVirtual()).isFalse();
          assertThat(thread.isDaemon()).isTrue();
        });
    assertThat(calledOff).allMatch(BooleanSupplier::getAsBoolean);
    end.countDown();
    ended.acquire(4);
    var patient = new Lookout(Duration.ofMinutes(1));
    assertThat(patient.look(off -> off.getAsBoolean() + "", () -> true, "ended")).isEqualTo("true");
    for (int i = 0; i < 6; i++) {
      assertThat(patient.look(off -> off.getAsBoolean() + "", () -> false, "ended"))
          .as("what has ended makes room for the next")
          .isEqualTo("false");
    }
  }

  @Test
  void oneMoreWaitsForThoseThatAreAboutToEnd() throws Exception {
    var lookout = new Lookout(Duration.ofMinutes(1));
    var looks = new ArrayList<FutureTask<String>>();
    for (int i = 0; i < 5; i++) {
      looks.add(new FutureTask<>(() -> lookout.look(this::never, () -> false, "ended")));
    }
    looks.subList(0, 4).forEach(look -> Thread.ofPlatform().daemon().start(look));
    begun.acquire(4);
    var last = Thread.ofPlatform().daemon().start(looks.getLast());
    while (last.isAlive() && last.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    end.countDown();
    for (var look : looks) {
      assertThat(look.get()).isEqualTo("found");
    }
  }
}
