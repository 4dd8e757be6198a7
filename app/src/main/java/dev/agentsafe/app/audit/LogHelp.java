package dev.agentsafe.app.audit;

import atlantafx.base.controls.Popover;
import dev.agentsafe.app.display.FieldGrid;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;

/** What a query can say, by examples that can be taken over. */
final class LogHelp {
  private LogHelp() {}

  private record Example(String text, String meaning) {}

  /** Opens it beside a node; an example that is chosen is added to the query. */
  static void show(Node beside, StringProperty query) {
    var grid = new FieldGrid();
    var popover = new Popover();
    for (var example : examples()) {
      var link = new Hyperlink(example.text());
      link.getStyleClass().add("mono");
      link.setAccessibleText(example.text() + " " + example.meaning());
      link.setOnAction(e -> {
        query.set((query.get().strip() + " " + example.text()).strip());
        popover.hide();
      });
      grid.row(link, Section.text(example.meaning()));
    }
    var box = new VBox(Section.text(Words.of("log.help.intro"), "strong"), grid);
    box.getStyleClass().add("log-help");
    box.setId("log-help-box");
    popover.setContentNode(box);
    popover.setHeaderAlwaysVisible(false);
    popover.setDetachable(false);
    popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
    popover.show(beside);
  }

  private static List<Example> examples() {
    return List.of(
        new Example("decision:deny", Words.of("log.help.decision")),
        new Example("risk>=high", Words.of("log.help.risk")),
        new Example("caller:deploy-*", Words.of("log.help.caller")),
        new Example("action:scale-*,restart-*", Words.of("log.help.action")),
        new Example("target:prod/*", Words.of("log.help.target")),
        new Example("type:execution", Words.of("log.help.type")),
        new Example("since:24h", Words.of("log.help.since")),
        new Example("until:2026-01-31", Words.of("log.help.until")),
        new Example("\"two words\"", Words.of("log.help.words")),
        new Example("-decision:allow", Words.of("log.help.not")));
  }
}
