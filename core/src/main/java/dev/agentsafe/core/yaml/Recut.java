package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a text again that was cut and has changed since: from the last cut before the change to the
 * first one behind it that was there already. Used once.
 */
final class Recut {
  private final String text;
  private final List<Pieces.Placed> old;
  // so many at the beginning are as they were, up to there
  private int head;
  private int headEnd;
  // from that one on, at that place of the text, they are as they were
  private int tail;
  private int tailStart;

  private Recut(String text, List<Pieces.Placed> old) {
    this.text = text;
    this.old = old;
    // The line that the last of them begins with may go on differently.
    while (head < old.size() - 1 && text.startsWith(written(head), headEnd)) {
      headEnd += written(head).length();
      head++;
    }
    tail = old.size();
    tailStart = text.length();
    while (tail > head && isThere(tail - 1, tailStart - written(tail - 1).length())) {
      tail--;
      tailStart -= written(tail).length();
    }
  }

  /**
   * The pieces of a text; empty where all of it has to be looked at.
   *
   * @param old those of what it was, cut where something is sure to begin
   */
  static Optional<List<Pieces.Placed>> of(String text, List<Pieces.Placed> old) {
    var recut = new Recut(text, old);
    return recut.head < 2 ? Optional.empty() : recut.placed();
  }

  private String written(int index) {
    return old.get(index).piece().text();
  }

  private boolean isThere(int index, int at) {
    return at >= headEnd && text.startsWith(written(index), at);
  }

  private Optional<List<Pieces.Placed>> placed() {
    int first = head - 1;
    var start = old.get(first);
    var cut =
        new Cutter.Cut(
            headEnd - start.piece().text().length(), start.above(), start.piece().shape());
    boolean isFirstItem = old.get(first - 1).piece().shape() == Piece.Shape.ENTRY;
    int changed = tailStart;
    var cutter = new Cutter(text, cut, isFirstItem, next -> next.from() >= changed && meets(next));
    if (cutter.isWhole() || cutter.isGuess()) {
      return Optional.empty();
    }
    var cuts = cutter.cuts();
    boolean isMet = cuts.getLast().from() >= changed && meets(cuts.getLast());
    var own = isMet ? cuts.subList(0, cuts.size() - 1) : cuts;
    int met = isMet ? tail : old.size();
    var reuse = new Pieces.Reuse(old.subList(first, met), start.key());
    var all = new ArrayList<>(old.subList(0, first));
    all.addAll(Pieces.place(isMet ? tailStart : text.length(), text, own, reuse));
    if (isMet) {
      follow(all, cuts.getLast().line() - old.get(tail).above());
    }
    return Optional.of(all);
  }

  /** Whether that was a cut before; goes on in what is as it was up to there. */
  private boolean meets(Cutter.Cut cut) {
    while (tail < old.size() && tailStart < cut.from()) {
      tailStart += written(tail).length();
      tail++;
    }
    return tail < old.size()
        && tailStart == cut.from()
        && old.get(tail).piece().shape() == cut.shape();
  }

  /** What is as it was, so many lines further down. */
  private void follow(List<Pieces.Placed> all, int lines) {
    var last = all.getLast();
    var key = last.piece().shape() == Piece.Shape.ENTRY ? Pieces.keyOf(last.piece()) : last.key();
    boolean isOfThat = true;
    for (var each : old.subList(tail, old.size())) {
      isOfThat &= each.piece().shape() == Piece.Shape.ITEM;
      var its = isOfThat ? key : each.key();
      boolean isSame = lines == 0 && its.equals(each.key());
      all.add(isSame ? each : new Pieces.Placed(each.piece(), each.above() + lines, its));
    }
  }
}
