package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a config map says about itself. */
final class ConfigMaps {
  private ConfigMaps() {}

  static Map<String, String> data(ConfigMap live) {
    return live.getData() == null ? Map.of() : live.getData();
  }

  /** Every field that a config map can tell; those of one key only where it is named. */
  static Value.Fields fields(ConfigMap live, Optional<String> key) {
    var data = new LinkedHashMap<String, Value>();
    new TreeMap<>(data(live)).forEach((name, value) -> data.put(name, Value.of(value)));
    var fields = new LinkedHashMap<String, Value>();
    fields.put("data", new Value.Fields(data));
    key.ifPresent(name -> {
      var value = data(live).get(name);
      if (value != null) {
        fields.put("previous_value", Value.of(value));
        fields.put("value", Value.of(value));
      }
    });
    return new Value.Fields(fields);
  }
}
