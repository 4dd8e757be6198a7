package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.OpenPort;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.run.RunId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The ports that are open, above the runs; not there where none is. */
final class PortsPane extends VBox {
  private final Label title = Section.text("", "strong");
  private final Consumer<RunId> chosen;
  private final Map<RunId, Row> rows = new HashMap<>();

  PortsPane(ReinsViewModel model, Consumer<RunId> chosen) {
    this.chosen = chosen;
    setId("runs-ports");
    getStyleClass().addAll("notice", "notice-warn");
    getChildren().add(title);
    managedProperty().bind(visibleProperty());
    model.ports().subscribe(this::show);
  }

  private void show(List<OpenPort> ports) {
    setVisible(!ports.isEmpty());
    title.setText(Words.of("ports.title", ports.size()));
    var gone = new HashSet<>(rows.keySet());
    for (var port : ports) {
      gone.remove(port.run());
      rows.computeIfAbsent(port.run(), run -> add(port)).update(port);
    }
    gone.forEach(run -> getChildren().remove(rows.remove(run)));
  }

  private Row add(OpenPort port) {
    var row = new Row(port, chosen);
    getChildren().add(row);
    return row;
  }

  /** One of them; stays the same node while its numbers move. */
  private static final class Row extends VBox {
    private final Label numbers = Section.text("", "muted");

    Row(OpenPort port, Consumer<RunId> chosen) {
      var way = port.way();
      var words = way.address() + " → " + Untrusted.line(way.leadsTo(), 120);
      var link = new Hyperlink(words, Icon.GATEWAY.node());
      link.setWrapText(true);
      link.setAccessibleText(words);
      link.setOnAction(e -> chosen.accept(port.run()));
      getChildren().addAll(link, numbers);
    }

    void update(OpenPort port) {
      numbers.setText(
          Words.of(
              "ports.numbers",
              Untrusted.line(port.caller(), 60),
              port.traffic().connections(),
              port.traffic().sent(),
              port.traffic().received(),
              Spans.countdown(port.left())));
      numbers.setWrapText(true);
    }
  }
}
