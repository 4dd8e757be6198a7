package dev.agentsafe.core.index;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A read model of the journal: search, counters, threads; thread-safe.
 *
 * <p>Nothing is true only here: it follows the journal on a thread of its own, never makes it wait,
 * and is thrown away and built anew where it is missing, damaged, not closed in order, of another
 * format or of another journal.
 */
public final class Index implements AutoCloseable {
  /** No page is longer. */
  public static final int LONGEST_PAGE = 1_000;

  private static final int LONGEST_THREAD = 2_000;
  private static final int MOST_IDS = 200;
  private static final int ALREADY_OPEN = 90020;

  private static final int MOST_REPAIRS = 3;

  private final Place place;
  private final Feed feed;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Live live;
  private int repairs;

  /** The tables and what keeps them current. */
  private record Live(Store store, Follower follower) {
    private void close() throws SQLException {
      follower.close();
      store.close();
    }
  }

  private Index(Place place, Feed feed) throws SQLException {
    this.place = place;
    this.feed = feed;
    live = begin();
  }

  private Live begin() throws SQLException {
    var store = sound();
    try {
      if (!belongs(store, feed)) {
        store.clear();
      }
      var follower =
          new Follower(store, feed, store.last(), () -> listeners.forEach(Runnable::run));
      follower.start();
      return new Live(store, follower);
    } catch (SQLException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The tables, made anew where they were not closed in order or have changed since. */
  private Store sound() throws SQLException {
    try {
      if (!place.isSound()) {
        place.clear();
      }
      var store = Store.open(place.url());
      place.breakSeal();
      return store;
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  /**
   * Opens the index of that folder and begins to follow the journal; where the folder cannot be
   * used, because another window has it open or it cannot be written, the index lives in memory.
   */
  public static Index open(Path folder, Feed feed) {
    return onDisk(folder, feed).orElseGet(() -> inMemory(feed));
  }

  /** An index in memory that begins to follow the journal. */
  public static Index inMemory(Feed feed) {
    try {
      return new Index(Place.memory(), feed);
    } catch (SQLException e) {
      throw new CoreException("The search index cannot be made in memory.", e);
    }
  }

  private static Optional<Index> onDisk(Path folder, Feed feed) {
    return Place.of(folder).flatMap(place -> onDisk(place, feed));
  }

  private static Optional<Index> onDisk(Place place, Feed feed) {
    try {
      return Optional.of(new Index(place, feed));
    } catch (SQLException e) {
      return e.getErrorCode() == ALREADY_OPEN ? Optional.empty() : anew(place, feed);
    }
  }

  /** Throws a damaged index away; nothing is lost with it. */
  private static Optional<Index> anew(Place place, Feed feed) {
    try {
      place.clear();
      return Optional.of(new Index(place, feed));
    } catch (IOException | SQLException e) {
      return Optional.empty();
    }
  }

  /** Whether the newest indexed entry is the journal's entry of that position. */
  private static boolean belongs(Store store, Feed feed) throws SQLException {
    var last = store.last();
    if (last < 0) {
      return true;
    }
    if (last >= feed.size().getAsLong()) {
      return false;
    }
    var hash = new ArrayList<String>();
    feed.history()
        .read(
            last,
            entry -> {
              if (entry.seq() == last) {
                hash.add(entry.chain().entryHash());
              }
            });
    return hash.equals(List.of(store.hash(last)));
  }

  /** The newest rows of a query. */
  public Page search(Query query, int limit) {
    return search(query, limit, Long.MAX_VALUE);
  }

  /**
   * Rows of a query that are older than that position, newest first.
   *
   * @param limit 1 to {@link #LONGEST_PAGE}; what is beyond is cut
   */
  public Page search(Query query, int limit, long before) {
    var where = Where.of(query);
    return ask(store -> store.page(where, before, Math.clamp(limit, 1, LONGEST_PAGE)));
  }

  /**
   * Rows of a query from a place among them on, oldest first; what was found there stays there,
   * however many entries follow.
   *
   * @param from 0 for the oldest
   * @param limit 1 to {@link #LONGEST_PAGE}; what is beyond is cut
   */
  public List<Row> slice(Query query, long from, int limit) {
    var where = Where.of(query);
    return ask(store -> store.slice(where, from, Math.clamp(limit, 1, LONGEST_PAGE)));
  }

  /** How many entries a query finds. */
  public long count(Query query) {
    return ask(store -> store.count(Where.of(query)));
  }

  /** How many of a query's entries there are of each decision. */
  public Map<String, Long> decisions(Query query) {
    return ask(store -> store.decisions(Where.of(query)));
  }

  /**
   * The commonest values of a field among a query's entries, the commonest first.
   *
   * @param limit how many; 1 to {@link #LONGEST_PAGE}, what is beyond is cut
   */
  public Map<String, Long> facet(Query query, Query.Field field, int limit) {
    return ask(
        store -> store.facet(Where.of(query), field.column(), Math.clamp(limit, 1, LONGEST_PAGE)));
  }

  /**
   * How a query's entries lie in time, from the oldest to the newest of them.
   *
   * @param parts how many; 1 to {@link #LONGEST_PAGE}, what is beyond is cut
   */
  public Histogram histogram(Query query, int parts) {
    var where = Where.of(query);
    return ask(store -> histogram(store, where, Math.clamp(parts, 1, LONGEST_PAGE)));
  }

  private static Histogram histogram(Store store, Where where, int parts) {
    var span = store.span(where);
    if (span.isEmpty()) {
      return new Histogram(Instant.EPOCH, Instant.EPOCH, List.of());
    }
    long from = span.get()[0];
    long length = (span.get()[1] - from) / parts + 1;
    var found = store.parts(where, from, length);
    var counts = new ArrayList<Long>();
    for (long part = 0; part < parts; part++) {
      counts.add(found.getOrDefault(part, 0L));
    }
    return new Histogram(instant(from), instant(from + length * parts), counts);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * Everything that belongs to a decision, question, run or correlation, oldest first: its
   * approval, ticket, run, and what undid it.
   */
  public List<Row> thread(String id) {
    return ask(store -> thread(store, id));
  }

  private static List<Row> thread(Store store, String id) {
    var ids = new LinkedHashSet<String>();
    ids.add(id);
    var known = 0;
    while (known < ids.size() && ids.size() < MOST_IDS) {
      known = ids.size();
      ids.addAll(store.neighbours(List.copyOf(ids), MOST_IDS));
    }
    return store.linked(List.copyOf(ids), LONGEST_THREAD);
  }

  /** The positions of the entries that belong to that id directly, in order. */
  public List<Long> positions(String id) {
    return ask(store -> store.linked(List.of(id), LONGEST_THREAD).stream().map(Row::seq).toList());
  }

  /** Asks the tables; where they turn out to be damaged, builds them anew and asks again. */
  private <T> T ask(Function<Store, T> question) {
    var asked = live;
    try {
      if (!asked.follower().isBroken()) {
        return question.apply(asked.store());
      }
    } catch (CoreException e) {
      if (isRepaired(asked)) {
        return question.apply(live.store());
      }
      throw e;
    }
    return question.apply((isRepaired(asked) ? live : asked).store());
  }

  /** Builds damaged tables anew, unless somebody did; false where that does not help. */
  private synchronized boolean isRepaired(Live damaged) {
    if (!live.equals(damaged)) {
      return true;
    }
    if (repairs >= MOST_REPAIRS) {
      return false;
    }
    repairs++;
    try {
      damaged.close();
    } catch (SQLException e) {
      // Damaged tables may not even close; they are thrown away all the same.
    }
    try {
      place.clear();
      live = begin();
      return true;
    } catch (IOException | SQLException e) {
      return false;
    }
  }

  /** How many entries are indexed. */
  public long size() {
    return live.follower().last() + 1;
  }

  /** Whether it stopped following, because its storage failed; the next question repairs it. */
  public boolean isBroken() {
    return live.follower().isBroken();
  }

  /** Waits until all that is durable now is indexed; false where that takes longer. */
  public boolean awaitCurrent(Duration atMost) throws InterruptedException {
    return live.follower().await(atMost.toNanos());
  }

  /**
   * Calls back after each batch that was indexed, on the index's thread; quick callbacks only.
   *
   * @return ends the subscription
   */
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized void close() {
    try {
      live.close();
      place.seal();
      place.release();
    } catch (SQLException | IOException e) {
      throw new CoreException("The search index cannot be closed; it is built anew next time.", e);
    }
  }
}
