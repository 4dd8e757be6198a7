package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Forward;
import dev.agentsafe.executors.ExecutorException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A port of the loopback interface that leads to a port of one pod; thread-safe.
 *
 * <p>Every connection is a conversation of its own with the API. It leads to the pod that was
 * approved and to no other that takes its name: that is looked at before each connection, when it
 * is made, before a byte of it goes on, and again and again without one. Where it cannot be read,
 * nobody new is let in. Its time ends it also where nobody else does.
 */
final class LocalForward implements Forward {
  private static final System.Logger LOG = System.getLogger(LocalForward.class.getName());

  /** Where it listens, and nowhere else. */
  static final String HERE = "127.0.0.1";

  private static final int MOST_CONNECTIONS = 64;
  private static final int BUFFER = 16 * 1024;
  private static final Duration SHUT_WITHIN = Duration.ofMillis(500);
  private static final Duration BREATH = Duration.ofMillis(50);

  /** So many looks in a row may fail. */
  private static final int MOST_UNREAD = 10;

  private final ServerSocket server;
  private final Lead lead;
  private final Duration life;
  private final Runnable after;
  private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
  private final Set<Channels> conversations = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Optional<String>> broken = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch cut = new CountDownLatch(1);
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

  /** What a look at the pod found. */
  private enum Sight {
    THERE,
    GONE,
    UNREADABLE
  }

  /** Lets callers in from now on, for as long as it lives. */
  void open() {
    door.set(Optional.of(Thread.ofVirtual().name("forward " + address()).start(this::accept)));
    Thread.ofVirtual().name("forward-pulse " + address()).start(this::watch);
    Thread.ofVirtual().name("forward-end " + address()).start(this::endInTime);
  }

  private void endInTime() {
    if (!isOverWithin(life)) {
      close();
    }
  }

  /** Waits so long for its end; whether that came. Who is told to stop waiting leaves none open. */
  private boolean isOverWithin(Duration time) {
    try {
      return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var caller = server.accept();
        Thread.ofVirtual().name("forwarded " + address()).start(() -> serve(caller));
      } catch (IOException e) {
        // Closed; or this machine has too much open, which passes.
        if (isOverWithin(BREATH)) {
          return;
        }
      }
    }
  }

  private void watch() {
    int unread = 0;
    while (!isOverWithin(lead.pulse())) {
      unread = look() == Sight.UNREADABLE ? unread + 1 : 0;
      if (unread >= MOST_UNREAD) {
        breakOff("whether " + lead.line().pod() + " is still there could not be read for long");
      }
    }
  }

  private boolean isThere() {
    return look() == Sight.THERE;
  }

  /** Looks for the pod that is meant; where it is gone for good, this ends. */
  private Sight look() {
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
      int code = Failure.of(e).code();
      if (code == HttpURLConnection.HTTP_UNAUTHORIZED || code == HttpURLConnection.HTTP_FORBIDDEN) {
        breakOff(pod + " may not be read any more: " + e.getMessage());
      }
      return Sight.UNREADABLE;
    }
    return closed.get() ? Sight.GONE : Sight.THERE;
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
        converse(caller, channels);
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

  private void converse(Socket caller, Channels channels) throws IOException, InterruptedException {
    conversations.add(channels);
    try {
      // INVARIANT: whoever closes this sees the conversation, or is seen here. Another pod may
      // have taken the name before the connection was made: nothing goes on before it is known.
      if (!isThere()) {
        return;
      }
      var passage = new Passage(caller, channels, sent, received, BUFFER);
      var up = Thread.ofVirtual().name("forward-up " + address()).start(passage::up);
      passage.down(closed::get);
      up.interrupt();
    } finally {
      conversations.remove(channels);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      awaitCut();
      return;
    }
    try {
      over.countDown();
      // What was read of a caller already must not go on, so that the conversations end first.
      conversations.forEach(channels -> end(channels::close));
      end(server::close);
      callers.forEach(caller -> end(caller::close));
      end(() -> lead.line().close());
      after.run();
    } finally {
      cut.countDown();
    }
    awaitShut();
  }

  /** Whoever closes it too may say that nothing goes through only once that is so. */
  private void awaitCut() {
    try {
      var _ = cut.await(SHUT_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What has to be closed. */
  @FunctionalInterface
  private interface Ending {
    void run() throws IOException;
  }

  /** What goes wrong with one part keeps none of the others open. */
  private void end(Ending part) {
    try {
      part.run();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a part of " + address() + " was not closed", e);
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
