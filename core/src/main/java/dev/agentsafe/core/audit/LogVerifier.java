package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a log offline: its chain, its spelling and its tree, on the same bytes, and the
 * checkpoints that seal it.
 *
 * <p>Threads check parts of the file side by side; the parts are joined at their borders as they
 * come. A line that is bad or in doubt is judged the plain way, so that how fast it is never
 * decides what is found.
 */
public final class LogVerifier {
  /** Small enough to stay in the processor's cache between reading and hashing. */
  static final int PART = 1 << 18;

  private LogVerifier() {}

  /**
   * What is to be verified.
   *
   * @param pinned the key that its checkpoints must lead to
   * @param since a signed checkpoint that the log must go on from
   * @param seen where this machine remembers what it verified
   */
  public record Request(
      Path log,
      Optional<VerifierKey> pinned,
      Optional<byte[]> since,
      Optional<SeenCheckpoints> seen,
      Extent extent) {
    /**
     * What of it is read.
     *
     * @param resume whether lines that this machine has verified are left out
     * @param blobs whether the blobs that lines name are held to their hashes
     */
    public record Extent(boolean resume, boolean blobs) {}

    /** The log as it stands, on its own. */
    public static Request of(Path log) {
      return new Request(
          log, Optional.empty(), Optional.empty(), Optional.empty(), new Extent(false, true));
    }

    /** The same with a key that its checkpoints must lead to. */
    public Request pinning(VerifierKey key) {
      return new Request(log, Optional.of(key), since, seen, extent);
    }

    /** The same with a signed checkpoint that the log must go on from. */
    public Request since(byte[] note) {
      return new Request(log, pinned, Optional.of(note), seen, extent);
    }

    /** The same, held against what this machine remembers; all lines are read. */
    public Request remembering(SeenCheckpoints where) {
      return new Request(log, pinned, since, Optional.of(where), new Extent(false, extent.blobs()));
    }

    /** The same, but blobs are not looked at. */
    public Request withoutBlobs() {
      return new Request(log, pinned, since, seen, new Extent(extent.resume(), false));
    }

    /** The same, but only lines behind the last checkpoint that this machine verified are read. */
    public Request resuming(SeenCheckpoints where) {
      return new Request(log, pinned, since, Optional.of(where), new Extent(true, extent.blobs()));
    }
  }

  /** Who waits for a verification; called by its threads, often, and must be quick. */
  public interface Watch {
    /** Nobody. */
    Watch NOBODY =
        new Watch() {
          @Override
          public void at(long done, long of) {}

          @Override
          public boolean isCancelled() {
            return false;
          }
        };

    /** So many bytes are checked. */
    void at(long done, long of);

    /** Whether it should end early. */
    boolean isCancelled();
  }

  /**
   * Verifies a log and the checkpoints beside it; never throws, whatever their bytes are.
   *
   * <p>A log without checkpoints cannot show that its end was cut off at a line's border, nor that
   * all of it was written anew.
   */
  public static Verdict verify(Path log) {
    return verify(Request.of(log)).verdict();
  }

  /** Verifies a log and the checkpoints beside it; never throws, whatever their bytes are. */
  public static Verification verify(Request request) {
    return verify(request, PART);
  }

  /** The same for somebody who waits for it; unreadable where they did not wait for the end. */
  public static Verification verify(Request request, Watch watch) {
    return verify(request, PART, watch);
  }

  /** The same with parts of that many bytes, which makes no difference to what is found. */
  static Verification verify(Request request, int partSize) {
    return verify(request, partSize, Watch.NOBODY);
  }

  static Verification verify(Request request, int partSize, Watch watch) {
    var log = request.log();
    try {
      var found = new Examination(request, partSize, watch).run();
      return watch.isCancelled() ? unreadable("the verification was ended early") : found;
    } catch (IOException e) {
      return unreadable("`" + log + "` cannot be read: " + e.getMessage());
    } catch (ArithmeticException | OutOfMemoryError _) {
      return unreadable("`" + log + "` has a line too long to be one of a log");
    }
  }

  /**
   * What is known of a log's chain after its verification.
   *
   * @param goodBytes how many bytes the good lines at its beginning take
   * @param lastHash the entry hash of the last of them
   */
  public record Inspection(Verdict verdict, long goodLines, long goodBytes, String lastHash) {}

  /** Verifies the chain alone, without checkpoints, and tells how far it is good. */
  public static Inspection inspect(Path log) {
    return inspect(log, PART);
  }

  /** The same with parts of that many bytes, which makes no difference to what is found. */
  static Inspection inspect(Path log, int partSize) {
    var found = chain(log, partSize);
    var good = found.good();
    return new Inspection(found.verdict(), good.lines(), good.bytes(), good.hash());
  }

  private static Verification chain(Path log, int partSize) {
    try {
      return new Examination(Request.of(log).withoutBlobs(), partSize, Watch.NOBODY).chain();
    } catch (IOException e) {
      return unreadable("`" + log + "` cannot be read: " + e.getMessage());
    } catch (ArithmeticException | OutOfMemoryError _) {
      return unreadable("`" + log + "` has a line too long to be one of a log");
    }
  }

  static Verification unreadable(String why) {
    return bare(new Verdict.Unreadable(why), PartJoin.Start.OF_LOG);
  }

  static Verification bare(Verdict verdict, PartJoin.Start good) {
    return new Verification(
        verdict,
        Optional.empty(),
        0,
        new Verification.Good(good.lines(), good.bytes(), good.hash()),
        List.of(),
        Optional.empty());
  }
}
