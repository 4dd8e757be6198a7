package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.state.PrecheckResult;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What prechecks found: pass, warn or fail, each with its message. */
public final class CheckList extends VBox {

  /** The list of these results. */
  public CheckList(List<PrecheckResult> results) {
    getStyleClass().add("checks");
    for (var result : results) {
      getChildren().add(row(result));
    }
  }

  private static HBox row(PrecheckResult result) {
    var verdict =
        result.passed()
            ? Badge.of(Words.of("check.pass"), Badge.Tone.GOOD, Icon.PASS)
            : result.advisory()
                ? Badge.of(Words.of("check.warn"), Badge.Tone.WARN, Icon.WARN)
                : Badge.of(Words.of("check.fail"), Badge.Tone.BAD, Icon.STOP);
    verdict.getStyleClass().add("check-verdict");
    var name = new Label(Untrusted.line(result.name(), 60));
    name.getStyleClass().addAll("mono", "check-name");
    name.setMinWidth(USE_PREF_SIZE);
    var message = Section.text(Untrusted.line(result.message()), "muted");
    return Section.row(verdict, name, message);
  }
}
