package dev.agentsafe.core;

import dev.agentsafe.core.runner.Forward;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that is none, which notes how often it was closed. */
final class OpenPort implements Forward {
  static final Duration LIFE = Duration.ofMinutes(10);
  final AtomicInteger closings = new AtomicInteger();
  volatile Optional<String> broken = Optional.empty();
  volatile Duration life = LIFE;
  volatile boolean stiff;
  volatile CountDownLatch mayClose = new CountDownLatch(0);

  @Override
  public String address() {
    return "127.0.0.1:4711";
  }

  @Override
  public String leadsTo() {
    return "pod dev/web-1 port 80";
  }

  @Override
  public Duration life() {
    return life;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(2, 30, 400);
  }

  @Override
  public Optional<String> broken() {
    return broken;
  }

  @Override
  public void close() {
    closings.incrementAndGet();
    SmallWorld.await(mayClose);
    if (stiff) {
      throw new IllegalStateException("a socket that does not close");
    }
  }
}
