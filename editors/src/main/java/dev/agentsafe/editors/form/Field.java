package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.schema.Shape;
import java.util.List;
import java.util.Optional;

/** A part of a document as a form shows it: what stands there, and what may; immutable. */
public sealed interface Field {

  /** What it is of the document. */
  Head head();

  /**
   * What all fields have.
   *
   * @param name the key; of an item, that of its list
   * @param present whether something stands there
   * @param required whether something has to
   * @param named whether its author chose the key, so that it can be given another one
   * @param locked why it cannot be changed here; empty where it can
   */
  record Head(
      Where at,
      String name,
      Shape shape,
      boolean present,
      boolean required,
      boolean named,
      String locked) {
    /** Whether it can be changed. */
    public boolean isOpen() {
      return locked.isEmpty();
    }

    /** The same, locked for that reason where it is not locked for another one. */
    public Head locked(String why) {
      return isOpen() ? new Head(at, name, shape, present, required, named, why) : this;
    }

    /** The same, as a list of which each item is that. */
    Head holding(Shape item) {
      return new Head(
          at,
          name,
          new Shape(
              shape.meaning(), shape.values(), shape.fields(), Optional.of(item), shape.forms()),
          present,
          required,
          named,
          locked);
    }

    /** What it is for, in words; empty where nothing is said. */
    public String meaning() {
      return shape.meaning();
    }

    /** What it is when it is left out; empty where that is not said. */
    public Optional<String> fallback() {
      return shape.values().fallback();
    }
  }

  /** How a single value is put in. */
  enum Kind {
    TEXT,
    /** A text that may be long: words for people. */
    PROSE,
    INTEGER,
    NUMBER,
    FLAG,
    /** One of the words of its shape. */
    CHOICE
  }

  /**
   * A single value.
   *
   * @param text as it is said; empty where nothing stands there
   * @param fits whether what stands there is of its kind
   */
  record Single(Head head, Kind kind, String text, boolean fits) implements Field {}

  /**
   * A list of single values.
   *
   * @param kind of each of them
   */
  record Several(Head head, Kind kind, List<String> texts) implements Field {
    public Several {
      texts = List.copyOf(texts);
    }
  }

  /** A mapping with known keys, or with keys that authors choose. */
  record Group(Head head) implements Field {}

  /**
   * A list of mappings.
   *
   * @param titles what its items are called
   */
  record Rows(Head head, List<String> titles) implements Field {
    public Rows {
      titles = List.copyOf(titles);
    }
  }

  /**
   * What a form has no field for.
   *
   * @param written as it stands in the text
   */
  record Other(Head head, String written) implements Field {}

  /** What an item of a list is called by: its name or id, or what it says in short. */
  static String title(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list ->
          String.join(", ", list.items().stream().map(Field::title).toList());
      case Node.Mapping map ->
          map.entries().stream()
              .filter(e -> List.of("name", "id").contains(e.key().text()))
              .map(e -> title(e.value()))
              .findFirst()
              .orElseGet(() ->
                  String.join(
                      ", ",
                      map.entries().stream()
                          .map(e -> e.key().text() + " " + title(e.value()))
                          .toList()));
    };
  }
}
