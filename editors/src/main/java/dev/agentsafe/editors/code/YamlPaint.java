package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.area.Paint;
import dev.agentsafe.editors.area.Painted;
import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.finding.Places;
import dev.agentsafe.editors.language.YamlLine;
import dev.agentsafe.editors.typing.Brackets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Colours lines by what they mean and draws a wavy line under what is wrong; FX thread only. */
final class YamlPaint implements Paint {
  /** A longer line is painted plainly: what it means is read from its beginning. */
  private static final int LONGEST = 4_000;

  /** More lines than are in sight. */
  private static final int MOST_KNOWN = 400;

  private static final String FOUND = "found-match";
  private static final String PAIR = "matching-pair";
  private static final String PLAIN = style(YamlLine.Kind.PLAIN);

  private final LineText lines;
  private final Map<String, List<Painted.Piece>> known =
      new LinkedHashMap<>(MOST_KNOWN, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Painted.Piece>> eldest) {
          return size() > MOST_KNOWN;
        }
      };
  private Marks marks = Marks.NONE;
  private Optional<Brackets.Pair> pair = Optional.empty();
  private Places places = Places.NONE;

  YamlPaint(LineText lines) {
    this.lines = lines;
  }

  /** All styles that it paints with. */
  static List<String> styles() {
    var kinds = Arrays.stream(YamlLine.Kind.values()).map(YamlPaint::style);
    var waves = Arrays.stream(Problem.Severity.values()).map(YamlPaint::style);
    return Stream.of(kinds, waves, Stream.of(FOUND, PAIR)).flatMap(s -> s).toList();
  }

  private static String style(YamlLine.Kind kind) {
    return "yaml-" + kind.name().toLowerCase(Locale.ROOT);
  }

  private static String style(Problem.Severity severity) {
    return "squiggle-" + severity.name().toLowerCase(Locale.ROOT);
  }

  void mark(Marks problems) {
    marks = problems;
  }

  void found(Places next) {
    places = next;
  }

  /** Shows which brackets belong together; says whether that is another pair than before. */
  boolean pair(Optional<Brackets.Pair> next) {
    boolean isOther = !next.equals(pair);
    pair = next;
    return isOther;
  }

  @Override
  public Painted of(int row, int from, int to) {
    var line = lines.line(row);
    var lights = new ArrayList<Painted.Piece>();
    found(lights, row, from, to);
    pair.ifPresent(p -> {
      light(lights, row, line, p.opening());
      light(lights, row, line, p.closing());
    });
    var waves = marks.at(row).stream().flatMap(problem -> wave(line, problem).stream()).toList();
    return new Painted(pieces(line), lights, waves);
  }

  /** A frame asks for every line in sight, and one of them changed. */
  private List<Painted.Piece> pieces(String line) {
    return line.length() > LONGEST
        ? List.of(new Painted.Piece(0, line.length(), PLAIN))
        : known.computeIfAbsent(line, YamlPaint::colour);
  }

  /** Neighbours of one colour are one piece, and blanks go with what stands before them. */
  private static List<Painted.Piece> colour(String line) {
    var pieces = new ArrayList<Painted.Piece>();
    int from = 0;
    int to = 0;
    var kind = YamlLine.Kind.PLAIN;
    for (var span : YamlLine.spans(line)) {
      boolean isBlank = line.substring(span.from(), span.to()).isBlank();
      boolean isBegun = !line.substring(from, to).isBlank();
      if (isBegun && !isBlank && span.kind() != kind) {
        pieces.add(new Painted.Piece(from, to, style(kind)));
        from = to;
      }
      kind = isBlank ? kind : span.kind();
      to = span.to();
    }
    if (to > from) {
      pieces.add(new Painted.Piece(from, to, style(kind)));
    }
    return pieces;
  }

  private void found(List<Painted.Piece> lights, int row, int first, int last) {
    int start = lines.start(row);
    // One that began above may reach into this row.
    for (int i = Math.max(0, places.first(start + first) - 1);
        i < places.count() && places.from(i) < start + last;
        i++) {
      int from = Math.max(first, places.from(i) - start);
      int to = Math.min(last, places.to(i) - start);
      if (from < to) {
        lights.add(new Painted.Piece(from, to, FOUND));
      }
    }
  }

  private void light(List<Painted.Piece> lights, int row, String line, int bracket) {
    int column = bracket - lines.start(row);
    if (column >= 0 && column < line.length()) {
      lights.add(new Painted.Piece(column, column + 1, PAIR));
    }
  }

  private static Optional<Painted.Piece> wave(String line, Problem problem) {
    int column = Math.max(0, problem.location().column() - 1);
    int from = line.offsetByCodePoints(0, Math.min(column, line.codePointCount(0, line.length())));
    int to = from;
    while (to < line.length() && " ,]}:".indexOf(line.charAt(to)) < 0) {
      to++;
    }
    if (to == from) {
      from = Math.max(0, line.length() - 1);
      to = line.length();
    }
    return to > from
        ? Optional.of(new Painted.Piece(from, to, style(problem.severity())))
        : Optional.empty();
  }
}
