package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.finding.Places;
import dev.agentsafe.editors.language.YamlLine;
import dev.agentsafe.editors.typing.Brackets;
import java.util.Locale;
import java.util.Optional;
import jfx.incubator.scene.control.richtext.SyntaxDecorator;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;
import jfx.incubator.scene.control.richtext.model.RichParagraph;

/** Colours lines by style class and draws a wavy line under what is wrong; FX thread only. */
final class YamlPaint implements SyntaxDecorator {
  /** A longer line is painted plainly: the area lays out all of it. */
  private static final int LONGEST = 4_000;

  private final CodeText text;
  private final Ink ink;
  private Marks marks = Marks.NONE;
  private Optional<Brackets.Pair> pair = Optional.empty();
  private Places places = Places.NONE;
  private int nearFirst;
  private int nearLast = 80;

  YamlPaint(CodeText text, Ink ink) {
    this.text = text;
    this.ink = ink;
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

  /** Whether these rows are painted as they are, and not plainly because they are far away. */
  boolean isNear(int first, int last) {
    return first >= nearFirst && last <= nearLast;
  }

  /**
   * Paints these rows as they are from now on. The area makes two hundred rows above and below what
   * is in sight each time that a key is pressed: out of sight one piece a row will do.
   */
  void near(int first, int last) {
    nearFirst = first;
    nearLast = last;
  }

  @Override
  public RichParagraph createRichParagraph(CodeTextModel model, int index) {
    var line = model.getPlainText(index);
    var paragraph = RichParagraph.builder();
    if (!isNear(index, index) || line.length() > LONGEST) {
      paragraph.addSegment(line, ink.of(YamlLine.Kind.PLAIN));
    } else {
      colour(paragraph, line);
    }
    if (isNear(index, index)) {
      for (var problem : marks.at(index)) {
        underline(paragraph, line, problem);
      }
      found(paragraph, index, line);
      pair.ifPresent(p -> {
        light(paragraph, index, line, p.opening());
        light(paragraph, index, line, p.closing());
      });
    }
    return paragraph.build();
  }

  /** Neighbours of one colour are one piece, and blanks go with what stands before them. */
  private void colour(RichParagraph.Builder paragraph, String line) {
    int from = 0;
    int to = 0;
    var kind = YamlLine.Kind.PLAIN;
    for (var span : YamlLine.spans(line)) {
      boolean isBlank = line.substring(span.from(), span.to()).isBlank();
      boolean isBegun = !line.substring(from, to).isBlank();
      if (isBegun && !isBlank && span.kind() != kind) {
        paragraph.addSegment(line, from, to, ink.of(kind));
        from = to;
      }
      kind = isBlank ? kind : span.kind();
      to = span.to();
    }
    if (to > from) {
      paragraph.addSegment(line, from, to, ink.of(kind));
    }
  }

  private void found(RichParagraph.Builder paragraph, int row, String line) {
    int start = text.lines().start(row);
    int end = start + line.length();
    // One that began above may reach into this row.
    for (int i = Math.max(0, places.first(start) - 1);
        i < places.count() && places.from(i) < end;
        i++) {
      int from = Math.max(start, places.from(i));
      int to = Math.min(end, places.to(i));
      if (from < to) {
        paragraph.addHighlight(from - start, to - from, "found-match");
      }
    }
  }

  private void light(RichParagraph.Builder paragraph, int row, String line, int bracket) {
    int column = bracket - text.lines().start(row);
    if (column >= 0 && column < line.length()) {
      paragraph.addHighlight(column, 1, "matching-pair");
    }
  }

  private static void underline(RichParagraph.Builder paragraph, String line, Problem problem) {
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
    if (to > from) {
      paragraph.addWavyUnderline(
          from, to - from, "squiggle-" + problem.severity().name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void handleChange(
      CodeTextModel model, TextPos start, TextPos end, int top, int lines, int bottom) {
    // Colours follow from each line alone: nothing is kept that a change could make stale.
  }
}
