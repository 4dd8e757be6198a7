package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Instant;
import java.util.Optional;

/** Reads a config map. */
final class ReadConfigMap implements Procedure<ConfigMap> {

  @Override
  public Kind kind() {
    return Kind.CONFIG_MAP;
  }

  @Override
  public Class<ConfigMap> type() {
    return ConfigMap.class;
  }

  @Override
  public boolean readsOnly() {
    return true;
  }

  @Override
  public Value.Fields fields(ConfigMap live, Value.Fields params) {
    return ConfigMaps.fields(live, Optional.empty());
  }

  @Override
  public Change change(ConfigMap live, Value.Fields params, Instant now) {
    return new Change.None("It only reads.");
  }

  @Override
  public boolean same(ConfigMap one, ConfigMap other, Value.Fields params) {
    return true;
  }

  @Override
  public Standing standing(ConfigMap live, Value.Fields params) {
    return new Standing.Holds("read");
  }
}
