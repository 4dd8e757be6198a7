package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A disk that takes its time over whatever has some text.
 *
 * @param text what is written slowly
 * @param time how long that takes
 */
public record SlowDisk(String text, Duration time) implements Disk {
  @Override
  public Storage open(Path file) throws IOException {
    return new Slow(Disk.real().open(file), this);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Disk.real().rename(from, to);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    Disk.real().forceFolder(folder);
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().contains(text)) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while it wrote", e);
      }
    }
  }

  private static final class Slow extends PassingStorage {
    private final SlowDisk disk;

    Slow(Storage storage, SlowDisk disk) {
      super(storage);
      this.disk = disk;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      disk.write(bytes);
      super.write(bytes, position);
    }
  }
}
