package dev.agentsafe.app.inbox;

import static java.util.stream.Collectors.toSet;

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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
    answer.about(row.card().get());
    left.filter(r -> !r.card().get().waits()).ifPresent(all::remove);
    refresh();
  }

  /** Brings the question of that id into view, where the list has it. */
  public void select(ApprovalId id) {
    filter.set(Filter.ALL);
    search.set("");
    all.stream().filter(r -> r.card().get().holds(id)).findFirst().ifPresent(this::select);
  }

  /** Whether the list has the question of that id, whatever the filter. */
  public boolean has(ApprovalId id) {
    return all.stream().anyMatch(r -> r.card().get().holds(id));
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
    var inView = selected.get().map(r -> r.card().get());
    var offered =
        all.stream()
            .map(r -> r.card().get())
            .filter(c -> !c.open() && c.plan().isEmpty() && c.waits())
            .toList();
    work.quietly(
        progress -> read(inView, offered),
        this::merge,
        why -> {
          reading.set(false);
          answer.tell(Words.of("inbox.unread", why));
        });
  }

  /**
   * What was read.
   *
   * @param waiting the cards that wait for somebody, oldest first
   * @param shown the one in view, whether it waits or not
   */
  private record Read(List<Card> waiting, Optional<Card> shown) {}

  private Read read(Optional<Card> inView, List<Card> offered) {
    var plans = seat.plans().open();
    var planned =
        plans.stream().flatMap(p -> p.questions().stream()).map(Question::id).collect(toSet());
    var waiting =
        Stream.of(
                plans.stream().flatMap(p -> Card.of(p).stream()),
                seat.questions().stream().filter(q -> !planned.contains(q.id())).map(Card::of),
                offered.stream()
                    .flatMap(c -> seat.question(c.lead().id()).stream())
                    .map(Card::of)
                    .filter(c -> !c.open() && c.waits()))
            .flatMap(cards -> cards)
            .sorted(Comparator.comparing(c -> c.lead().now().span().asked()))
            .toList();
    return new Read(waiting, inView.flatMap(this::again));
  }

  private Optional<Card> again(Card card) {
    return card.plan().isPresent()
        ? seat.plans().card(card.plan().get().course().id()).flatMap(Card::of)
        : seat.question(card.lead().id()).map(Card::of);
  }

  private void merge(Read read) {
    reading.set(false);
    var byKey = new LinkedHashMap<String, Card>();
    read.waiting().forEach(c -> byKey.put(c.key(), c));
    read.shown().ifPresent(c -> byKey.put(c.key(), c));
    var kept = selected.get();
    all.removeIf(row -> kept.filter(k -> k == row).isEmpty() && !byKey.containsKey(row.key()));
    for (var row : all) {
      Optional.ofNullable(byKey.remove(row.key())).ifPresent(row::update);
    }
    // INVARIANT: what is new comes last, so that no row in view moves.
    read.waiting().stream()
        .filter(c -> byKey.containsKey(c.key()))
        .forEach(c -> all.add(new Row(c)));
    open.set((int) read.waiting().stream().filter(Card::open).count());
    now.set(clock.instant());
    kept.ifPresent(row -> answer.about(row.card().get()));
    if (kept.isEmpty() && !rows.isEmpty()) {
      // In a turn of its own: showing a question for the first time takes as long as all the rest.
      work.onScreen(this::selectFirst);
    }
    follow();
    if (again) {
      refresh();
    }
  }

  private void selectFirst() {
    if (selected.get().isEmpty() && !rows.isEmpty()) {
      select(rows.getFirst());
    }
  }

  /** Looks for the run of the question in view until it is over. */
  private void follow() {
    var question =
        selected.get().map(r -> r.card().get()).filter(c -> c.plan().isEmpty()).map(Card::lead);
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
      var all = row.card().get().questions();
      return all.stream().anyMatch(kind::shows)
          && all.stream().anyMatch(q -> Filter.mentions(q, words));
    });
  }
}
