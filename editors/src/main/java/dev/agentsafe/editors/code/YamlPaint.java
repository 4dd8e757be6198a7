package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.language.YamlLine;
import java.util.Locale;
import jfx.incubator.scene.control.richtext.SyntaxDecorator;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;
import jfx.incubator.scene.control.richtext.model.RichParagraph;

/** Colours lines by style class and draws a wavy line under what is wrong; FX thread only. */
final class YamlPaint implements SyntaxDecorator {
  private Marks marks = Marks.NONE;

  void mark(Marks problems) {
    marks = problems;
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
    return paragraph.build();
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
