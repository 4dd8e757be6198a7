package dev.agentsafe.core.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a durable append can be: callers queue up bytes, one thread writes and forces them
 * in batches and wakes the callers. No chain, no hash, no encoding: the limit to compare with.
 */
final class GroupCommitProbe implements AutoCloseable {
  private final FileChannel channel;
  private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
  private final ByteBuffer batch = ByteBuffer.allocateDirect(1 << 20);
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closing;

  private static final class Request {
    private final byte[] bytes;
    private final Thread caller = Thread.currentThread();
    private volatile boolean durable;

    Request(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  GroupCommitProbe(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  void append(byte[] bytes) {
    var request = new Request(bytes);
    queue.add(request);
    if (idle) {
      LockSupport.unpark(thread);
    }
    while (!request.durable) {
      LockSupport.park(this);
    }
  }

  private void run() {
    var waiting = new ArrayList<Request>();
    while (!closing) {
      for (var next = queue.poll(); next != null; next = queue.poll()) {
        waiting.add(next);
        batch.put(next.bytes);
      }
      if (waiting.isEmpty()) {
        idle = true;
        if (queue.isEmpty() && !closing) {
          LockSupport.park(this);
        }
        idle = false;
        continue;
      }
      try {
        channel.write(batch.flip());
        channel.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      batch.clear();
      for (var request : waiting) {
        request.durable = true;
        LockSupport.unpark(request.caller);
      }
      waiting.clear();
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
