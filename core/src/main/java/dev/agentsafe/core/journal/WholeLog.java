package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.durable.Disk;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Reads the file of a journal that is not open here, with what was too large for a line in its
 * place; stateless.
 */
public final class WholeLog {
  private WholeLog() {}

  /**
   * Hands over the entries from that sequence number on, until one of them is the last wanted.
   *
   * @param wantsMore says whether it wants more; where a blob is missing it sees the line's words
   * @throws dev.agentsafe.core.CoreException where the file cannot be read
   */
  public static void readWhile(Path log, long fromSeq, Predicate<AuditEntry> wantsMore) {
    var blobs = new Blobs(log, Disk.real());
    LogReader.readWhile(
        log,
        new LogReader.Range(0, 0, Long.MAX_VALUE),
        entry -> entry.seq() < fromSeq || wantsMore.test(blobs.whole(entry)));
  }
}
