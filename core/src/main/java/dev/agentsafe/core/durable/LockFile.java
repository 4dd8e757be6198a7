package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The right to be the one writer of a file, held by one process at a time.
 *
 * <p>The system releases the lock when its process ends, however it ends. Beside the lock stands
 * who holds it, in lines of {@code name=value}; its {@code epoch} grows with every holder, so that
 * what an earlier holder wrote can be told from what the present one writes.
 */
public final class LockFile implements AutoCloseable {
  private static final Pattern PID = Pattern.compile("(?<=pid=)\\d+");

  private final Disk disk;
  private final Path holderFile;
  private final FileChannel channel;
  private final FileLock lock;
  private final long epoch;

  private LockFile(Disk disk, Path holderFile, FileChannel channel, FileLock lock, long epoch) {
    this.disk = disk;
    this.holderFile = holderFile;
    this.channel = channel;
    this.lock = lock;
    this.epoch = epoch;
  }

  /** What came of asking for the lock. */
  public sealed interface Outcome {
    /** It is ours. */
    record Held(LockFile lock) implements Outcome {}

    /**
     * Somebody else has it.
     *
     * @param holder who, in words, such as {@code process 4711 (gateway at http://127.0.0.1:8642)}
     */
    record Taken(String holder) implements Outcome {}
  }

  /**
   * Asks for the right to write that file.
   *
   * @param role what this process is, such as {@code gateway at http://127.0.0.1:8642}
   */
  public static Outcome acquire(Path guarded, String role) throws IOException {
    return acquire(Disk.real(), guarded, role);
  }

  /** The same, with who holds it written to that disk. */
  public static Outcome acquire(Disk disk, Path guarded, String role) throws IOException {
    var target = guarded.toAbsolutePath();
    var lockPath = target.resolveSibling(target.getFileName() + ".lock");
    var holderFile = target.resolveSibling(target.getFileName() + ".holder");
    var before = Holder.read(holderFile);
    // Closing any channel to a locked file releases this process's lock: never open a second one.
    if (before.isPresent() && before.get().isThisProcess()) {
      return new Outcome.Taken(before.get().words());
    }
    DurableFile.createFolders(disk, DurableFile.folderOf(target));
    var channel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var held = false;
    try {
      var lock = channel.tryLock();
      if (lock == null) {
        return new Outcome.Taken(
            Holder.read(holderFile).map(Holder::words).orElse("another process"));
      }
      var epoch = Holder.read(holderFile).map(Holder::epoch).orElse(0L) + 1;
      var file = new LockFile(disk, holderFile, channel, lock, epoch);
      file.announce(role);
      held = true;
      return new Outcome.Held(file);
    } catch (OverlappingFileLockException e) {
      return new Outcome.Taken("another part of this process");
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /** Tells others what this process is, from now on. */
  public void announce(String role) throws IOException {
    write(Holder.present(epoch, role));
  }

  /** Grows by one with every holder; begins at 1. */
  public long epoch() {
    return epoch;
  }

  /** Whether the lock is still ours. */
  public boolean isHeld() {
    return lock.isValid();
  }

  @Override
  public void close() throws IOException {
    try {
      write(Holder.nobody(epoch));
    } catch (IOException e) {
      // Without room for a new file the old one is changed in place: nothing must be durable here,
      // but this process has to see that it is not the holder any more.
      blank();
      throw e;
    } finally {
      channel.close();
    }
  }

  private void blank() throws IOException {
    var text = Files.readString(holderFile, StandardCharsets.UTF_8);
    var pid = PID.matcher(text);
    if (pid.find()) {
      try (var storage = disk.open(holderFile)) {
        storage.write(
            ByteBuffer.wrap(
                "0".repeat(pid.end() - pid.start()).getBytes(StandardCharsets.US_ASCII)),
            text.substring(0, pid.start()).getBytes(StandardCharsets.UTF_8).length);
      }
    }
  }

  private void write(Holder holder) throws IOException {
    DurableFile.write(disk, holderFile, holder.text().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Who holds a lock.
   *
   * @param pid 0 for nobody
   * @param started when the process began, as the system tells it; tells processes of one id apart
   */
  private record Holder(long epoch, long pid, String started, String role) {
    static Holder present(long epoch, String role) {
      return new Holder(epoch, ProcessHandle.current().pid(), startedNow(), role);
    }

    static Holder nobody(long epoch) {
      return new Holder(epoch, 0, "", "");
    }

    static Optional<Holder> read(Path file) throws IOException {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var epoch = 0L;
      var pid = 0L;
      var started = "";
      var role = "";
      for (var line : Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
        var equals = line.indexOf('=');
        var value = line.substring(equals + 1);
        switch (equals < 0 ? "" : line.substring(0, equals)) {
          case "epoch" -> epoch = number(value);
          case "pid" -> pid = number(value);
          case "started" -> started = value;
          case "role" -> role = value;
          default -> {
            // A later version may say more.
          }
        }
      }
      return Optional.of(new Holder(epoch, pid, started, role));
    }

    String text() {
      return "epoch=%d%npid=%d%nstarted=%s%nrole=%s%n"
          .formatted(epoch, pid, started, role.replaceAll("\\R", " "));
    }

    String words() {
      if (pid == 0) {
        return "another process";
      }
      return "process " + pid + (role.isEmpty() ? "" : " (" + role + ")");
    }

    boolean isThisProcess() {
      return pid == ProcessHandle.current().pid() && started.equals(startedNow());
    }

    private static String startedNow() {
      return ProcessHandle.current().info().startInstant().map(Object::toString).orElse("");
    }

    private static long number(String text) {
      return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
  }
}
