package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.form.Field;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What the form has no field for, as it is written, with the reason; FX thread only. */
final class OtherRow extends FieldRow {
  private static final int LONGEST = 200;

  private final Label written = Section.code("");
  private final Label why = Section.text("", "muted");

  OtherRow(FormDesk.Entry entry, FieldPane.Ways ways) {
    super(entry, ways);
    var link = new Hyperlink(Words.of("form.to.text"));
    link.getStyleClass().add("preview-link");
    link.setOnAction(e -> model().point(head().at()));
    tell(link);
    link.setAccessibleText(Words.of("form.to.text") + ": " + words(head().name()));
    var column = new VBox(2, written, why, link);
    column.setMinWidth(0);
    grow(column);
    getChildren().addAll(label(link), column);
    show();
  }

  @Override
  void show() {
    if (entry().field() instanceof Field.Other(var head, var text)) {
      written.setText(Untrusted.line(text, LONGEST));
      written.setVisible(!text.isEmpty());
      written.setManaged(!text.isEmpty());
      why.setText(head.present() ? head.locked() : leftOut());
      setVisible(head.present());
      setManaged(head.present());
    }
  }
}
