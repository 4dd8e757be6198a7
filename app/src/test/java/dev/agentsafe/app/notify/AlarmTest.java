package dev.agentsafe.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.ship.Rounds;
import dev.agentsafe.core.ship.Shipper.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** People are told of trouble with the journal past the journal, once each time. */
final class AlarmTest {
  private final AtomicReference<JournalHealth> health =
      new AtomicReference<>(health(Optional.empty(), Optional.empty()));
  private final List<Channel.Told> got = new ArrayList<>();
  private Delivery answer = new Delivery.Arrived();

  private static JournalHealth health(Optional<String> blocked, Optional<String> unsealed) {
    return new JournalHealth(7, 5, Optional.empty(), blocked, unsealed);
  }

  private Alarm alarm() {
    return new Alarm(
        "people",
        new Channel() {
          @Override
          public Delivery tell(Told told) {
            got.add(told);
            return answer;
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        },
        health::get,
        Clock.systemUTC());
  }

  private void blocked() {
    health.set(health(Optional.of("No space left on device"), Optional.empty()));
  }

  @Test
  void aWellJournalIsNoNews() throws Exception {
    try (var alarm = alarm()) {
      assertThat(alarm.step()).isInstanceOf(Rounds.Step.Level.class);
      assertThat(got).isEmpty();
    }
  }

  @Test
  void aJournalThatIsBlockedIsToldOnce() throws Exception {
    try (var alarm = alarm()) {
      blocked();
      assertThat(alarm.step()).isInstanceOf(Rounds.Step.Moved.class);
      assertThat(alarm.step()).isInstanceOf(Rounds.Step.Level.class);

      assertThat(got)
          .singleElement()
          .satisfies(told -> {
            assertThat(told.entry()).isEmpty();
            assertThat(told.notice().title()).contains("cannot be written");
            assertThat(told.notice().text()).contains("No space left on device");
          });
    }
  }

  @Test
  void whatDoesNotArriveIsToldAgainAsTheSame() throws Exception {
    try (var alarm = alarm()) {
      blocked();
      answer = new Delivery.Failed("not now");
      assertThat(alarm.step()).isEqualTo(new Rounds.Step.Failed("not now"));
      answer = new Delivery.Arrived();
      assertThat(alarm.step()).isInstanceOf(Rounds.Step.Moved.class);

      assertThat(got).extracting(Channel.Told::key).hasSize(2).containsOnly(got.getFirst().key());
    }
  }

  @Test
  void sealingThatFailsAndIsWellAgainIsTold() throws Exception {
    try (var alarm = alarm()) {
      health.set(health(Optional.empty(), Optional.of("no key")));
      alarm.step();
      health.set(health(Optional.empty(), Optional.empty()));
      alarm.step();

      assertThat(got)
          .extracting(told -> told.notice().title())
          .containsExactly(
              "The journal cannot be sealed: no ticket of high risk leaves",
              "The journal is sealed again");
    }
  }

  @Test
  void troubleThatIsOverBeforeItWasToldIsNotTold() throws Exception {
    try (var alarm = alarm()) {
      health.set(health(Optional.empty(), Optional.of("no key")));
      answer = new Delivery.Failed("not now");
      alarm.step();
      health.set(health(Optional.empty(), Optional.empty()));
      assertThat(alarm.step()).isInstanceOf(Rounds.Step.Level.class);
      assertThat(got).hasSize(1);
    }
  }

  /** Woken, it does not wait for its next look. */
  @Test
  void itIsToldAsSoonAsItIsNoticed() throws Exception {
    var told = new CountDownLatch(1);
    var wake = new AtomicReference<Runnable>();
    var alarm =
        new Alarm(
            "people",
            new Channel() {
              @Override
              public Delivery tell(Told each) {
                told.countDown();
                return new Delivery.Arrived();
              }

              @Override
              public void close() {
                // Nothing is open.
              }
            },
            health::get,
            Clock.systemUTC());
    try (var rounds =
        Rounds.start(
            List.of(alarm),
            Duration.ofMillis(5),
            waking -> {
              wake.set(waking);
              return () -> {};
            })) {
      blocked();
      wake.get().run();
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rounds).isNotNull();
    }
  }
}
