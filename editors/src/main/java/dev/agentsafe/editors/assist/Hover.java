package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.assist.Caret.Role;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shape;
import dev.agentsafe.editors.schema.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what stands at a place: a key by its schema, a name by what it stands for. */
final class Hover {
  private final Workbench bench;
  private final Shapes shapes;

  Hover(Workbench bench, Shapes shapes) {
    this.bench = bench;
    this.shapes = shapes;
  }

  /** What stands there; empty where there is nothing to say. */
  Optional<Meaning> at(TextFile file, int place) {
    var rows = new Lines(file.text());
    int offset = Math.clamp(place, 0, file.text().length());
    var caret = CaretReader.at(rows, offset);
    int line = rows.rowOf(offset) + 1;
    var name = bench.nameAt(file.path(), line, rows.column(offset));
    if (name.isPresent() && !(caret.role() == Role.KEY && isSchemaKey(file, caret))) {
      var span = name.get().span();
      return Optional.of(
          new Meaning(rows.from(span), rows.to(span), name.get().text(), named(name.get())));
    }
    if (caret.role() == Role.NONE || caret.word().from() == caret.word().to()) {
      return Optional.empty();
    }
    return caret.role() == Role.VALUE || (caret.role() == Role.OPEN && !isSchemaKey(file, caret))
        ? value(file, caret)
        : key(file, caret);
  }

  private boolean isSchemaKey(TextFile file, Caret caret) {
    return Place.of(file.kind(), caret, shapes)
        .filter(place ->
            place.shape().seeing(caret.beside()).stream()
                .anyMatch(s -> s.fields().known().containsKey(caret.word().text())))
        .isPresent();
  }

  private List<String> named(Name name) {
    var lines = new ArrayList<String>();
    lines.add(what(name));
    lines.addAll(new About(bench).full(name));
    return lines;
  }

  private static String what(Name name) {
    return switch (name.kind()) {
      case ACTION -> "an action";
      case PARAMETER -> "a parameter" + of(name);
      case STATE_FIELD -> "a field of the captured state" + of(name);
      case TARGET -> "a target";
      case TARGET_TYPE -> "a type of targets";
      case ENVIRONMENT -> "an environment";
      case LABEL -> "a label";
      case LABEL_VALUE -> "a value of the label `" + name.scope() + "`";
      case RULE -> "a rule";
      case TEST -> "a policy test";
      case AGENT -> "an agent";
      case AGENT_ROLE -> "a role of agents, which their tokens give them";
      case AGENT_GROUP -> "a group of agents, which their tokens put them in";
      case OPERATOR -> "an operator";
      case OPERATOR_ROLE -> "a role of operators";
      case OPERATOR_GROUP -> "a group of operators";
    };
  }

  private static String of(Name name) {
    return name.scope().isEmpty() ? "" : " of `" + name.scope() + "`";
  }

  private Optional<Meaning> key(TextFile file, Caret caret) {
    var name = caret.word().text();
    return Place.of(file.kind(), caret, shapes)
        .flatMap(place ->
            place
                .shape()
                .at(name, caret.beside())
                .map(shape -> {
                  var required =
                      place.shape().seeing(caret.beside()).stream()
                          .anyMatch(s -> s.fields().required().contains(name));
                  return meaning(caret, name, shape, required);
                }));
  }

  private Optional<Meaning> value(TextFile file, Caret caret) {
    return Place.of(file.kind(), caret, shapes)
        .filter(place -> !place.shape().meaning().isEmpty())
        .map(place -> meaning(caret, caret.word().text(), place.shape(), false));
  }

  private static Meaning meaning(Caret caret, String title, Shape shape, boolean required) {
    var lines = new ArrayList<String>();
    if (!shape.meaning().isEmpty()) {
      lines.add(shape.meaning());
    }
    var values = shape.values();
    var types =
        values.types().stream()
            .filter(t -> t != Shape.Type.NOTHING)
            .map(Shape.Type::words)
            .toList();
    if (!values.words().isEmpty()) {
      lines.add("one of `" + String.join("`, `", values.words()) + "`");
    } else if (!types.isEmpty()) {
      lines.add(
          String.join(" or ", types) + (values.range().isEmpty() ? "" : ", " + values.range()));
    }
    values.fallback().ifPresent(fallback -> lines.add("left out: `" + fallback + "`"));
    if (required) {
      lines.add("required");
    }
    return new Meaning(caret.word().from(), caret.word().to(), title, lines);
  }
}
