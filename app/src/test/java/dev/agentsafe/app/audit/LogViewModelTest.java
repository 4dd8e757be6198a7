package dev.agentsafe.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.Job;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Sensitivity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log lists what the index finds, follows the journal, and stands still when told to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LogViewModelTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

  private final SampleSeat seat = new SampleSeat(NOW);
  private final LogViewModel model =
      new LogViewModel(seat, new Unrung(), Clock.fixed(NOW, ZoneOffset.UTC));
  private int asked;

  @BeforeEach
  void fill() throws InterruptedException {
    for (var i = 0; i < 450; i++) {
      ask(i % 2 == 0 ? "even-bot" : "odd-bot");
    }
    seat.archive().open();
    indexed();
    model.open();
  }

  @Test
  void everyEntryIsInTheListNewestFirstAndReadWhenItIsLookedAt() {
    assertThat(model.found().get().size()).isEqualTo(450);
    assertThat(at(449).seq()).isZero();
    assertThat(at(0).seq()).isEqualTo(449);
  }

  @Test
  void queryFindsByTheIndexAndAWrongOneSaysWhereAndLeavesTheList() {
    model.query().set("caller:even-*");
    assertThat(model.found().get().size()).isEqualTo(225);
    assertThat(model.count().get()).isEqualTo("225 of 450 entries");

    model.query().set("caller:even-* colour:red");
    assertThat(model.troubles().get())
        .singleElement()
        .satisfies(t -> {
          assertThat(t.from()).isEqualTo(14);
          assertThat(t.message()).contains("`colour:` is no field");
        });
    assertThat(model.found().get().size()).isEqualTo(225);

    model.query().set("");
    assertThat(model.troubles().get()).isEmpty();
    assertThat(model.found().get().size()).isEqualTo(450);
  }

  @Test
  void newEntriesComeInAtTheTopAndWaitOutsideWhilePaused() throws InterruptedException {
    ask("late-bot");
    indexed();
    assertThat(model.found().get().size()).isEqualTo(451);
    model.paused().set(true);
    ask("later-bot");
    indexed();
    assertThat(model.found().get().size()).isEqualTo(451);
    assertThat(model.count().get()).contains("1 new");
    model.paused().set(false);
    assertThat(model.found().get().size()).isEqualTo(452);
    assertThat(at(0).what().caller()).isEqualTo("later-bot");
  }

  @Test
  void entryInViewIsShownWithItsNeighboursOfTheChain() {
    model.select(7);
    var detail = model.selected().get().orElseThrow();
    assertThat(detail.entry().seq()).isEqualTo(7);
    assertThat(detail.chain().before()).contains("1".repeat(64));
    assertThat(detail.followsBefore()).as("the sample's hashes are no chain").isFalse();
    assertThat(detail.chain().fits()).isFalse();
    assertThat(detail.line()).startsWith("{\"event_type\": ");
    model.select(100_000);
    assertThat(model.selected().get().orElseThrow().entry().seq()).isEqualTo(7);
  }

  /** A line is read when it is looked at for the first time. */
  private dev.agentsafe.core.index.Row at(int index) {
    model.found().get().get(index);
    return model.found().get().get(index).row().orElseThrow();
  }

  private void ask(String bot) {
    seat.ask(
        seat.scale(
            "apr-%012x".formatted(asked++),
            bot,
            "dev/web",
            Environment.DEV,
            Sensitivity.PUBLIC,
            Optional.empty(),
            0));
  }

  /** Waits for the index, which lives on its own thread. */
  private void indexed() throws InterruptedException {
    while (!seat.archive().progress().isCurrent()) {
      Thread.sleep(5);
    }
    model.refresh();
  }

  /** Work at once, where the index's own thread does not ring: this test says when to look. */
  private static final class Unrung implements Work {
    private final AtOnce all = new AtOnce();

    @Override
    public <T> Job start(
        String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
      return all.start(label, body, done, failed);
    }

    @Override
    public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
      all.quietly(body, done, failed);
    }

    @Override
    public void onScreen(Runnable action) {}

    @Override
    public Runnable every(Duration period, Runnable action) {
      return all.every(period, action);
    }

    @Override
    public ObservableList<Job> running() {
      return all.running();
    }
  }
}
