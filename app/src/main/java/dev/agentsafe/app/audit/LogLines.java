package dev.agentsafe.app.audit;

import dev.agentsafe.core.index.Row;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;
import javafx.collections.ObservableListBase;

/**
 * All that a query finds, newest first, of which only what is looked at is held: pages are read
 * when a line of them is wanted. Belongs to the FX thread.
 *
 * <p>Pages are counted from the oldest line. A journal only grows, so a page that is full stays.
 */
final class LogLines extends ObservableListBase<LogLine> {
  /** How many lines are read at once. */
  static final int PAGE = 200;

  private static final int HELD = 40;

  private final LongConsumer wanted;
  private final Set<Long> asked = new HashSet<>();
  private final Map<Long, List<Row>> pages =
      new LinkedHashMap<>(HELD, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Row>> eldest) {
          if (size() <= HELD) {
            return false;
          }
          // The newest page is not full and stays asked for; looked at again it must be read.
          asked.remove(eldest.getKey());
          return true;
        }
      };
  private int size;

  /**
   * No lines yet.
   *
   * @param wanted is told of pages to read, each once until it is there
   */
  LogLines(LongConsumer wanted) {
    this.wanted = wanted;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public LogLine get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    var rank = size - 1L - index;
    var page = rank / PAGE;
    var rows = pages.getOrDefault(page, List.of());
    var at = (int) (rank % PAGE);
    if (at < rows.size()) {
      return new LogLine(rank, Optional.of(rows.get(at)));
    }
    if (asked.add(page)) {
      wanted.accept(page);
    }
    return new LogLine(rank, Optional.empty());
  }

  /**
   * Itself alone: two empty lists would be equal, and whoever shows one would not notice that the
   * other took its place.
   */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** So many are found by now; never fewer than before. */
  void grow(long total) {
    var more = (int) Math.min(Integer.MAX_VALUE, total) - size;
    if (more > 0) {
      // The newest page was read when it was shorter.
      asked.clear();
      beginChange();
      size += more;
      nextAdd(0, more);
      endChange();
    }
  }

  /** A page was read. */
  void put(long page, List<Row> rows) {
    pages.put(page, List.copyOf(rows));
    beginChange();
    for (var rank = page * PAGE; rank < Math.min(size, page * PAGE + rows.size()); rank++) {
      nextUpdate((int) (size - 1 - rank));
    }
    endChange();
    if (rows.size() == PAGE) {
      asked.remove(page);
    }
  }

  /** A page could not be read; it is asked for again when it is looked at. */
  void failed(long page) {
    asked.remove(page);
  }

  /** Where an entry is, as far as its page is held. */
  OptionalInt find(long seq) {
    for (var page : pages.entrySet()) {
      var rows = page.getValue();
      for (var at = 0; at < rows.size(); at++) {
        if (rows.get(at).seq() == seq) {
          var index = size - 1 - (page.getKey() * PAGE + at);
          return index < 0 ? OptionalInt.empty() : OptionalInt.of((int) index);
        }
      }
    }
    return OptionalInt.empty();
  }
}
