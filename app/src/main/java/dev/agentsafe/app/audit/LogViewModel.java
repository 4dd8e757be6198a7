package dev.agentsafe.app.audit;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The newest entries of the journal, those that a query finds, and one in view; FX thread. */
public final class LogViewModel {
  /** How many entries are held at most; older ones are in the file. */
  static final int HELD = 20_000;

  private final Seat seat;
  private final Work work;
  private final ObservableList<AuditEntry> found = FXCollections.observableArrayList();
  private final ObservableList<AuditEntry> shown = FXCollections.unmodifiableObservableList(found);
  private final ReadOnlyObjectWrapper<Optional<AuditEntry>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<List<AuditEntry>> thread =
      new ReadOnlyObjectWrapper<>(this, "thread", List.of());
  private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper(this, "count", "");
  private final StringProperty query = new SimpleStringProperty(this, "query", "");
  private final List<AuditEntry> held = new ArrayList<>();
  private boolean reading;
  private boolean again;
  private long next;

  /** The journal at that seat. */
  public LogViewModel(Seat seat, Work work) {
    this.seat = seat;
    this.work = work;
    query.subscribe((was, is) -> sift());
    seat.subscribe(entry -> work.onScreen(this::refresh));
    refresh();
  }

  /** What the query finds, newest first. */
  public ObservableList<AuditEntry> found() {
    return shown;
  }

  /** The entry in view. */
  public ReadOnlyObjectProperty<Optional<AuditEntry>> selected() {
    return selected.getReadOnlyProperty();
  }

  /** The entries that belong together with the one in view. */
  public ReadOnlyObjectProperty<List<AuditEntry>> thread() {
    return thread.getReadOnlyProperty();
  }

  /** How many were found of how many, in words. */
  public ReadOnlyStringProperty count() {
    return count.getReadOnlyProperty();
  }

  /** What is looked for. */
  public StringProperty query() {
    return query;
  }

  /** Brings an entry into view. */
  public void select(AuditEntry entry) {
    selected.set(Optional.of(entry));
    thread.set(threadOf(entry));
  }

  /** Reads what is new, away from the screen. */
  public void refresh() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    var from = next;
    work.quietly(
        progress -> {
          var fresh = new ArrayList<AuditEntry>();
          seat.history(Math.max(from, seat.size() - HELD), fresh::add);
          return fresh;
        },
        this::add,
        why -> {
          reading = false;
          count.set(Words.of("log.unread", why));
        });
  }

  private void add(List<AuditEntry> fresh) {
    reading = false;
    if (!fresh.isEmpty()) {
      next = fresh.getLast().seq() + 1;
      held.addAll(fresh);
      if (held.size() > HELD) {
        held.subList(0, held.size() - HELD).clear();
      }
      var wanted = new Query(query.get());
      var hits = fresh.reversed().stream().filter(wanted).toList();
      found.addAll(0, hits);
      tell();
      selected.get().ifPresent(e -> thread.set(threadOf(e)));
      if (selected.get().isEmpty() && !found.isEmpty()) {
        select(found.getFirst());
      }
    }
    if (again) {
      refresh();
    }
  }

  private void sift() {
    var wanted = new Query(query.get());
    var all = List.copyOf(held);
    work.quietly(
        progress -> all.reversed().stream().filter(wanted).toList(),
        hits -> {
          found.setAll(hits);
          tell();
        },
        count::set);
  }

  private void tell() {
    count.set(Words.of("log.count", found.size(), next));
  }

  private List<AuditEntry> threadOf(AuditEntry entry) {
    var root = entry.subject().correlationId().orElse(entry.chain().eventId());
    return held.stream()
        .filter(e ->
            e.chain().eventId().equals(root)
                || e.subject().correlationId().filter(root::equals).isPresent())
        .toList();
  }
}
