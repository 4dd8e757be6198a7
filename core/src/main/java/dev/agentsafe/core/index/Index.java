package dev.agentsafe.core.index;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A read model of the journal: search, counters, threads; thread-safe.
 *
 * <p>Nothing is true only here: it follows the journal on a thread of its own, never makes it wait,
 * and is thrown away and built anew where it is missing, damaged, of another format or of another
 * journal.
 */
public final class Index implements AutoCloseable {
  /** No page is longer. */
  public static final int LONGEST_PAGE = 1_000;

  private static final int LONGEST_THREAD = 2_000;
  private static final int MOST_IDS = 200;
  private static final int ALREADY_OPEN = 90020;

  private final Store store;
  private final Follower follower;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private Index(Store store, Feed feed) throws SQLException {
    this.store = store;
    follower = new Follower(store, feed, store.last(), () -> listeners.forEach(Runnable::run));
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
      return follow(Store.open("jdbc:h2:mem:" + UUID.randomUUID()), feed);
    } catch (SQLException e) {
      throw new CoreException("The search index cannot be made in memory.", e);
    }
  }

  private static Optional<Index> onDisk(Path folder, Feed feed) {
    var path = folder.toAbsolutePath().normalize().resolve("journal").toString();
    if (path.indexOf(';') >= 0) {
      return Optional.empty();
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return Optional.empty();
    }
    var url = "jdbc:h2:file:" + path + ";CACHE_SIZE=16384;TRACE_LEVEL_FILE=0";
    try {
      return Optional.of(follow(Store.open(url), feed));
    } catch (SQLException e) {
      return e.getErrorCode() == ALREADY_OPEN ? Optional.empty() : anew(folder, url, feed);
    }
  }

  /** Throws a damaged index away; nothing is lost with it. */
  private static Optional<Index> anew(Path folder, String url, Feed feed) {
    try {
      for (var name : List.of("journal.mv.db", "journal.trace.db")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      return Optional.of(follow(Store.open(url), feed));
    } catch (IOException | SQLException e) {
      return Optional.empty();
    }
  }

  private static Index follow(Store store, Feed feed) throws SQLException {
    if (!belongs(store, feed)) {
      store.clear();
    }
    var index = new Index(store, feed);
    index.follower.start();
    return index;
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
    return store.page(Where.of(query), before, Math.clamp(limit, 1, LONGEST_PAGE));
  }

  /** How many entries a query finds. */
  public long count(Query query) {
    return store.count(Where.of(query));
  }

  /** How many of a query's entries there are of each decision. */
  public Map<String, Long> decisions(Query query) {
    return store.decisions(Where.of(query));
  }

  /**
   * Everything that belongs to a decision, question, run or correlation, oldest first: its
   * approval, ticket, run, and what undid it.
   */
  public List<Row> thread(String id) {
    var ids = new LinkedHashSet<String>();
    ids.add(id);
    var known = 0;
    while (known < ids.size() && ids.size() < MOST_IDS) {
      known = ids.size();
      ids.addAll(store.neighbours(List.copyOf(ids), MOST_IDS));
    }
    return store.linked(List.copyOf(ids), LONGEST_THREAD);
  }

  /** How many entries are indexed. */
  public long size() {
    return follower.last() + 1;
  }

  /** Whether it stopped following, because its storage failed; what it has can still be read. */
  public boolean isBroken() {
    return follower.isBroken();
  }

  /** Waits until all that is durable now is indexed; false where that takes longer. */
  public boolean awaitCurrent(Duration atMost) throws InterruptedException {
    return follower.await(atMost.toNanos());
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
  public void close() {
    follower.close();
    try {
      store.close();
    } catch (SQLException e) {
      throw new CoreException("The search index cannot be closed; it is built anew next time.", e);
    }
  }
}
