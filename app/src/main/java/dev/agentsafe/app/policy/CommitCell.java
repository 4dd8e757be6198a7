package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A file that can be committed: whether it is to be, and what became of it; FX thread only. */
final class CommitCell extends ListCell<CommitViewModel.Item> {
  private final CheckBox box = new CheckBox();
  private final Label name = new Label();
  private final Label mark = new Label();
  private final HBox line = new HBox(box, name, mark);
  private @Nullable BooleanProperty bound;

  CommitCell() {
    // The list has the keyboard, and Space is for its chosen line.
    box.setFocusTraversable(false);
    name.setMaxWidth(Double.MAX_VALUE);
    name.setMinWidth(0);
    mark.setMinWidth(Region.USE_PREF_SIZE);
    HBox.setHgrow(name, Priority.ALWAYS);
    line.getStyleClass().add("author-line");
    setPrefWidth(0);
    box.selectedProperty().subscribe(is -> say());
  }

  @Override
  protected void updateItem(CommitViewModel.@Nullable Item item, boolean empty) {
    super.updateItem(item, empty);
    if (bound != null) {
      box.selectedProperty().unbindBidirectional(bound);
      bound = null;
    }
    setText(null);
    setTooltip(null);
    if (empty || item == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    bound = item.chosen();
    box.selectedProperty().bindBidirectional(bound);
    var folder = item.file().getParent();
    var above = folder == null ? "" : GitWords.name(folder) + "/";
    name.setText(above + GitWords.name(item.file()));
    mark.setText(GitWords.letter(item.mark()));
    mark.getStyleClass().setAll("label", "git-mark", GitWords.style(item.mark()));
    setTooltip(
        new Tooltip(Untrusted.line(item.file().toString()) + "\n" + GitWords.spoken(item.mark())));
    setGraphic(line);
    say();
  }

  private void say() {
    var item = getItem();
    if (item != null) {
      setAccessibleText(
          Words.of(
              "commit.spoken",
              GitWords.name(item.file()),
              GitWords.spoken(item.mark()),
              box.isSelected() ? 1 : 0));
    }
  }
}
