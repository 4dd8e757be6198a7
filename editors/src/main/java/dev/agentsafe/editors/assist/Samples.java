package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.TextFile;
import dev.agentsafe.editors.language.Workbench;
import dev.agentsafe.editors.schema.Shape;
import java.util.List;
import java.util.Optional;

/** Values for keys that have to be there: ones that load, and that grant nothing. */
final class Samples {
  private final Workbench bench;
  private final TextFile file;

  Samples(Workbench bench, TextFile file) {
    this.bench = bench;
    this.file = file;
  }

  /** What may stand behind a key; empty where only its author can tell. */
  Optional<String> of(Place place, String key, Shape shape) {
    var path = place.caret().path() + "." + key;
    return switch (path) {
      case "rules[].match" -> Optional.of("{actions: [], risk_classes: [low]}");
      case "rules[].decision", "tests[].expect" -> Optional.of("deny");
      case "rules[].name" -> Optional.of(unused(Name.Kind.RULE, "new-rule"));
      case "tests[].name" -> Optional.of(unused(Name.Kind.TEST, "new test"));
      case "targets[].id" -> Optional.of(unused(Name.Kind.TARGET, "new-target"));
      case "operators[].id" -> Optional.of(unused(Name.Kind.OPERATOR, "new-operator"));
      case "tests[].action" -> first(Name.Kind.ACTION);
      case ".name" -> file.kind() == FileKind.ACTION ? ownName() : Optional.empty();
      case ".version" -> Optional.of("1.0.0");
      case ".risk_class" -> Optional.of("critical");
      case ".target_types" -> first(Name.Kind.TARGET_TYPE).map(type -> "[" + type + "]");
      case "targets[].type" -> first(Name.Kind.TARGET_TYPE);
      case "targets[].environment" -> Optional.of("prod");
      case "targets[].sensitivity" -> Optional.of("critical");
      case "parameters[].name" -> Optional.of("new_parameter");
      default -> plain(key, shape);
    };
  }

  private static Optional<String> plain(String key, Shape shape) {
    var values = shape.values();
    if (!values.words().isEmpty()) {
      return Optional.of(values.words().getFirst());
    }
    if (values.fallback().isPresent() && !values.types().contains(Shape.Type.LIST)) {
      return Optional.of(Written.text(values.fallback().get()));
    }
    if (List.of("description", "reason", "name").contains(key)) {
      return Optional.of("\"\"");
    }
    if (values.types().contains(Shape.Type.LIST)
        && !shape.values().types().contains(Shape.Type.TEXT)) {
      return Optional.of("[]");
    }
    return Optional.empty();
  }

  private Optional<String> ownName() {
    var name = String.valueOf(file.path().getFileName()).replaceAll("\\.ya?ml$", "");
    return name.matches("[a-z][a-z0-9-]*")
        ? Optional.of(unused(Name.Kind.ACTION, name))
        : Optional.empty();
  }

  private Optional<String> first(Name.Kind kind) {
    return bench.names(kind).stream().map(Name::text).sorted().findFirst().map(Written::text);
  }

  private String unused(Name.Kind kind, String wanted) {
    var taken = bench.names(kind).stream().map(Name::text).toList();
    var name = wanted;
    for (int number = 2; taken.contains(name); number++) {
      name = wanted + "-" + number;
    }
    return Written.text(name);
  }
}
