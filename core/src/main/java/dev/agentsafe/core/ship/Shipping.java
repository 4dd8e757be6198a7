package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Ships what becomes durable, each shipper on a thread of its own; thread-safe.
 *
 * <p>The journal never waits for it: shippers read the file behind the writer, and each keeps its
 * place. A parcel that does not arrive is tried again, at first after a second, then ever more
 * seldom, at least every five minutes. Whoever fails holds up nobody else.
 */
public final class Shipping implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Shipping.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final List<Runner> runners = new ArrayList<>();
  private final Runnable unsubscribe;
  private boolean closed;
  private long news;

  /**
   * Where lines come from and where places are kept.
   *
   * @param durable how many lines of the log are durable
   * @param folder where cursors are kept
   * @param retry the first wait after a failure
   */
  public record Source(Path log, LongSupplier durable, Path folder, Clock clock, Duration retry) {
    /** The usual wait, the system's clock. */
    public Source(Path log, LongSupplier durable, Path folder) {
      this(log, durable, folder, Clock.systemUTC(), Duration.ofSeconds(1));
    }
  }

  /** A shipper, by name. */
  public record Post(String name, Shipper shipper, boolean fromNow) {
    /** One that ships from the beginning. */
    public Post(String name, Shipper shipper) {
      this(name, shipper, false);
    }
  }

  private Shipping(Source source, List<Post> posts, Function<Runnable, Runnable> subscribe) {
    for (var post : posts) {
      try {
        switch (Carrier.open(config(source, post))) {
          case Carrier.Opened.Ours(var carrier) -> runners.add(new Runner(post, source, carrier));
          case Carrier.Opened.Taken(var holder) -> {
            LOG.log(Level.WARNING, "`{0}` is shipped by {1}", post.name(), holder);
            post.shipper().close();
          }
        }
      } catch (CoreException e) {
        LOG.log(Level.ERROR, "`" + post.name() + "` is not shipped: " + e.getMessage());
        post.shipper().close();
      }
    }
    unsubscribe = subscribe.apply(this::wake);
    runners.forEach(Runner::start);
  }

  /**
   * Begins to ship.
   *
   * @param subscribe calls back for what becomes durable; what it returns ends that
   */
  public static Shipping start(
      Source source, List<Post> posts, Function<Runnable, Runnable> subscribe) {
    return new Shipping(source, posts, subscribe);
  }

  static Carrier.Config config(Source source, Post post) {
    return new Carrier.Config(
        new Carrier.Named(post.name(), post.shipper(), post.fromNow()),
        source.log(),
        source.durable(),
        source.folder(),
        source.clock());
  }

  /** There may be something new. */
  private synchronized void wake() {
    news++;
    notifyAll();
  }

  /** Waits for news or so long; false once closed. */
  private synchronized boolean pause(long seen, Duration atMost, boolean untilNews)
      throws InterruptedException {
    var end = System.nanoTime() + atMost.toNanos();
    while (!closed && !(untilNews && news != seen)) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return !closed;
  }

  private synchronized long news() {
    return news;
  }

  /** One shipper's thread. */
  private final class Runner implements Runnable {
    private final Post post;
    private final Carrier carrier;
    private final Duration shortest;
    private final Thread thread;

    Runner(Post post, Source source, Carrier carrier) {
      this.post = post;
      this.carrier = carrier;
      this.shortest = source.retry();
      this.thread = Thread.ofPlatform().daemon().name("ship " + post.name()).unstarted(this);
    }

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try {
        carry();
      } catch (InterruptedException e) {
        // Closed: whatever is under way is delivered again at the next start.
        LOG.log(Level.DEBUG, "`{0}` was told to stop", post.name());
      } finally {
        carrier.close();
      }
    }

    private void carry() throws InterruptedException {
      var wait = shortest;
      for (var on = true; on; ) {
        var seen = news();
        switch (attempt()) {
          case Carrier.Step.Moved moved -> {
            wait = shortest;
            on = pause(seen, Duration.ZERO, false);
          }
          case Carrier.Step.Level level -> on = pause(seen, LOOK_AGAIN, true);
          case Carrier.Step.Failed(var why) -> {
            LOG.log(Level.WARNING, "`{0}` could not ship: {1}", post.name(), why);
            on = pause(seen, wait, false);
            wait =
                wait.compareTo(LONGEST_WAIT.dividedBy(2)) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
          }
        }
      }
    }

    private Carrier.Step attempt() throws InterruptedException {
      try {
        return carrier.step();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "shipping `" + post.name() + "` failed", e);
        return new Carrier.Step.Failed(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Ends; a delivery that is under way is given up and made again at the next start. */
  @Override
  public void close() {
    unsubscribe.run();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    runners.forEach(r -> r.carrier.giveUp());
    for (var runner : runners) {
      try {
        runner.thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
