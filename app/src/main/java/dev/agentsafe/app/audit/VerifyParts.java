package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.audit.Finding;
import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.tlog.VerifierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** A report: the verdict, what it means, what seals the log, the lines around the first bad one. */
final class VerifyParts {
  /** Below so many lines their number in a second says nothing. */
  private static final long FEW = 10_000;

  private VerifyParts() {}

  /**
   * The parts of a report.
   *
   * @param jump brings an entry of this workspace's journal into view, where it is that one
   */
  static List<Node> of(VerifyReport report, Optional<LongConsumer> jump) {
    return switch (report) {
      case VerifyReport.Log log -> log(log, jump);
      case VerifyReport.Bundle bundle -> bundle(bundle);
    };
  }

  private static List<Node> log(VerifyReport.Log log, Optional<LongConsumer> jump) {
    var verdict = log.found().verdict();
    var parts = new ArrayList<Node>();
    var good = verdict.isValid();
    var doubtful =
        good
            && ((verdict instanceof Verdict.Valid(var sealed, _) && sealed == 0)
                || log.found().seal().filter(s -> !VerdictWords.isPinned(s)).isPresent());
    var tone = !log.found().isValid() ? "bad" : doubtful ? "warn" : "good";
    parts.add(
        notice(
            tone,
            log.found().isValid() ? Icon.PASS : Icon.STOP,
            Untrusted.line(verdict.sentence()),
            VerdictWords.meaning(log.found())));
    if (!log.found().findings().isEmpty()) {
      parts.add(findings(log.found().findings()));
    }
    parts.add(Section.text(took(log.took(), log.found().good().lines()), "muted"));
    if (log.found().trusted() > 0) {
      parts.add(Section.text(Words.of("verify.trusted", log.found().trusted()), "muted"));
    }
    log.found()
        .forgotten()
        .ifPresent(why ->
            parts.add(
                Section.row(
                    Icon.WARN.node(),
                    Section.text(Words.of("verify.forgotten", Untrusted.line(why))))));
    if (!log.around().context().isEmpty()) {
      parts.add(context(log, jump));
    }
    log.around().seal().ifPresent(facts -> parts.add(seal(log, facts)));
    parts.add(key(log));
    parts.add(AnchorParts.of(log.around().anchors()));
    return parts;
  }

  private static String took(VerifyReport.Took took, long lines) {
    var said = Words.of("verify.took", lines, took.bytes(), Spans.exact(took.millis()));
    return lines < FEW || took.millis() == 0
        ? said
        : Words.of("verify.speed", said, lines * 1_000 / took.millis());
  }

  /** What else is wrong, beside the lines themselves. */
  private static Section findings(List<Finding> findings) {
    var section = new Section(Words.of("verify.findings"));
    section.setId("verify-findings");
    for (var finding : findings) {
      var sign = Icon.STOP.node();
      sign.getStyleClass().add("bad");
      section
          .getChildren()
          .add(Section.row(sign, Section.text(Untrusted.line(finding.sentence()))));
    }
    return section;
  }

  private static List<Node> bundle(VerifyReport.Bundle bundle) {
    return switch (bundle.found()) {
      case LogBundle.Checked.Bad(var why) ->
          List.of(
              notice(
                  "bad",
                  Icon.STOP,
                  Words.of("verify.bundle.bad", Untrusted.line(why)),
                  Words.of("verify.bundle.means")));
      case LogBundle.Checked.Good(var from, var to, var checkpoint, var key) -> {
        var name = Untrusted.line(key.name() + "+" + key.idText(), 120);
        yield List.of(
            notice(
                bundle.pinned() ? "good" : "warn",
                Icon.PASS,
                Words.of("verify.bundle.good", from, to, checkpoint.size()),
                bundle.pinned()
                    ? Words.of("verify.key.pinned", name)
                    : Words.of("verify.key.bundle", name)));
      }
    };
  }

