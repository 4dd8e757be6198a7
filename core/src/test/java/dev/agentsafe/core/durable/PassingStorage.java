package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Hands everything on to another one; whoever is different somewhere says where. */
class PassingStorage implements Disk.Storage {
  private final Disk.Storage storage;

  PassingStorage(Disk.Storage storage) {
    this.storage = storage;
  }

  @Override
  public long size() throws IOException {
    return storage.size();
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    storage.write(bytes, position);
  }

  @Override
  public void truncate(long size) throws IOException {
    storage.truncate(size);
  }

  @Override
  public void force() throws IOException {
    storage.force();
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
