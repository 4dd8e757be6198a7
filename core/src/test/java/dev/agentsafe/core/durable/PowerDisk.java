package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power fails at some operation. Until then files are what was written to them; what
 * is left afterwards is told by {@link #leaveBehind}: of what was not forced each sector of 512
 * bytes is there or not, whatever the order of writing, and a name that was not forced is any of
 * those that it was since.
 *
 * <p>Nothing is forced for real, so that thousands of power cuts take seconds.
 */
public final class PowerDisk implements Disk {
  private static final int SECTOR = 512;

  private final Path folder;
  private final Random random;
  private final Map<Path, Inode> names = new HashMap<>();
  private final Map<Path, List<@Nullable Inode>> possible = new LinkedHashMap<>();
  private int left;
  private boolean off;

  /** What is on the medium, and what was asked for since the last force. */
  private static final class Inode {
    private byte[] durable;
    private byte[] current;
    private final List<Change> pending = new ArrayList<>();

    Inode(byte[] content) {
      durable = content;
      current = content;
    }
  }

  private sealed interface Change {
    record Write(long position, ByteBuffer bytes) implements Change {}

    record Truncate(long size) implements Change {}
  }

  /**
   * A disk that holds what is in a folder, all of it durable.
   *
   * @param operations so many are done before the power fails
   */
  public PowerDisk(Path folder, Random random, int operations) throws IOException {
    this.folder = folder;
    this.random = random;
    this.left = operations;
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        names.put(file, new Inode(Files.readAllBytes(file)));
      }
    }
    names.forEach((path, inode) -> possible.put(path, new ArrayList<>(List.of(inode))));
  }

  /** Whether the power has failed. */
  public synchronized boolean isOff() {
    return off;
  }

  /** Whether the operation is done; the one at which the power fails may be or not. */
  private boolean isDone() throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
    off = left-- <= 0;
    return !off || random.nextBoolean();
  }

  private void failIfOff() throws IOException {
    if (off) {
      throw new IOException("the power failed");
    }
  }

  @Override
  public synchronized Storage open(Path file) throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
    var inode = names.get(file);
    if (inode == null) {
      inode = new Inode(new byte[0]);
      named(file, inode);
      Files.createFile(file);
    }
    return new Held(file, inode);
  }

  private void named(Path path, @Nullable Inode inode) {
    if (inode == null) {
      names.remove(path);
    } else {
      names.put(path, inode);
    }
    possible.computeIfAbsent(path, p -> new ArrayList<>(Arrays.asList((Inode) null))).add(inode);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    if (isDone()) {
      Disk.real().rename(from, to);
      var inode = names.get(from);
      named(to, inode);
      named(from, null);
    }
    failIfOff();
  }

  @Override
  public synchronized void forceFolder(Path forced) throws IOException {
    if (isDone()) {
      possible.forEach((path, inodes) -> {
        if (forced.equals(path.getParent())) {
          inodes.subList(0, inodes.size() - 1).clear();
        }
      });
    }
    failIfOff();
  }

  /** Writes what is left after the power failed into an empty folder. */
  public synchronized void leaveBehind(Path empty) throws IOException {
    for (var entry : possible.entrySet()) {
      var inodes = entry.getValue();
      var inode = inodes.get(random.nextInt(inodes.size()));
      if (inode != null) {
        var file = empty.resolve(folder.relativize(entry.getKey()).toString());
        Files.createDirectories(DurableFile.folderOf(file));
        Files.write(file, left(inode));
      }
    }
  }

  private byte[] left(Inode inode) {
    var content = inode.durable;
    // Sometimes nothing of it, sometimes all, mostly some.
    var luck = List.of(0.0, 0.2, 0.5, 0.8, 1.0).get(random.nextInt(5));
    for (var change : inode.pending) {
      switch (change) {
        case Change.Truncate(var size) -> {
          if (random.nextDouble() < luck) {
            content = Arrays.copyOf(content, (int) Math.min(size, content.length));
          }
        }
        case Change.Write write -> content = left(content, write, luck);
      }
    }
    return content;
  }

  private byte[] left(byte[] before, Change.Write write, double luck) {
    var content = before;
    var end = (int) write.position() + write.bytes().limit();
    // The size is metadata of its own: it may have grown although the bytes did not arrive.
    if (random.nextDouble() < luck) {
      content = Arrays.copyOf(content, Math.max(content.length, end));
    }
    for (var from = (int) write.position(); from < end; from = (from / SECTOR + 1) * SECTOR) {
      var to = Math.min(end, (from / SECTOR + 1) * SECTOR);
      if (random.nextDouble() < luck) {
        content = Arrays.copyOf(content, Math.max(content.length, to));
        write.bytes().get(from - (int) write.position(), content, from, to - from);
      }
    }
    return content;
  }

  /** An open file. */
  private final class Held implements Storage {
    private final Storage real;
    private final Inode inode;

    Held(Path file, Inode inode) throws IOException {
      this.real = Disk.real().open(file);
      this.inode = inode;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      synchronized (PowerDisk.this) {
        if (isDone()) {
          var copy = new byte[bytes.remaining()];
          bytes.get(bytes.position(), copy);
          var end = (int) position + copy.length;
          inode.current = Arrays.copyOf(inode.current, Math.max(inode.current.length, end));
          System.arraycopy(copy, 0, inode.current, (int) position, copy.length);
          inode.pending.add(new Change.Write(position, ByteBuffer.wrap(copy)));
          real.write(bytes, position);
        }
        failIfOff();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (PowerDisk.this) {
        if (isDone()) {
          inode.current = Arrays.copyOf(inode.current, (int) Math.min(size, inode.current.length));
          inode.pending.add(new Change.Truncate(size));
          real.truncate(size);
        }
        failIfOff();
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (PowerDisk.this) {
        if (isDone()) {
          inode.durable = inode.current;
          inode.pending.clear();
        }
        failIfOff();
      }
    }

    @Override
    public boolean bearsInterrupts() {
      return real.bearsInterrupts();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
