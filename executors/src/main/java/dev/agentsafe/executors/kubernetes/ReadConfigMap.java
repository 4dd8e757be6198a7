package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** Reads a config map. */
final class ReadConfigMap implements Reading<ConfigMap> {

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
