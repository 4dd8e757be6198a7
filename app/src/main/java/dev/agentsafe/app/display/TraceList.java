package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.policy.Trace;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** Rules in order of evaluation, each with the condition that failed, the one that matched last. */
public final class TraceList extends GridPane {

  /** How many rules that did not match are shown at most. */
  private static final int SHOWN = 40;

  /** The list of these steps. */
  public TraceList(List<Trace.Step> steps) {
    getStyleClass().add("trace");
    var from = Math.max(0, steps.size() - SHOWN);
    var at = 0;
    if (from > 0) {
      add(Section.text(Words.of("trace.earlier", from), "muted"), 1, at++, 2, 1);
    }
    for (var step : steps.subList(from, steps.size())) {
      var matched = step.failed().isEmpty();
      var icon = (matched ? Icon.PASS : Icon.FAIL).node();
      icon.getStyleClass().add(matched ? "good" : "muted");
      var name = new Label(Untrusted.line(step.rule().name().value(), 60));
      name.getStyleClass().addAll("mono", matched ? "strong" : "muted");
      name.setMinWidth(USE_PREF_SIZE);
      var text =
          step.failed()
              .map(f ->
                  Words.of(
                      "trace.failed",
                      f.condition(),
                      Untrusted.line(f.wanted(), 80),
                      Untrusted.line(f.found(), 80)))
              .orElse(Words.of("trace.matched", step.rule().outcome().effect().label()));
      addRow(at++, icon, name, Section.text(text, matched ? "strong" : "muted"));
    }
  }
}
