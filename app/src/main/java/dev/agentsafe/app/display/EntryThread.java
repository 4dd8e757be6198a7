package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.AuditEntry;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** Entries that belong together, in the order of the journal. */
public final class EntryThread extends GridPane {

  /** The thread of these entries. */
  public EntryThread(List<AuditEntry> entries) {
    getStyleClass().add("thread");
    var at = 0;
    for (var entry : entries) {
      var seq = new Label(Words.of("entry.seq", entry.seq()));
      seq.getStyleClass().addAll("mono", "muted");
      seq.setMinWidth(USE_PREF_SIZE);
      var time = new Label(clock(entry.chain().timestamp()));
      time.getStyleClass().addAll("mono", "muted");
      time.setMinWidth(USE_PREF_SIZE);
      var kind = new Label(EntryWords.kind(entry));
      kind.getStyleClass().add("strong");
      kind.setMinWidth(USE_PREF_SIZE);
      var what = Section.text(Untrusted.line(EntryWords.sentence(entry), 160));
      addRow(at++, seq, time, kind, what);
    }
  }

  private static String clock(String timestamp) {
    return timestamp.length() >= 19 && timestamp.charAt(10) == 'T'
        ? timestamp.substring(11, 19)
        : Untrusted.line(timestamp, 24);
  }
}
