package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.approval.ReviewStatement.Judgement;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The approvals that somebody gave alone, until somebody else has looked at them; FX thread. */
public final class ReviewsViewModel {
  private static final Duration TICK = Duration.ofSeconds(10);

  private final Seat seat;
  private final Work work;
  private final Unlocking unlocking;
  private final ReadOnlyObjectWrapper<List<Reviews.Open>> open =
      new ReadOnlyObjectWrapper<>(this, "open", List.of());
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ReadOnlyBooleanWrapper reviewing = new ReadOnlyBooleanWrapper(this, "reviewing");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");

  ReviewsViewModel(Seat seat, Work work, Clock clock, Unlocking unlocking) {
    this.seat = seat;
    this.work = work;
    this.unlocking = unlocking;
    now = new ReadOnlyObjectWrapper<>(this, "now", clock.instant());
    seat.subscribe(entry -> {
      if (concerns(entry)) {
        work.onScreen(this::refresh);
      }
    });
    work.every(TICK, () -> now.set(clock.instant()));
    refresh();
  }

  private static boolean concerns(AuditEntry entry) {
    var type = entry.chain().type();
    return type.equals(EntryType.BREAK_GLASS) || type.equals(EntryType.BREAK_GLASS_REVIEWED);
  }

  /** Those that wait, oldest first. */
  public ReadOnlyObjectProperty<List<Reviews.Open>> open() {
    return open.getReadOnlyProperty();
  }

  /** The time that what is overdue is told by. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** Whether somebody is about to review the oldest. */
  public ReadOnlyBooleanProperty reviewing() {
    return reviewing.getReadOnlyProperty();
  }

  /** Whether a review is on its way. */
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** What came of the last review, or what is missing; empty: nothing to say. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** What was found. */
  public StringProperty reason() {
    return reason;
  }

  /** The key that signs the review. */
  public Unlocking unlocking() {
    return unlocking;
  }

  /** The one that is reviewed next: the oldest. */
  public Optional<Reviews.Open> next() {
    return open.get().stream().findFirst();
  }

  /** Whether nobody may approve alone until the oldest was reviewed. */
  public boolean overdue() {
    return next().filter(r -> r.isOverdue(now.get())).isPresent();
  }

  /** Whether the oldest was given by the person who sits here, so that somebody else reviews it. */
  public boolean own() {
    return next().filter(r -> r.by().equals(seat.operator().id())).isPresent();
  }

  /** Opens the review of the oldest. */
  public void begin() {
    if (next().isPresent() && !own()) {
      message.set("");
      reviewing.set(true);
    }
  }

  /** Leaves it. */
  public void leave() {
    reviewing.set(false);
    message.set("");
    reason.set("");
    if (unlocking.isAskedBy(this)) {
      unlocking.cancel();
    }
  }

  /** Signs what was found, and gives it. */
  public void judge(boolean justified) {
    if (busy.get() || next().isEmpty()) {
      return;
    }
    if (reason.get().isBlank()) {
      message.set(Words.of("review.needed"));
      return;
    }
    send(next().get(), new Judgement(justified, reason.get().strip()));
  }

  private void send(Reviews.Open review, Judgement judgement) {
    if (unlocking.locked()) {
      unlocking.ask(this, () -> send(review, judgement));
      return;
    }
    busy.set(true);
    message.set("");
    work.quietly(
        progress -> seat.review(review, judgement),
        refused -> {
          busy.set(false);
          if (refused.isPresent()) {
            message.set(
                Words.of(
                    "answer.refused", Untrusted.line(refused.get().why()), refused.get().clause()));
          } else {
            leave();
          }
          refresh();
        },
        why -> {
          busy.set(false);
          message.set(Words.of("answer.failed", why));
        });
  }

  private void refresh() {
    work.quietly(progress -> seat.reviews(), this::merge, message::set);
  }

  private void merge(List<Reviews.Open> read) {
    var before = next();
    open.set(List.copyOf(read));
    if (!before.equals(next()) && reviewing.get()) {
      // What was written was meant for another one.
      leave();
    }
  }
}
