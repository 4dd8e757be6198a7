package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Map;
import java.util.Optional;

/** Reads a config map. */
final class ReadConfigMap implements Reading<ConfigMap> {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of(),
        Prechecks.CHECKS,
        Courses.read("the keys and values"),
        new Manual.Undoing.ChangesNothing());
  }

  @Override
  public Kind kind() {
    return Kind.CONFIG_MAP;
  }

  @Override
  public Class<ConfigMap> type() {
    return ConfigMap.class;
  }

  @Override
  public Value.Fields fields(ConfigMap live, Value.Fields params) {
    return ConfigMaps.fields(live, Optional.empty());
  }
}
