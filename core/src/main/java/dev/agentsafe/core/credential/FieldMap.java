package dev.agentsafe.core.credential;

import dev.agentsafe.core.yaml.Section;
import java.util.Map;

/** {@code fields} of a source: what an executor asks for, and where it is. */
final class FieldMap {
  private FieldMap() {}

  static Map<String, String> read(Section settings) {
    settings.require("fields");
    var fields = settings.optionalTextMap("fields").orElse(Map.of());
    if (fields.isEmpty()) {
      settings
          .get("fields")
          .ifPresent(node ->
              settings.problems().error(node, "value", "`fields` is empty; name at least one"));
    }
    return fields;
  }
}
