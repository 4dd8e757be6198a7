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
  private final CodeText text;
  private Marks marks = Marks.NONE;
  private Optional<Brackets.Pair> pair = Optional.empty();
  private Places places = Places.NONE;

  YamlPaint(CodeText text) {
    this.text = text;
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
  public RichParagraph createRichParagraph(CodeTextModel model, int index) {
    var line = model.getPlainText(index);
    var paragraph = RichParagraph.builder();
    for (var span : YamlLine.spans(line)) {
      paragraph.addWithStyleNames(
          line.substring(span.from(), span.to()),
          "yaml-" + span.kind().name().toLowerCase(Locale.ROOT));
    }
    for (var problem : marks.at(index)) {
      underline(paragraph, line, problem);
    }
    found(paragraph, index, line);
    pair.ifPresent(p -> {
      light(paragraph, index, line, p.opening());
      light(paragraph, index, line, p.closing());
    });
    return paragraph.build();
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
