package dev.agentsafe.editors.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** What has to be edited to make one text of another; stateless. */
public final class Difference {
  private Difference() {}

  /**
   * Edits of the first text that make the second of it, in their order: whole lines are compared,
   * and of those that differ only what does is replaced.
   */
  public static List<Edit> between(String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    var was = new Lines(before);
    var is = new Lines(after);
    var edits = new ArrayList<Edit>();
    for (var edit : lines(raw(before), raw(after))) {
      int from = place(was, edit.getBeginA());
      int to = place(was, edit.getEndA());
      var text = after.substring(place(is, edit.getBeginB()), place(is, edit.getEndB()));
      edits.add(trimmed(before, new Edit(from, to, text)));
    }
    return List.copyOf(edits);
  }

  /**
   * The lines that differ. Where lines repeat too often to tell which is which, all of them do: the
   * other algorithm would find out, and take seconds for it.
   */
  static EditList lines(RawText before, RawText after) {
    var algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null);
    return algorithm.diff(RawTextComparator.DEFAULT, before, after);
  }

  private static int place(Lines lines, int row) {
    return row < lines.count() ? lines.start(row) : lines.text().length();
  }

  /** That edit without what stays at its beginning and its end. */
  private static Edit trimmed(String before, Edit edit) {
    int from = edit.from();
    int to = edit.to();
    int begin = 0;
    int end = edit.text().length();
    while (from < to && begin < end && before.charAt(from) == edit.text().charAt(begin)) {
      from++;
      begin++;
    }
    while (from < to && begin < end && before.charAt(to - 1) == edit.text().charAt(end - 1)) {
      to--;
      end--;
    }
    return new Edit(from, to, edit.text().substring(begin, end));
  }

  static RawText raw(String text) {
    return new RawText(text.getBytes(StandardCharsets.UTF_8));
  }
}
