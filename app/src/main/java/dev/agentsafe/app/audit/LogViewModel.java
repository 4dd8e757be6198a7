package dev.agentsafe.app.audit;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Archive;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.index.Query;
import dev.agentsafe.core.index.QueryParser;
import dev.agentsafe.core.index.QueryParser.Parsed;
import dev.agentsafe.core.index.QueryParser.Trouble;
import dev.agentsafe.core.index.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/**
 * The whole journal as far as it is indexed, what a query finds of it, and one entry; FX thread.
 */
public final class LogViewModel {
  private static final Duration TICK = Duration.ofMillis(500);

  private final Seat seat;
  private final Work work;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<ObservableList<LogLine>> found;
  private final ReadOnlyObjectWrapper<Optional<LogDetail>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<List<Trouble>> troubles =
      new ReadOnlyObjectWrapper<>(this, "troubles", List.of());
  private final ReadOnlyObjectWrapper<Archive.Progress> progress =
      new ReadOnlyObjectWrapper<>(this, "progress", new Archive.Progress(0, 0));
  private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper(this, "count", "");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final StringProperty query = new SimpleStringProperty(this, "query", "");
  private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused");
  private Optional<Archive> archive = Optional.empty();
  private LogLines lines = new LogLines(page -> {});
  private Query wanted = Query.ALL;
  private int searches;
  private long total;
  private boolean opening;
  private boolean counting;
  private boolean again;

  /** The journal at that seat; nothing is read before {@link #open}. */
  public LogViewModel(Seat seat, Work work, Clock clock) {
    this.seat = seat;
    this.work = work;
    this.clock = clock;
    found = new ReadOnlyObjectWrapper<>(this, "found", lines);
    query.subscribe((was, is) -> parse());
    paused.subscribe((was, is) -> tell());
  }

  /** What the query finds, newest first; another list for another query. */
  public ReadOnlyObjectProperty<ObservableList<LogLine>> found() {
    return found.getReadOnlyProperty();
  }

  /** The entry in view. */
  public ReadOnlyObjectProperty<Optional<LogDetail>> selected() {
    return selected.getReadOnlyProperty();
  }

  /** What is wrong with the query; while something is, the last good one stays. */
  public ReadOnlyObjectProperty<List<Trouble>> troubles() {
    return troubles.getReadOnlyProperty();
  }

  /** How far the index is. */
  public ReadOnlyObjectProperty<Archive.Progress> progress() {
    return progress.getReadOnlyProperty();
  }

  /** How many were found, in words. */
  public ReadOnlyStringProperty count() {
    return count.getReadOnlyProperty();
  }

  /** What could not be read; empty: nothing. */
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** What is looked for. */
  public StringProperty query() {
    return query;
  }

  /** Whether new entries wait outside the list. */
  public BooleanProperty paused() {
    return paused;
  }

  /** Begins to read: the first time somebody looks. */
  public void open() {
    if (opening || archive.isPresent()) {
      return;
    }
    opening = true;
    work.quietly(
        p -> seat.archive(),
        opened -> {
          archive = Optional.of(opened);
          opened.onChange(() -> work.onScreen(this::refresh));
          work.every(
              TICK,
              () -> {
                if (!progress.get().isCurrent()) {
                  refresh();
                }
              });
          begin();
        },
        why -> {
          opening = false;
          problem.set(Words.of("log.unread", why));
        });
  }

  /** Counts again what is found. */
  public void refresh() {
    if (archive.isEmpty()) {
      return;
    }
    if (counting) {
      again = true;
      return;
    }
    counting = true;
    again = false;
    var index = archive.get();
    var asked = wanted;
    work.quietly(
        p -> new Counted(asked, index.count(asked), index.progress()),
        this::counted,
        why -> {
          counting = false;
          problem.set(Words.of("log.unread", why));
        });
  }

  private record Counted(Query query, long total, Archive.Progress progress) {}

  private void counted(Counted answer) {
    counting = false;
    progress.set(answer.progress());
    if (answer.query().equals(wanted)) {
      problem.set("");
      if (answer.total() < total) {
        // The index was thrown away and is built anew.
        begin();
        return;
      }
      total = answer.total();
      if (!paused.get()) {
        lines.grow(total);
      }
      tell();
      if (selected.get().isEmpty() && lines.size() > 0) {
        lines.get(0).row().ifPresent(row -> select(row.seq()));
      }
    }
    if (again) {
      refresh();
    }
  }

  private void parse() {
    switch (QueryParser.parse(query.get(), clock.instant())) {
      case Parsed.Bad(var wrong) -> troubles.set(wrong);
      case Parsed.Good(var good) -> {
        troubles.set(List.of());
        if (!good.equals(wanted)) {
          wanted = good;
          begin();
        }
      }
    }
  }

  /** Looks for what is wanted now from the start. */
  private void begin() {
    total = 0;
    var search = ++searches;
    lines = new LogLines(page -> read(search, page));
    found.set(lines);
    refresh();
  }

  /** Reads a page of that search, unless another has begun meanwhile. */
  private void read(int search, long page) {
    if (search != searches) {
      return;
    }
    var into = lines;
    var asked = wanted;
    archive.ifPresent(index ->
        work.quietly(
            p -> index.slice(asked, page * LogLines.PAGE, LogLines.PAGE),
            rows -> {
              into.put(page, rows);
              if (search == searches && selected.get().isEmpty() && !rows.isEmpty()) {
                select(rows.getLast().seq());
              }
            },
            why -> {
              into.failed(page);
              problem.set(Words.of("log.unread", why));
            }));
  }

  private void tell() {
    if (!paused.get()) {
      lines.grow(total);
    }
    var outside = total - lines.size();
    count.set(
        wanted.terms().isEmpty()
            ? Words.of("log.all", total, outside)
            : Words.of("log.count", total, progress.get().indexed(), outside));
  }

  /** Brings an entry into view, whether the query finds it or not. */
  public void select(long seq) {
    if (archive.isEmpty() || selected.get().filter(d -> d.entry().seq() == seq).isPresent()) {
      return;
    }
    var index = archive.get();
    work.quietly(
        p -> detail(index, seq),
        read -> {
          if (read.isPresent()) {
            selected.set(read);
          }
        },
        why -> problem.set(Words.of("log.unread", why)));
  }

  private Optional<LogDetail> detail(Archive index, long seq) {
    var entry = seat.entry(seq);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    var before = seq == 0 ? Optional.<AuditEntry>empty() : seat.entry(seq - 1);
    var after = seat.entry(seq + 1);
    var root = entry.get().subject().correlationId().orElse(entry.get().chain().eventId());
    return Optional.of(LogDetail.of(entry.get(), before, after, thread(index, root)));
  }

  private static List<Row> thread(Archive index, String root) {
    var all = index.thread(root);
    return all.subList(0, Math.min(all.size(), LogDetail.THREAD));
  }

  /** Where an entry is in the list, as far as it is held. */
  int indexOf(long seq) {
    return lines.find(seq).orElse(-1);
  }
}
