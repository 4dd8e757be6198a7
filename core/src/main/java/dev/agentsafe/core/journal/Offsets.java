package dev.agentsafe.core.journal;

import java.util.TreeMap;

/** Where some lines begin, so that reading from the middle need not count from the start. */
final class Offsets {
  /** Lines between two places that are kept, at least. */
  static final int STEP = 1024;

  private final TreeMap<Long, Long> bytesBySeq = new TreeMap<>();

  /** A line and where it begins. */
  record Place(long seq, long bytes) {}

  synchronized void note(long seq, long bytes) {
    bytesBySeq.put(seq, bytes);
  }

  /**
   * Notes now and then a line that a reader comes past: those of earlier processes are not known.
   */
  void passed(long seq, long bytes) {
    if (seq % STEP == 0) {
      note(seq, bytes);
    }
  }

  /** The nearest known line at or before that one. */
  synchronized Place before(long seq) {
    var floor = bytesBySeq.floorEntry(seq);
    return floor == null ? new Place(0, 0) : new Place(floor.getKey(), floor.getValue());
  }
}
