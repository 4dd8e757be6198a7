package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.index.Row;
import java.util.List;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/** One entry as a line of texts. */
final class LogCell extends ListCell<LogLine> {
  private final LogColumns columns;

  LogCell(ListView<LogLine> list) {
    columns = new LogColumns("log-line", list.widthProperty(), LogColumns.LINE);
    setPrefWidth(0);
    columns.prefWidthProperty().bind(widthProperty());
  }

  @Override
  protected void updateItem(@Nullable LogLine line, boolean empty) {
    super.updateItem(line, empty);
    setText(null);
    if (line == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    setGraphic(columns);
    var texts = line.row().map(LogCell::texts).orElse(List.of("…", "", "", "", "", "", "", "", ""));
    columns.show(texts);
    setAccessibleText(line.row().isPresent() ? String.join(", ", texts) : Words.of("log.reading"));
  }

  private static List<String> texts(Row row) {
    return List.of(
        String.valueOf(row.seq()),
        time(row.at()),
        EntryWords.kind(row.what().type()),
        Untrusted.line(row.ruling().decision(), 40),
        Untrusted.line(row.ruling().effectiveRisk(), 20),
        Untrusted.line(row.what().action(), 80),
        Untrusted.line(row.what().target(), 80),
        Untrusted.line(row.what().caller(), 80),
        Untrusted.line(row.ruling().policy(), 80));
  }

  private static String time(String timestamp) {
    return timestamp.length() >= 19
        ? timestamp.substring(5, 19).replace('T', ' ')
        : Untrusted.line(timestamp, 24);
  }
}
