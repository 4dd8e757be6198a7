package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.index.Feed;
import dev.agentsafe.core.index.Histogram;
import dev.agentsafe.core.index.Index;
import dev.agentsafe.core.index.Page;
import dev.agentsafe.core.index.Query;
import dev.agentsafe.core.index.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The journal as it can be searched: an index that is built where it is missing, stale or damaged,
 * while everything else goes on; thread-safe.
 *
 * <p>Questions are answered at any time from what is indexed so far; {@link #progress} says how
 * much that is. Nothing is true only here.
 */
public final class Archive implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Archive.class.getName());

  private final Supplier<Index> make;
  private final Feed feed;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Index> index = Optional.empty();
  private Optional<Thread> opening = Optional.empty();
  private boolean closed;

  private Archive(Supplier<Index> make, Feed feed) {
    this.make = make;
    this.feed = feed;
  }

  /** An archive that keeps its index in that folder. */
  static Archive in(Path folder, Feed feed) {
    return new Archive(() -> Index.open(folder, feed), feed);
  }

  /** An archive that keeps its index in memory. */
  public static Archive inMemory(Feed feed) {
    return new Archive(() -> Index.inMemory(feed), feed);
  }

  /**
   * How far the index is.
   *
   * @param indexed entries that questions find
   * @param of entries there are
   */
  public record Progress(long indexed, long of) {
    /** Whether questions find everything. */
    public boolean isCurrent() {
      return indexed >= of;
    }
  }

  /** Begins to build or to follow, on a thread of its own; called again it does nothing. */
  public synchronized void open() {
    if (opening.isEmpty() && !closed) {
      opening = Optional.of(Thread.ofPlatform().daemon().name("archive").start(this::make));
    }
  }

  private void make() {
    try {
      var made = make.get();
      made.onChange(() -> listeners.forEach(Runnable::run));
      if (isTaken(made)) {
        listeners.forEach(Runnable::run);
      } else {
        made.close();
      }
    } catch (CoreException e) {
      LOG.log(System.Logger.Level.WARNING, "the journal cannot be searched", e);
    }
  }

  private synchronized boolean isTaken(Index made) {
    if (!closed) {
      index = Optional.of(made);
    }
    return !closed;
  }

  /** How far it is. */
  public Progress progress() {
    return new Progress(index.map(Index::size).orElse(0L), feed.size().getAsLong());
  }

  /**
   * Rows of a query, newest first, older than that position.
   *
   * @param before {@link Long#MAX_VALUE} for the newest
   */
  public Page search(Query query, int limit, long before) {
    return ask(i -> i.search(query, limit, before), new Page(List.of(), OptionalLong.empty()));
  }

  /**
   * Rows of a query from a place among them on, oldest first; see {@link Index#slice}.
   *
   * @param from 0 for the oldest
   */
  public List<Row> slice(Query query, long from, int limit) {
    return ask(i -> i.slice(query, from, limit), List.of());
  }

  /** How many entries a query finds. */
  public long count(Query query) {
    return ask(i -> i.count(query), 0L);
  }

  /** The commonest values of a field among a query's entries, the commonest first. */
  public Map<String, Long> facet(Query query, Query.Field field, int limit) {
    return ask(i -> i.facet(query, field, limit), Map.of());
  }

  /** How a query's entries lie in time. */
  public Histogram histogram(Query query, int parts) {
    return ask(
        i -> i.histogram(query, parts),
        new Histogram(java.time.Instant.EPOCH, java.time.Instant.EPOCH, List.of()));
  }

  /** Everything that belongs to a decision, question, run or plan, oldest first. */
  public List<Row> thread(String id) {
    return ask(i -> i.thread(id), List.of());
  }

  /**
   * Calls back when more is indexed, on the index's thread; quick callbacks only.
   *
   * @return ends the subscription
   */
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Where the entries of a decision are, as far as they are indexed.
   *
   * @param indexed entries from there on are not
   */
  record Positions(List<Long> seqs, long indexed) {
    /** Whether an entry is one of them. */
    static boolean belongs(AuditEntry entry, String auditId) {
      return Threads.decisionOf(entry).filter(auditId::equals).isPresent();
    }
  }

  Positions positions(String id) {
    var indexed = progress().indexed();
    var seqs = ask(i -> i.positions(id), List.<Long>of());
    return new Positions(seqs.stream().filter(s -> s < indexed).toList(), indexed);
  }

  private <T> T ask(Function<Index, T> question, T otherwise) {
    return index.map(question).orElse(otherwise);
  }

  @Override
  public void close() {
    Optional<Index> made;
    synchronized (this) {
      closed = true;
      made = index;
      index = Optional.empty();
    }
    made.ifPresent(Index::close);
  }
}
