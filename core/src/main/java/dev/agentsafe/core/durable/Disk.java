package dev.agentsafe.core.durable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few operations that durable writes are made of, so that tests can let each of them fail.
 *
 * <p>A write may land in part, and nothing is durable before the force that follows it; a new,
 * renamed or deleted name is durable once its folder was forced.
 */
public interface Disk {

  /** Opens a file for reading and writing; creates it where it is absent. */
  Storage open(Path file) throws IOException;

  /** Gives a file another name, replacing what had that name, in one step. */
  void rename(Path from, Path to) throws IOException;

  /** Makes the names in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  /** An open file. */
  interface Storage extends AutoCloseable {
    /** Bytes it holds. */
    long size() throws IOException;

    /** Writes all of the remaining bytes of a buffer, one that has an array, at that position. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Cuts the file off at that size. */
    void truncate(long size) throws IOException;

    /** Makes content and size durable. */
    void force() throws IOException;

    /** Whether it stays open when a thread is interrupted that is using it. */
    boolean bearsInterrupts();

    @Override
    void close() throws IOException;
  }

  /** The disk as it is. */
  static Disk real() {
    return new Real();
  }

  /** The file system of the machine. */
  final class Real implements Disk {
    private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

    private Real() {}

    @Override
    public Storage open(Path file) throws IOException {
      // On macOS only a channel's force reaches the medium; elsewhere the plain file does the same
      // and an interrupt does not close it.
      return MAC
          ? new ChannelStorage(
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE))
          : new PlainStorage(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      // Windows makes names durable by itself and cannot open a folder.
      if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return;
      }
      var interrupted = false;
      while (true) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          break;
        } catch (ClosedByInterruptException e) {
          // A thread that somebody interrupts has to know whether the names are durable all the
          // same; forcing them twice does no harm.
          interrupted = Thread.interrupted();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A file of the machine, which an interrupt of the thread that uses it does not disturb. */
  record PlainStorage(RandomAccessFile file) implements Storage {
    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      file.seek(position);
      file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
    }

    @Override
    public void truncate(long size) throws IOException {
      if (size < file.length()) {
        file.setLength(size);
      }
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public boolean bearsInterrupts() {
      return true;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A file of the machine, which closes when the thread that uses it is interrupted. */
  record ChannelStorage(FileChannel channel) implements Storage {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      var at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public boolean bearsInterrupts() {
      return false;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
