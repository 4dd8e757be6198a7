package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A conversation with an API over a WebSocket each of whose messages begins with the number of its
 * channel; one thread reads, one sends.
 *
 * <p>The client's own commands and forwards are not used: they open other connections beside it,
 * and send without waiting for what was sent before, which the JDK's WebSocket answers by losing
 * it.
 */
final class Channels implements AutoCloseable {
  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final int GOING_AWAY = 1001;
  private static final long LOOK_AGAIN_NANOS = 50_000;
  private static final long LOOK_SELDOM_NANOS = 5_000_000;

  private final Ear ear = new Ear();
  private final WebSocket socket;

  /** A message of a channel. */
  static final class Message {
    private final int channel;
    private final byte[] bytes;

    private Message(int channel, byte[] bytes) {
      this.channel = channel;
      this.bytes = bytes;
    }

    int channel() {
      return channel;
    }

    /** What was said; the reader's own. */
    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** What comes: a message, or the end of all of them. */
  private sealed interface Came {
    record Next(Message message) implements Came {}

    record End(String why) implements Came {}
  }

  /**
   * Asks for that address and waits until the API agrees.
   *
   * @param path from the API's root on, with its query
   * @param patience how long it may take to agree
   * @throws ExecutionException where the API does not agree, or cannot be reached
   */
  Channels(KubernetesClient client, String path, Duration patience)
      throws ExecutionException, InterruptedException {
    var api = client.getConfiguration().getMasterUrl().replaceAll("/+$", "");
    CompletableFuture<WebSocket> asked =
        client
            .getHttpClient()
            .newWebSocketBuilder()
            .uri(URI.create(api + path))
            .subprotocol(PROTOCOL)
            .buildAsync(ear);
    try {
      socket = asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      leaveAlone(asked);
      throw new ExecutionException(new HttpTimeoutException("the API did not agree in time"));
    } catch (InterruptedException e) {
      leaveAlone(asked);
      throw e;
    }
  }

  /** Whoever comes too late is not needed any more. */
  private static void leaveAlone(CompletableFuture<WebSocket> asked) {
    var _ = asked.thenAccept(late -> late.sendClose(GOING_AWAY, "nobody waits"));
  }

  /** The next message; empty: there are no more. */
  Optional<Message> next() throws InterruptedException {
    return heard(ear.came.take());
  }

  /** The same, where one comes in that time or all of them have ended. */
  Optional<Message> next(long millis) throws InterruptedException {
    var came = ear.came.poll(millis, TimeUnit.MILLISECONDS);
    return came == null ? Optional.empty() : heard(came);
  }

  private Optional<Message> heard(Came came) {
    return switch (came) {
      case Came.Next(var message) -> {
        socket.request();
        yield Optional.of(message);
      }
      case Came.End end -> {
        // Whoever asks again is told the same.
        ear.came.add(end);
        yield Optional.empty();
      }
    };
  }

  /** Why there are no more messages; empty: there may be. */
  Optional<String> ended() {
    return ear.end.isDone() ? Optional.of(ear.end.join()) : Optional.empty();
  }

  /** Sends a message and waits until it is on its way. */
  void send(int channel, byte[] bytes, int length) throws IOException, InterruptedException {
    var message = ByteBuffer.allocate(length + 1);
    message.put((byte) channel).put(bytes, 0, length).flip();
    if (ear.end.isDone() || !socket.send(message)) {
      throw new IOException("the connection to the API has ended");
    }
    long pause = LOOK_AGAIN_NANOS;
    while (socket.queueSize() > 0) {
      if (ear.end.isDone()) {
        throw new IOException("the connection to the API has ended");
      }
      TimeUnit.NANOSECONDS.sleep(pause);
      pause = Math.min(2 * pause, LOOK_SELDOM_NANOS);
    }
  }

  @Override
  public void close() {
    boolean open = !ear.end.isDone();
    // First, so that nothing is sent from here on.
    ear.end("it was closed");
    if (open) {
      socket.sendClose(GOING_AWAY, "done");
    }
  }

  /** Takes what comes, one message at a time. */
  private static final class Ear implements WebSocket.Listener {
    final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
    final CompletableFuture<String> end = new CompletableFuture<>();

    @Override
    public void onMessage(WebSocket from, String text) {
      onMessage(from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer message) {
      if (!message.hasRemaining()) {
        from.request();
        return;
      }
      int channel = message.get();
      var bytes = new byte[message.remaining()];
      message.get(bytes);
      came.add(new Came.Next(new Message(channel, bytes)));
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
      end("the API closed the connection");
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end("the connection to the API broke");
    }

    void end(String why) {
      if (end.complete(why)) {
        came.add(new Came.End(why));
      }
    }
  }
}
