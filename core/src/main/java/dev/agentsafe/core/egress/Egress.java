package dev.agentsafe.core.egress;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to what may be reached, and nowhere else; thread-safe.
 *
 * <p>The name is looked up once, every address is checked, and the connection goes to one of those
 * addresses: a name that answers differently the second time gains nothing. There are no redirects,
 * proxies, cookies, retries and decompression. A request takes no longer than its limit, also where
 * name server or answer come in drops.
 */
public final class Egress implements AutoCloseable {
  private static final int AT_ONCE = 16;

  private final Config config;
  private final Wire wire;
  private final Semaphore free = new Semaphore(AT_ONCE, true);

  /**
   * What it is made of.
   *
   * @param trust whose certificates are believed; names are checked in any case
   */
  public record Config(Reach reach, Limits limits, SSLContext trust, Resolver resolver) {}

  /**
   * How much a request may take.
   *
   * @param time for all of it: look-up, connection, answer
   * @param answerBytes a longer answer counts as none
   */
  public record Limits(Duration time, int answerBytes) {
    /** Ten seconds, one mebibyte. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(10), 1 << 20);

    /** What is said of a place that took longer. */
    String missed(String site) {
      return "`%s` did not answer within %s seconds".formatted(site, time.toMillis() / 1000.0);
    }
  }

  /** Opens with these parts; connects to nothing yet. */
  public Egress(Config config) {
    this(config, Wire.Sockets.direct());
  }

  Egress(Config config, Wire.Sockets sockets) {
    this.config = config;
    this.wire = new Wire(config, sockets);
  }

  /** Reaches those sites, trusts whom the system trusts, with the usual limits. */
  public static Egress to(Reach reach) {
    return new Egress(new Config(reach, Limits.USUAL, Trust.system(), Resolver.system()));
  }

  /** Sends a request and waits for what comes of it; an interrupt ends the wait and the request. */
  public Answer send(Call call) {
    var objection = call.objection();
    if (objection.isPresent()) {
      return new Answer.Refused(objection.get());
    }
    return switch (Destination.parse(call.url())) {
      case Destination.Read.Bad(var why) -> new Answer.Refused(why);
      case Destination.Read.Good(var destination) -> {
        var why = config.reach().objection(destination);
        yield why.isPresent() ? new Answer.Refused(why.get()) : deliver(call, destination);
      }
    };
  }

  private Answer deliver(Call call, Destination destination) {
    var end = System.nanoTime() + config.limits().time().toNanos();
    try {
      if (!free.tryAcquire(config.limits().time().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Answer.Unanswered(
            "`" + destination.site() + "` waits: too many requests are on their way", false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unanswered("the request was cancelled", false);
    }
    var exchange = new Exchange(call, destination);
    Thread.ofPlatform().daemon().name("egress " + destination.site()).start(exchange);
    return exchange.await(end);
  }

  /** A request on a thread of its own: the look-up of a name cannot be interrupted. */
  private final class Exchange implements Runnable {
    private final Wire.Sending sending;
    private final Destination destination;
    private @Nullable Answer answer;

    Exchange(Call call, Destination destination) {
      this.destination = destination;
      this.sending = wire.prepare(call, destination);
    }

    @Override
    public void run() {
      try {
        settle(sending.run());
      } catch (RuntimeException | Error e) {
        settle(new Answer.Unanswered("the request failed: " + e.getMessage(), true));
        throw e;
      } finally {
        free.release();
      }
    }

    private synchronized void settle(Answer settled) {
      answer = settled;
      notifyAll();
    }

    synchronized Answer await(long end) {
      try {
        var left = end - System.nanoTime();
        while (answer == null && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = end - System.nanoTime();
        }
        if (answer != null) {
          return answer;
        }
        return cancelled(config.limits().missed(destination.site()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return cancelled("the request was cancelled");
      }
    }

    private Answer cancelled(String why) {
      sending.cancel();
      return new Answer.Unanswered(why, sending.hasBegun());
    }
  }

  /** Closes connections that are kept for the next request. */
  @Override
  public void close() {
    wire.close();
  }
}