  private static Section context(VerifyReport.Log log, Optional<LongConsumer> jump) {
    var grid = new GridPane();
    grid.getStyleClass().add("thread");
    grid.setId("verify-context");
    var at = 0;
    for (var line : log.around().context()) {
      var mark = line.bad() ? Icon.STOP.node() : new Label();
      if (line.bad()) {
        mark.getStyleClass().add("bad");
      }
      var number = new Label(String.valueOf(line.number()));
      number.getStyleClass().addAll("mono", "muted");
      number.setMinWidth(Label.USE_PREF_SIZE);
      GridPane.setValignment(mark, VPos.TOP);
      GridPane.setValignment(number, VPos.TOP);
      grid.addRow(at++, mark, number, Section.code(line.text(), line.bad() ? "strong" : "muted"));
    }
    var section = new Section(Words.of("verify.context"), grid);
    if (jump.isPresent() && log.found().verdict() instanceof Verdict.Failed failed) {
      var go = new Button(Words.of("verify.jump", String.valueOf(failed.line())), Icon.LOG.node());
      go.setId("verify-jump");
      go.setAccessibleText(go.getText());
      go.setOnAction(e -> jump.get().accept(failed.line() - 1));
      section.getChildren().add(Section.row(go));
    }
    return section;
  }

  private static Section seal(VerifyReport.Log log, SealFacts facts) {
    var grid = new FieldGrid();
    grid.code(Words.of("verify.origin"), Untrusted.line(facts.checkpoint().origin(), 200));
    grid.line(Words.of("verify.size"), Words.of("verify.lines", facts.checkpoint().size()));
    grid.code(Words.of("verify.root"), facts.checkpoint().root().base64());
    facts
        .at()
        .ifPresent(at ->
            grid.line(
                Words.of("verify.age"),
                Words.of(
                    "verify.signed",
                    Spans.full(at),
                    Spans.rough(Duration.between(at, log.took().at())))));
    for (var signer : facts.signers()) {
      grid.line(
          Words.of("verify.signature"),
          Section.code(signer.algorithm() + "  " + Untrusted.line(signer.key(), 160)));
    }
    return new Section(Words.of("verify.checkpoint"), grid);
  }

  private static Section key(VerifyReport.Log log) {
    var section = new Section(Words.of("verify.key.title"));
    var said =
        log.found()
            .seal()
            .map(VerdictWords::key)
            .orElseGet(() ->
                log.around().seal().isPresent()
                    ? Words.of("verify.key.disbelieved")
                    : Words.of("verify.key.none"));
    section.getChildren().add(Section.text(said));
    log.around().pinned().ifPresent(pinned -> section.getChildren().add(compared(log, pinned)));
    return section;
  }

  /** Whether the key that was given is the one that stands beside the log. */
  private static HBox compared(VerifyReport.Log log, VerifierKey pinned) {
    var beside = log.around().seal().map(SealFacts::beside).orElse(List.of());
    var same = beside.contains(pinned);
    var sign = (same ? Icon.PASS : Icon.STOP).node();
    sign.getStyleClass().add(same ? "good" : "bad");
    return Section.row(
        sign,
        Section.text(
            beside.isEmpty()
                ? Words.of("verify.key.nobody")
                : same ? Words.of("verify.key.same") : Words.of("verify.key.other")));
  }

  /** A sentence that is seen first, with what it means below it. */
  static VBox notice(String tone, Icon icon, String sentence, String meaning) {
    var sign = icon.node();
    sign.getStyleClass().add(tone);
    var words = Section.text(sentence, "verdict");
    words.setId("verify-verdict");
    var box = new VBox(Section.row(sign, words));
    if (!meaning.isEmpty()) {
      box.getChildren().add(Section.text(meaning));
    }
    box.getStyleClass().addAll("notice", "notice-" + tone);
    box.setAccessibleText(sentence + " " + meaning);
    return box;
  }
}
