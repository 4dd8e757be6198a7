package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/** The questions that wait, the one in view, and what becomes of it; belongs to the FX thread. */
public final class InboxViewModel {
  private final Seat seat;
  private final Work work;
  private final Clock clock;
  private final ObservableList<Row> all = FXCollections.observableArrayList();
  private final FilteredList<Row> rows = new FilteredList<>(all);
  private final ObservableList<Row> shown = FXCollections.unmodifiableObservableList(rows);
  private final ReadOnlyIntegerWrapper open = new ReadOnlyIntegerWrapper(this, "open");
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ReadOnlyObjectWrapper<Optional<Row>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Execution>> run =
      new ReadOnlyObjectWrapper<>(this, "run", Optional.empty());
  private final ObjectProperty<Filter> filter =
      new SimpleObjectProperty<>(this, "filter", Filter.ALL);
  private final StringProperty search = new SimpleStringProperty(this, "search", "");
  private final Answer answer;
  private final ReviewsViewModel reviews;
  private final AtomicBoolean reading = new AtomicBoolean();
  private boolean again;

  /** What the screen shows of that seat. */
  public InboxViewModel(Seat seat, Work work, Clock clock) {
    this.seat = seat;
    this.work = work;
    this.clock = clock;
    now = new ReadOnlyObjectWrapper<>(this, "now", clock.instant());
    answer = new Answer(seat, work, this::refresh);
    reviews = new ReviewsViewModel(seat, work, clock, answer.unlocking());
    filter.subscribe(f -> sift());
    search.subscribe(s -> sift());
    // INVARIANT: the journal's thread only rings; the seat is read elsewhere.
    seat.subscribe(entry -> work.onScreen(this::refresh));
    work.every(Duration.ofSeconds(1), () -> now.set(clock.instant()));
    work.every(Duration.ofMillis(250), this::follow);
    refresh();
  }

  /** The rows that the filter shows, oldest first. */
  public ObservableList<Row> rows() {
    return shown;
  }

  /** How many questions are open, whatever the filter. */
  public ReadOnlyIntegerProperty open() {
    return open.getReadOnlyProperty();
  }

  /** The time that ages and countdowns are told by; ticks each second. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** The row in view. */
  public ReadOnlyObjectProperty<Optional<Row>> selected() {
    return selected.getReadOnlyProperty();
  }

  /** The run of the question in view, where one has begun. */
  public ReadOnlyObjectProperty<Optional<Execution>> run() {
    return run.getReadOnlyProperty();
  }

  /** Which questions the list shows. */
  public ObjectProperty<Filter> filter() {
    return filter;
  }

  /** Words that shown questions mention. */
  public StringProperty search() {
    return search;
  }

  /** The answer being given to the question in view. */
  public Answer answer() {
    return answer;
  }

  /** The approvals that somebody gave alone and nobody has looked at. */
  public ReviewsViewModel reviews() {
    return reviews;
  }

  /** Brings a row into view. */
  public void select(Row row) {
    if (selected.get().filter(r -> r == row).isPresent()) {
      return;
    }
    var left = selected.get();
    selected.set(Optional.of(row));
    run.set(Optional.empty());
    answer.about(row.question().get());
    left.filter(r -> !waits(r.question().get())).ifPresent(all::remove);
    refresh();
  }

  /** Brings the question of that id into view, where the list has it. */
  public void select(ApprovalId id) {
    filter.set(Filter.ALL);
    search.set("");
    all.stream().filter(r -> r.id().equals(id)).findFirst().ifPresent(this::select);
  }

  /** Brings the row so many rows further into view. */
  public void move(int rowsFurther) {
    if (!rows.isEmpty()) {
      var at = selected.get().map(rows::indexOf).orElse(-1);
      select(rows.get(Math.clamp(at + (long) rowsFurther, 0, rows.size() - 1)));
    }
  }

  /** Does something on the screen after what waits for it now. */
  void soon(Runnable action) {
    work.onScreen(action);
  }

  /** Reads the seat again, away from the screen. */
  public void refresh() {
    if (!reading.compareAndSet(false, true)) {
      again = true;
      return;
    }
    again = false;
    var inView = selected.get().map(Row::id);
    var offered =
        all.stream()
            .filter(r -> r.question().get().now().standing() instanceof Standing.Offered)
            .map(Row::id)
            .filter(id -> inView.filter(id::equals).isEmpty())
            .toList();
    work.quietly(
        progress ->
            new Read(
                seat.questions(),
                inView.flatMap(seat::question),
                offered.stream().flatMap(id -> seat.question(id).stream()).toList()),
        this::merge,
        why -> {
          reading.set(false);
          answer.tell(Words.of("inbox.unread", why));
        });
  }

  private record Read(List<Question> open, Optional<Question> shown, List<Question> offered) {}

  /** Whether somebody still has to say something: people, or the agent that was offered less. */
  private static boolean waits(Question question) {
    return question.open() || question.now().standing() instanceof Standing.Offered;
  }

  private void merge(Read read) {
    reading.set(false);
    var byId = new HashMap<ApprovalId, Question>();
    read.open().forEach(q -> byId.put(q.id(), q));
    read.offered().stream().filter(InboxViewModel::waits).forEach(q -> byId.put(q.id(), q));
    read.shown().ifPresent(q -> byId.put(q.id(), q));
    var kept = selected.get();
    all.removeIf(row -> kept.filter(k -> k == row).isEmpty() && !byId.containsKey(row.id()));
    for (var row : all) {
      Optional.ofNullable(byId.remove(row.id())).ifPresent(row::update);
    }
    // INVARIANT: what is new comes last, so that no row in view moves.
    read.open().stream().filter(q -> byId.containsKey(q.id())).forEach(q -> all.add(new Row(q)));
    open.set(read.open().size());
    now.set(clock.instant());
    kept.ifPresent(row -> answer.about(row.question().get()));
    if (kept.isEmpty() && !rows.isEmpty()) {
      select(rows.getFirst());
    }
    follow();
    if (again) {
      refresh();
    }
  }

  /** Looks for the run of the question in view until it is over. */
  private void follow() {
    var question = selected.get().map(r -> r.question().get());
    if (question.isEmpty()
        || !(question.get().now().standing() instanceof Standing.Approved)
        || run.get().map(Execution::over).orElse(false)) {
      return;
    }
    var auditId = question.get().what().auditId();
    work.quietly(
        progress -> seat.runOf(auditId),
        found -> {
          if (selected.get().filter(r -> wants(r, auditId)).isPresent()
              && !found.equals(run.get())) {
            run.set(found);
          }
        },
        answer::tell);
  }

  private static boolean wants(Row row, String auditId) {
    return row.question().get().what().auditId().equals(auditId);
  }

  private void sift() {
    var kind = filter.get();
    var words = search.get();
    rows.setPredicate(row -> {
      var question = row.question().get();
      return kind.shows(question) && Filter.mentions(question, words);
    });
  }
}
