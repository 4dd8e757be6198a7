package dev.agentsafe.editors.document;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.eclipse.jgit.diff.RawText;

/** Which lines differ between two texts, with some that do not around them; stateless. */
public final class LineDiff {
  private static final int AROUND = 2;

  private LineDiff() {}

  /** What became of a line. */
  public enum Kind {
    SAME,
    GONE,
    NEW,
    /** Lines that did not change are left out here. */
    GAP
  }

  /** A line. */
  public record Line(Kind kind, String text) {}

  /** The lines that differ, each place with two lines around it; none where the texts are equal. */
  public static List<Line> of(String before, String after) {
    var was = Difference.raw(before);
    var is = Difference.raw(after);
    var edits = Difference.lines(was, is);
    if (edits.isEmpty()) {
      return List.of();
    }
    var near = new BitSet(was.size());
    for (var edit : edits) {
      near.set(Math.max(0, edit.getBeginA() - AROUND), edit.getEndA() + AROUND);
    }
    var lines = new ArrayList<Line>();
    int at = 0;
    for (var edit : edits) {
      same(was, at, edit.getBeginA(), near, lines);
      for (int i = edit.getBeginA(); i < edit.getEndA(); i++) {
        lines.add(new Line(Kind.GONE, was.getString(i)));
      }
      for (int i = edit.getBeginB(); i < edit.getEndB(); i++) {
        lines.add(new Line(Kind.NEW, is.getString(i)));
      }
      at = edit.getEndA();
    }
    same(was, at, was.size(), near, lines);
    return List.copyOf(lines);
  }

  /**
   * Lines that did not change: those near a change, and a gap for others that follow each other.
   */
  private static void same(RawText was, int from, int to, BitSet near, List<Line> lines) {
    boolean gap = false;
    for (int i = from; i < to; i++) {
      if (near.get(i)) {
        lines.add(new Line(Kind.SAME, was.getString(i)));
      } else if (!gap) {
        lines.add(new Line(Kind.GAP, ""));
        gap = true;
      }
    }
  }
}
