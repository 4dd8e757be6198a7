package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.anchor.AnchorReport;
import dev.agentsafe.core.anchor.Standing;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.HBox;

/**
 * What others have said of a log's checkpoints: the newest receipt of each, and all broken ones.
 */
final class AnchorParts {
  private static final int MOST_BROKEN = 20;

  private AnchorParts() {}

  static Section of(AnchorReport report) {
    var section = new Section(Words.of("anchors.title"));
    section.setId("verify-anchors");
    if (report.findings().isEmpty()) {
      section.getChildren().add(Section.text(Words.of("anchors.none"), "muted"));
    }
    var shown = new ArrayList<AnchorReport.Finding>(report.newest().values());
    List<AnchorReport.Finding> broken = report.broken();
    shown.addAll(broken.subList(0, Math.min(broken.size(), MOST_BROKEN)));
    for (var finding : shown) {
      section.getChildren().add(line(report, finding));
    }
    if (broken.size() > MOST_BROKEN) {
      section
          .getChildren()
          .add(Section.text(Words.of("anchors.more", broken.size() - MOST_BROKEN), "strong"));
    }
    return section;
  }

  private static HBox line(AnchorReport report, AnchorReport.Finding finding) {
    var name =
        finding
            .name()
            .map(n -> Untrusted.line(n.anchor(), 60) + ", " + n.kind())
            .orElseGet(() -> Untrusted.line(finding.file(), 80));
    return switch (finding.standing()) {
      case Standing.Holds(var at, var by, var pinned) ->
          row(
              pinned ? Icon.PASS : Icon.WARN,
              pinned ? "good" : "warn",
              pinned ? "" : Words.of("anchors.beside"),
              Words.of(
                  "anchors.holds",
                  name,
                  finding.size(),
                  Untrusted.line(by, 120),
                  Spans.rough(report.age(at))));
      case Standing.Noted(var at, var where) ->
          row(
              Icon.INFO,
              "muted",
              Words.of("anchors.look"),
              Words.of(
                  "anchors.noted",
                  name,
                  finding.size(),
                  Untrusted.line(where, 160),
                  Spans.rough(report.age(at))));
      case Standing.Broken(var why) ->
          row(Icon.STOP, "bad", "", Words.of("anchors.broken", name, Untrusted.line(why, 200)));
    };
  }

  private static HBox row(Icon icon, String tone, String note, String said) {
    var sign = icon.node();
    sign.getStyleClass().add(tone);
    return Section.row(sign, Section.text(note.isEmpty() ? said : said + " " + note));
  }
}
