package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A compiled pattern for names, as Python's {@code fnmatch} reads it, case-sensitive; immutable.
 *
 * <p>{@code *} is any run of characters, {@code ?} any one, {@code [...]} one of a class, {@code
 * [!...]} one outside it; a bracket that is not closed means itself. Characters are code points.
 * Matching takes at most pattern length times text length steps, whatever the pattern.
 */
public final class Glob {
  private static final int STAR = -1;
  private static final int ANY = -2;
  private static final int CLASS = -3;

  /** What the pattern comes down to; the simple kinds are answered without walking it. */
  private enum Kind {
    EVERYTHING,
    EXACT,
    PREFIX,
    SUFFIX,
    GENERAL
  }

  private final String pattern;
  private final int[] ops;
  private final List<CharacterClass> classes;
  private final Kind kind;
  private final String literal;

  private Glob(String pattern, int[] ops, List<CharacterClass> classes) {
    this.pattern = pattern;
    this.ops = ops;
    this.classes = classes;
    kind = kind(ops);
    literal = literal(ops);
  }

  /** Compiles a pattern; every text is one. */
  public static Glob of(String pattern) {
    var points = pattern.codePoints().toArray();
    var ops = new int[points.length];
    var classes = new ArrayList<CharacterClass>();
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      int end = points[i] == '[' ? CharacterClass.end(points, i + 1) : -1;
      if (end >= 0) {
        ops[count++] = CLASS - classes.size();
        classes.add(CharacterClass.of(points, i + 1, end));
        i = end;
      } else if (points[i] == '*') {
        if (count == 0 || ops[count - 1] != STAR) {
          ops[count++] = STAR;
        }
      } else {
        ops[count++] = points[i] == '?' ? ANY : points[i];
      }
    }
    return new Glob(pattern, java.util.Arrays.copyOf(ops, count), List.copyOf(classes));
  }

  /** The pattern as written. */
  public String pattern() {
    return pattern;
  }

  /** Whether it matches that one text and nothing else: it has no wildcards. */
  public boolean isExact() {
    return kind == Kind.EXACT;
  }

  /** The only text it matches; meaningful where {@link #isExact}. */
  String exactText() {
    return literal;
  }

  /** Whether it matches the whole text. */
  public boolean matches(String text) {
    return switch (kind) {
      case EVERYTHING -> true;
      case EXACT -> text.equals(literal);
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case GENERAL -> walk(text);
    };
  }

  /** Whether it matches every text. */
  public boolean isEverything() {
    return kind == Kind.EVERYTHING;
  }

  /** Where a walk over it begins: the places in it that nothing has to be read for. */
  BitSet startPlaces() {
    var places = new BitSet(ops.length + 1);
    enter(places, 0);
    return places;
  }

  /** Where a walk stands after one more code point; nowhere where none goes on. */
  BitSet after(BitSet places, int point) {
    var next = new BitSet(ops.length + 1);
    for (int at = places.nextSetBit(0);
        at >= 0 && at < ops.length;
        at = places.nextSetBit(at + 1)) {
      if (ops[at] == STAR) {
        enter(next, at);
      } else if (one(ops[at], point)) {
        enter(next, at + 1);
      }
    }
    return next;
  }

  /** Whether a walk may end there. */
  boolean isEnd(BitSet places) {
    return places.get(ops.length);
  }

  /** Adds the code points at which it begins to treat texts differently. */
  void addBorders(Set<Integer> borders) {
    for (int op : ops) {
      if (op >= 0) {
        borders.add(op);
        borders.add(op + 1);
      }
    }
    for (var each : classes) {
      for (int i = 0; i < each.bounds().size(); i += 2) {
        borders.add(each.bounds().get(i));
        borders.add(each.bounds().get(i + 1) + 1);
      }
    }
  }

  private void enter(BitSet places, int at) {
    places.set(at);
    if (at < ops.length && ops[at] == STAR) {
      enter(places, at + 1);
    }
  }

  private boolean walk(String text) {
    int op = 0;
    int at = 0;
    int starOp = -1;
    int starAt = 0;
    while (at < text.length()) {
      if (op < ops.length && ops[op] == STAR) {
        starOp = op++;
        starAt = at;
        continue;
      }
      int point = text.codePointAt(at);
      if (op < ops.length && one(ops[op], point)) {
        op++;
        at += Character.charCount(point);
      } else if (starOp >= 0) {
        // Only the last star needs to give way: an earlier one cannot do better.
        op = starOp + 1;
        starAt += Character.charCount(text.codePointAt(starAt));
        at = starAt;
      } else {
        return false;
      }
    }
    while (op < ops.length && ops[op] == STAR) {
      op++;
    }
    return op == ops.length;
  }

  private boolean one(int op, int point) {
    return op >= 0 ? op == point : op == ANY || classes.get(CLASS - op).contains(point);
  }

  private static Kind kind(int[] ops) {
    int wild = 0;
    int lastWild = -1;
    for (int i = 0; i < ops.length; i++) {
      if (ops[i] < 0) {
        wild++;
        lastWild = i;
      }
    }
    if (wild == 0) {
      return Kind.EXACT;
    }
    if (wild > 1 || ops[lastWild] != STAR) {
      return Kind.GENERAL;
    }
    if (ops.length == 1) {
      return Kind.EVERYTHING;
    }
    // A half of a surrogate pair beside the star must not match a half of a whole character.
    if (lastWild == ops.length - 1 && !isSurrogate(ops[lastWild - 1])) {
      return Kind.PREFIX;
    }
    return lastWild == 0 && !isSurrogate(ops[1]) ? Kind.SUFFIX : Kind.GENERAL;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static String literal(int[] ops) {
    var text = new StringBuilder();
    for (int op : ops) {
      if (op >= 0) {
        text.appendCodePoint(op);
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
