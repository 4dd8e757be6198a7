package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML text read piece by piece, so that one broken piece does not hide the others, and so that
 * after a change only the pieces that changed are read again; immutable.
 *
 * <p>A text that {@link Document#read} reads has the same value here; one that it refuses has a
 * problem here. Nothing is thrown, whatever the text is.
 */
public final class Pieces {
  private final String text;
  private final List<Placed> placed;
  // Whether nothing in it seems never to end: where that is so cuts are right as far as they go.
  private final boolean isCertain;

  private Pieces(String text, List<Placed> placed, boolean isCertain) {
    this.text = text;
    this.placed = List.copyOf(placed);
    this.isCertain = isCertain;
  }

  /**
   * A piece where it stands.
   *
   * @param above how many lines are before it
   * @param key of the entry whose list it is an item of; empty for other pieces
   */
  public record Placed(Piece piece, int above, String key) {

    /** What is wrong with it as YAML, in the lines of that file. */
    public List<Problem> problems(String file) {
      return piece.problems().stream().map(p -> p.placed(file, above)).toList();
    }
  }

  /** The pieces of a text. */
  public static Pieces of(String text) {
    return cut(text, new Pieces("", List.of(), false));
  }

  /** The pieces of the text that this one became; those that did not change are the same ones. */
  public Pieces edited(String changed) {
    return changed.equals(text) ? this : cut(changed, this);
  }

  private static Pieces cut(String written, Pieces old) {
    var text = Document.unmarked(written);
    if (text.length() > Document.LONGEST) {
      return new Pieces(
          written,
          List.of(
              new Placed(
                  Piece.refused(
                      "too-large", "the file is larger than 16 MiB; split it into several files"),
                  0,
                  "")),
          false);
    }
    var again = old.isCertain ? Recut.of(text, old.placed) : Optional.<List<Placed>>empty();
    if (again.isPresent()) {
      return fitting(written, text, again.get(), true);
    }
    var cutter = new Cutter(text);
    if (cutter.isWhole() || (cutter.isGuess() && !cutter.isSurelyBroken() && isReadWhole(text))) {
      return whole(written, text);
    }
    var placed = place(text.length(), text, cutter.cuts(), new Reuse(old.placed, ""));
    return fitting(written, text, placed, !cutter.isGuess());
  }

  private static Pieces fitting(
      String written, String text, List<Placed> placed, boolean isCertain) {
    boolean misfit = !placed.getFirst().piece().broken().isEmpty() && isReadWhole(text);
    return misfit ? whole(written, text) : new Pieces(written, placed, isCertain);
  }

  private static boolean isReadWhole(String text) {
    return Document.read(text, 0, new Problems("")).isPresent();
  }

  private static Pieces whole(String written, String text) {
    var piece = Piece.read(Piece.Shape.WHOLE, text);
    return new Pieces(written, List.of(new Placed(piece, 0, "")), false);
  }

  /**
   * The pieces between cuts.
   *
   * @param to where the last of them ends
   */
  static List<Placed> place(int to, String text, List<Cutter.Cut> cuts, Reuse reuse) {
    var placed = new ArrayList<Placed>(cuts.size());
    var key = reuse.key;
    for (int i = 0; i < cuts.size(); i++) {
      var cut = cuts.get(i);
      int end = i + 1 < cuts.size() ? cuts.get(i + 1).from() : to;
      var piece = reuse.piece(cut.shape(), text.substring(cut.from(), end));
      if (piece.shape() == Piece.Shape.ENTRY) {
        key = keyOf(piece);
        placed.add(new Placed(piece, cut.line(), ""));
      } else {
        placed.add(new Placed(piece, cut.line(), key));
      }
    }
    return placed;
  }

  static String keyOf(Piece piece) {
    return piece.node().orElse(null) instanceof Node.Mapping map
        ? map.entries().getFirst().key().text()
        : "";
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** In the order of the file. */
  public List<Placed> placed() {
    return placed;
  }

  /** Whether every piece is YAML. */
  public boolean isSound() {
    return placed.stream().allMatch(p -> p.piece().broken().isEmpty());
  }

  /** The stretches that were passed over. */
  public List<Broken> broken(String file) {
    var all = new ArrayList<Broken>();
    for (var each : placed) {
      for (var broken : each.piece().broken()) {
        all.add(
            new Broken(broken.span().moved(each.above()), broken.why().placed(file, each.above())));
      }
    }
    return all;
  }

  /**
   * What is wrong with it: as YAML, and by what reading its root noted. Of that, what broken pieces
   * may be the cause of is left out.
   */
  public List<Problem> problems(String file, List<Problem> read) {
    var all = new ArrayList<Problem>();
    placed.forEach(each -> all.addAll(each.problems(file)));
    if (isSound()) {
      all.addAll(read);
    } else if (placed.getFirst().piece().shape() != Piece.Shape.WHOLE) {
      var outermost = frame().map(root -> new Location(file, root.line(), root.column()));
      read.stream()
          .filter(p -> !isBroken(p.location().line()))
          .filter(
              p -> !(p.code().equals("missing-key") && Optional.of(p.location()).equals(outermost)))
          .forEach(all::add);
    }
    return List.copyOf(all);
  }

  /** Whether a line is in a piece of which something was passed over. */
  public boolean isBroken(int line) {
    int from = 0;
    int to = placed.size();
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      if (placed.get(middle).above() < line) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return !placed.get(from).piece().broken().isEmpty();
  }

  /** Its comments, in the order of the file. */
  public List<Comment> comments() {
    return new Cutter(Document.unmarked(text)).comments();
  }

  /** The value of all of it, broken stretches left out; empty where there is none. */
  public Optional<Node> root() {
    return joined(true);
  }

  /** The outermost value alone: lists whose items are pieces are empty in it. */
  public Optional<Node> frame() {
    return joined(false);
  }

  private Optional<Node> joined(boolean withItems) {
    var first = placed.getFirst();
    if (first.piece().shape() == Piece.Shape.WHOLE) {
      return first.piece().node();
    }
    var entries = new ArrayList<Node.Entry>();
    List<Node> items = new ArrayList<>();
    boolean headed = false;
    for (var each : placed) {
      var node = each.piece().node();
      if (each.piece().shape() == Piece.Shape.ENTRY) {
        headed = node.isPresent();
        items = new ArrayList<>();
      }
      if (node.orElse(null) instanceof Node.Mapping map) {
        entries.add(((Node.Mapping) map.moved(each.above())).entries().getFirst());
      } else if (node.orElse(null) instanceof Node.Sequence list && headed) {
        if (withItems) {
          items.add(list.items().getFirst().moved(each.above()));
        }
        var hung = hung(entries.getLast(), items, list.span().moved(each.above()));
        entries.set(entries.size() - 1, hung);
      }
    }
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Node.Mapping(
                entries.getFirst().key().span().to(entries.getLast().value().span()), entries));
  }

  private static Node.Entry hung(Node.Entry header, List<Node> items, Span span) {
    var begin = header.value() instanceof Node.Sequence list ? list.span() : span;
    return new Node.Entry(header.key(), new Node.Sequence(begin.to(span), items));
  }

  /** Finds pieces that were read already: mostly all of them in the same order but for one. */
  static final class Reuse {
    private final Map<String, Piece> byText = new HashMap<>();
    private final String key;

    /**
     * Those pieces.
     *
     * @param key of the entry whose list goes on with what is read first
     */
    Reuse(List<Placed> old, String key) {
      this.key = key;
      old.forEach(each -> byText.put(key(each.piece().shape(), each.piece().text()), each.piece()));
    }

    private static String key(Piece.Shape shape, String text) {
      return shape == Piece.Shape.ITEM ? text : shape + text;
    }

    Piece piece(Piece.Shape shape, String text) {
      var known = byText.get(key(shape, text));
      return known != null && known.shape() == shape ? known : Piece.read(shape, text);
    }
  }
}
