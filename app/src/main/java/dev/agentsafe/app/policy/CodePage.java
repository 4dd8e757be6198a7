package dev.agentsafe.app.policy;

import dev.agentsafe.app.language.Page;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.document.Edit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.scene.Node;

/** The code area as the page that is helped with. */
record CodePage(CodeView code) implements Page {

  @Override
  public Node node() {
    return code;
  }

  @Override
  public String text() {
    return code.text();
  }

  @Override
  public int caret() {
    return code.caretOffset();
  }

  @Override
  public ObservableValue<?> moves() {
    return code.selectionProperty();
  }

  @Override
  public void apply(List<Edit> edits, int caret) {
    code.apply(edits, caret);
  }

  @Override
  public Optional<Bounds> boundsOnScreen(int offset) {
    return code.boundsOnScreen(offset);
  }

  @Override
  public OptionalInt offsetAt(double screenX, double screenY) {
    return code.offsetAt(screenX, screenY);
  }

  @Override
  public void offer(OptionalInt line, Runnable chosen) {
    code.offer(line, chosen);
  }

  @Override
  public void requestFocus() {
    code.requestAreaFocus();
  }
}
