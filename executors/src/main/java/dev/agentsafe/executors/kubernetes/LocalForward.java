package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Forward;
import dev.agentsafe.executors.ExecutorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A port of the loopback interface that leads to a port of one pod; thread-safe.
 *
 * <p>Every connection is a conversation of its own with the API. It leads to the pod that was
 * approved and to no other that takes its name: that is looked at before each connection, and again
 * and again without one.
 */
final class LocalForward implements Forward {
  private static final String HERE = "127.0.0.1";
  private static final int MOST_CONNECTIONS = 64;
  private static final int BUFFER = 16 * 1024;
  private static final Duration SHUT_WITHIN = Duration.ofMillis(500);

  private final ServerSocket server;
  private final Lead lead;
  private final Duration life;
  private final Runnable after;
  private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Optional<String>> broken = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<Optional<Thread>> door = new AtomicReference<>(Optional.empty());
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /**
   * Where it leads to.
   *
   * @param uid of the pod that is meant
   * @param pulse how often it is looked whether it is still there
   */
  record Lead(Line line, String uid, int port, Duration pulse) {}

  /**
   * Takes that port of the loopback interface; nobody is let in yet.
   *
   * @param port 0 for any that is free
   * @param after is told once that it has ended
   * @throws IOException where the port is taken
   */
  LocalForward(int port, Lead lead, Duration life, Runnable after) throws IOException {
    this.server = new ServerSocket(port, MOST_CONNECTIONS, InetAddress.ofLiteral(HERE));
    this.lead = lead;
    this.life = life;
    this.after = after;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public String address() {
    return HERE + ":" + port();
  }

  @Override
  public String leadsTo() {
    return lead.line().pod() + " port " + lead.port();
  }

  @Override
  public Duration life() {
    return life;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(connections.get(), sent.get(), received.get());
  }

  @Override
  public Optional<String> broken() {
    return broken.get();
  }

  boolean isOpen() {
    return !closed.get();
  }

  /** Lets callers in from now on. */
  void open() {
    door.set(Optional.of(Thread.ofVirtual().name("forward " + address()).start(this::accept)));
    Thread.ofVirtual().name("forward-pulse " + address()).start(this::look);
  }

  private void accept() {
    while (!closed.get()) {
      try {
        var caller = server.accept();
        Thread.ofVirtual().name("forwarded " + address()).start(() -> serve(caller));
      } catch (IOException e) {
        // It was closed, or nothing can be accepted here any more.
        breakOff("this machine lets nobody in any more");
        return;
      }
    }
  }

  private void look() {
    try {
      while (!closed.get()) {
        Thread.sleep(lead.pulse());
        isThere();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the pod that is meant is there; where that cannot be read it is not said that not. */
  private boolean isThere() {
    if (closed.get()) {
      return false;
    }
    var pod = lead.line().pod();
    try {
      var live = lead.line().live();
      if (live.isEmpty()) {
        breakOff(pod + " is gone");
      } else if (!lead.uid().equals(live.get().getMetadata().getUid())) {
        breakOff("another pod has taken the place of " + pod);
      } else if (!Pods.running(live.get())) {
        breakOff(pod + " does not run any more");
      }
    } catch (ExecutorException e) {
      return !closed.get();
    }
    return !closed.get();
  }

  private void breakOff(String why) {
    if (!closed.get()) {
      broken.compareAndSet(Optional.empty(), Optional.of(why));
      close();
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      callers.add(caller);
      if (callers.size() > MOST_CONNECTIONS || !isThere()) {
        return;
      }
      caller.setTcpNoDelay(true);
      connections.incrementAndGet();
      try (var channels = lead.line().to(lead.port())) {
        var passage = new Passage(caller, channels, sent, received, BUFFER);
        var up = Thread.ofVirtual().name("forward-up " + address()).start(passage::up);
        passage.down(closed::get);
        up.interrupt();
      }
      // A connection that ended may have ended with its pod.
      isThere();
    } catch (Failure | IOException e) {
      // The caller sees the end of its connection; whether the pod is there is looked at anyhow.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      callers.remove(caller);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.close();
      for (var caller : callers) {
        caller.close();
      }
    } catch (IOException e) {
      throw new ExecutorException("A forwarded port could not be closed.", e);
    } finally {
      lead.line().close();
      after.run();
      awaitShut();
    }
  }

  /** The system keeps a port open until nobody waits at it any more. */
  private void awaitShut() {
    var waiting = door.get().filter(thread -> thread != Thread.currentThread());
    try {
      if (waiting.isPresent()) {
        var _ = waiting.get().join(SHUT_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
