package dev.agentsafe.executors.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a command writes; the rest is counted, not kept; thread-safe. */
final class Capture extends OutputStream {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  Capture(int most) {
    this.most = most;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    total += length;
    kept.write(bytes, from, Math.min(length, most - kept.size()));
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Whether there was more. */
  synchronized boolean cut() {
    return total > most;
  }
}
