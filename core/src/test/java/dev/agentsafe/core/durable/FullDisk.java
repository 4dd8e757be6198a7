package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A disk that has no room for all of one file; of bytes that do not fit some land. */
public final class FullDisk implements Disk {
  private final Disk real = Disk.real();
  private final Path limited;
  private int room = Integer.MAX_VALUE;
  private Optional<String> refused = Optional.empty();

  /** A disk with room enough for now. */
  public FullDisk(Path limited) {
    this.limited = limited.toAbsolutePath();
  }

  /** From now on there is room for so many bytes. */
  public synchronized void leaveRoomFor(int bytes) {
    room = bytes;
  }

  /** From now on there is no room for anything that has that text. */
  public synchronized void leaveNoRoomFor(String text) {
    refused = Optional.of(text);
  }

  private synchronized boolean refuses(ByteBuffer bytes) {
    return refused
        .filter(text -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().contains(text))
        .isPresent();
  }

  private synchronized int take(int wanted) {
    var given = Math.min(wanted, room);
    room -= given;
    return given;
  }

  @Override
  public Storage open(Path file) throws IOException {
    var storage = real.open(file);
    return file.toAbsolutePath().equals(limited) ? new Limited(storage) : storage;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    real.forceFolder(folder);
  }

  private final class Limited extends PassingStorage {
    Limited(Storage storage) {
      super(storage);
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      var fits = refuses(bytes) ? 0 : take(bytes.remaining());
      super.write(bytes.slice(bytes.position(), fits), position);
      if (fits < bytes.remaining()) {
        throw new IOException("No space left on device");
      }
    }
  }
}
