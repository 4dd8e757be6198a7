package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A disk whose n-th operation goes wrong; the operations before it are real. Afterwards the process
 * counts as dead: whatever is tried next fails too, unless the fault is one that passes.
 */
public final class FaultyDisk implements Disk {
  private final Disk real = Disk.real();
  private final Fault fault;
  private final boolean dies;
  private int left;
  private boolean dead;

  /** How an operation goes wrong. */
  public enum Fault {
    /** Nothing of it happens. */
    BEFORE,
    /** A write lands by half; anything else does not happen. */
    TORN,
    /** All of it happens, and the caller does not learn of it. */
    AFTER
  }

  /**
   * A disk with one fault.
   *
   * @param operations how many succeed before it
   * @param dies whether everything after it fails too, as after a crash
   */
  public FaultyDisk(int operations, Fault fault, boolean dies) {
    this.left = operations;
    this.fault = fault;
    this.dies = dies;
  }

  /** Whether the fault happened. */
  public synchronized boolean struck() {
    return dead;
  }

  /** Counts anew: from now on so many operations succeed before the fault. */
  public synchronized void arm(int operations) {
    left = operations;
  }

  private interface Operation {
    void run() throws IOException;
  }

  private synchronized void attempt(Operation whole, Operation half) throws IOException {
    if (dead) {
      if (dies) {
        throw new IOException("No such device");
      }
      whole.run();
      return;
    }
    if (left-- > 0) {
      whole.run();
      return;
    }
    dead = true;
    switch (fault) {
      case BEFORE -> {
        // Nothing happens.
      }
      case TORN -> half.run();
      case AFTER -> whole.run();
    }
    throw new IOException("No space left on device");
  }

  private static void nothing() {}

  @Override
  public Storage open(Path file) throws IOException {
    attempt(() -> real.open(file).close(), FaultyDisk::nothing);
    return new FaultyStorage(real.open(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    attempt(() -> real.rename(from, to), FaultyDisk::nothing);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    attempt(() -> real.forceFolder(folder), FaultyDisk::nothing);
  }

  private final class FaultyStorage implements Storage {
    private final Storage storage;

    FaultyStorage(Storage storage) {
      this.storage = storage;
    }

    @Override
    public long size() throws IOException {
      return storage.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      var half = bytes.slice(bytes.position(), bytes.remaining() / 2);
      attempt(() -> storage.write(bytes, position), () -> storage.write(half, position));
    }

    @Override
    public void truncate(long size) throws IOException {
      attempt(() -> storage.truncate(size), FaultyDisk::nothing);
    }

    @Override
    public void force() throws IOException {
      attempt(storage::force, FaultyDisk::nothing);
    }

    @Override
    public boolean bearsInterrupts() {
      return storage.bearsInterrupts();
    }

    @Override
    public void close() throws IOException {
      storage.close();
    }
  }
}
