package dev.agentsafe.app.shell;

import dev.agentsafe.app.theme.Icon;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** One screen of the console; rooms register theirs with the shell. All calls on the FX thread. */
public interface Screen {

  /** The groups of the rail, top to bottom. */
  enum Group {
    OPERATE,
    AUTHOR,
    AUDIT,
    SYSTEM
  }

  /**
   * How a screen stands in the rail.
   *
   * @param id stable and short, such as {@code inbox}
   */
  record Entry(String id, Group group, String title, Icon icon) {}

  /** How it stands in the rail. */
  Entry entry();

  /** Its node; asked for once, when it is first shown. */
  Node node();

  /**
   * What its node takes, made a piece at a time before it is asked for: steps to be done in this
   * order, with room between them for what else waits for the screen.
   */
  default List<Runnable> beforehand() {
    return List.of();
  }

  /** What the rail shows beside the title, such as a count; empty text: nothing. */
  default Optional<ObservableValue<String>> badge() {
    return Optional.empty();
  }

  /** It was brought to the front: a good moment to read again and to take the focus. */
  default void shown() {}

  /**
   * A key that no text field wants.
   *
   * @return whether it meant something here
   */
  default boolean key(KeyEvent event) {
    return false;
  }

  /** Its own keys, for the status bar; empty: none. */
  default String keys() {
    return "";
  }

  /** What of it would be lost if the window closed now, in names for people. */
  default ObservableValue<List<String>> unsaved() {
    return new SimpleObjectProperty<>(List.of());
  }

  /** What of it the palette finds. */
  default List<Hit> hits() {
    return List.of();
  }

  /**
   * Something the palette finds.
   *
   * @param kind such as {@code request}, for people
   * @param go brings it to the screen
   */
  record Hit(String kind, String text, String note, Runnable go) {}
}
