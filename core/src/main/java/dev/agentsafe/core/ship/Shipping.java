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

  private final Rounds rounds;

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
    var carriers = new ArrayList<Carrier>();
    for (var post : posts) {
      try {
        switch (Carrier.open(config(source, post))) {
          case Carrier.Opened.Ours(var carrier) -> carriers.add(carrier);
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
    rounds = Rounds.start(carriers, source.retry(), subscribe);
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

  /** Ends; a delivery that is under way is given up and made again at the next start. */
  @Override
  public void close() {
    rounds.close();
  }
}
