package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.CompactRange;
import dev.agentsafe.core.tlog.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Joins the parts of a log at their borders, in order: chain and tree. Used by one at a time. */
final class PartJoin {
  /** So many are told one by one. */
  private static final int MOST_LOST = 100;

  private final Optional<CompactRange> tree;
  private final SortedSet<Long> wanted;
  private final Map<Long, TreeHash> roots = new TreeMap<>();
  private final List<Segment.Rotation> rotations = new ArrayList<>();
  private final List<Finding.LostBlob> lost = new ArrayList<>();
  private long lostBeyond;
  private Start good;
  private volatile boolean open = true;

  /**
   * How far a log is good.
   *
   * @param lines good lines
   * @param bytes how many bytes they take
   * @param hash the entry hash of the last of them, or 64 zeros
   */
  record Start(long lines, long bytes, String hash) {
    /** The beginning of every log. */
    static final Start OF_LOG = new Start(0, 0, LineCheck.GENESIS);
  }

  /**
   * Goes on from a place up to which all is good.
   *
   * @param tree the tree up to there; empty where none is wanted
   * @param wanted at which sizes the tree's root is wanted
   */
  PartJoin(Start good, Optional<CompactRange> tree, SortedSet<Long> wanted) {
    this.good = good;
    this.tree = tree;
    this.wanted = new TreeSet<>(wanted);
    tree.ifPresent(this::note);
  }

  /** Whether no bad line was met yet. */
  boolean isOpen() {
    return open;
  }

  /** How far the log is good. */
  Start good() {
    return good;
  }

  /** The roots at the sizes that were wanted and reached. */
  Map<Long, TreeHash> roots() {
    return roots;
  }

  /** The lines that announce keys, with their 0-based numbers in the log. */
  List<Segment.Rotation> rotations() {
    return rotations;
  }

  /** The blobs that were not as they should be. */
  List<Finding> lost() {
    var all = new ArrayList<Finding>(lost);
    if (lostBeyond > 0) {
      all.add(new Finding.MoreBlobs(lostBeyond));
    }
    return all;
  }

  void take(Segment.Result part) {
    if (!open) {
      return;
    }
    if (part.lines() > 0) {
      if (!part.supposed().equals(good.hash())) {
        open = false;
        return;
      }
      for (var rotation : part.extras().rotations()) {
        rotations.add(new Segment.Rotation(good.lines() + rotation.number(), rotation.entry()));
      }
      for (var blob : part.extras().lost()) {
        if (lost.size() < MOST_LOST) {
          lost.add(blob.further(good.lines()));
        } else {
          lostBeyond++;
        }
      }
      tree.ifPresent(t -> grow(t, part.extras().leaves()));
      good = new Start(good.lines() + part.lines(), good.bytes() + part.bytes(), part.last());
    }
    open = part.complete();
  }

  private void grow(CompactRange tree, Leaves leaves) {
    var next = wanted.isEmpty() ? Long.MAX_VALUE : wanted.first();
    for (var i = 0; i < leaves.count(); i++) {
      leaves.appendTo(tree, i);
      if (tree.size() == next) {
        note(tree);
        next = wanted.isEmpty() ? Long.MAX_VALUE : wanted.first();
      }
    }
  }

  private void note(CompactRange tree) {
    if (wanted.remove(tree.size())) {
      roots.put(tree.size(), tree.root());
    }
  }
}
