package dev.agentsafe.executors.kubernetes;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** One connection through a forward: bytes up to the pod and down from it. */
final class Passage {
  private static final int DATA = 0;
  private static final int ERROR = 1;

  /** How long the pod may still say something to a caller that says no more. */
  private static final int PATIENCE_LOOKS = 10;

  private static final long LOOK_MILLIS = 500;

  private final Socket caller;
  private final Channels channels;
  private final AtomicLong sent;
  private final AtomicLong received;
  private final int buffer;
  private volatile boolean callerDone;

  Passage(Socket caller, Channels channels, AtomicLong sent, AtomicLong received, int buffer) {
    this.caller = caller;
    this.channels = channels;
    this.sent = sent;
    this.received = received;
    this.buffer = buffer;
  }

  /** Carries what the caller says to the pod until the caller says no more. */
  void up() {
    var bytes = new byte[buffer];
    try {
      for (int n = caller.getInputStream().read(bytes);
          n >= 0;
          n = caller.getInputStream().read(bytes)) {
        // Counted first: what may have gone is never missing from what is recorded.
        sent.addAndGet(n);
        channels.send(DATA, bytes, n);
      }
    } catch (IOException e) {
      // One side has gone; the way down ends the connection.
      callerDone = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      callerDone = true;
    }
  }

  /** Carries what the pod says to the caller until the pod says no more, or it is over. */
  void down(BooleanSupplier over) throws IOException, InterruptedException {
    var hello = new Hello();
    int quiet = 0;
    while (!over.getAsBoolean() && quiet < PATIENCE_LOOKS) {
      var next = channels.next(LOOK_MILLIS);
      if (next.isEmpty()) {
        if (channels.ended().isPresent()) {
          return;
        }
        // The protocol has no half of an end: a caller may only have nothing more to say.
        quiet = callerDone ? quiet + 1 : 0;
        continue;
      }
      quiet = 0;
      var said = hello.without(next.get());
      if (said.isEmpty()) {
        continue;
      }
      if (said.get().channel() == ERROR) {
        return;
      }
      if (said.get().channel() == DATA) {
        received.addAndGet(said.get().bytes().length);
        caller.getOutputStream().write(said.get().bytes());
      }
    }
  }

  /** What comes first of each channel is its port, and nothing of the pod. */
  static final class Hello {
    private final boolean[] heard = new boolean[2];

    Optional<Channels.Message> without(Channels.Message message) {
      int channel = message.channel();
      if (channel >= 0 && channel < heard.length && !heard[channel]) {
        heard[channel] = true;
        return Optional.empty();
      }
      return Optional.of(message);
    }
  }
}
