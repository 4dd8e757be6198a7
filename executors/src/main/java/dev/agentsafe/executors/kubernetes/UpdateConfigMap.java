package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sets one key of a config map. */
final class UpdateConfigMap implements Procedure<ConfigMap> {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of("key", Grammar.DATA_KEY.words()),
        Prechecks.CHECKS,
        Courses.patched(
            "the deployments and pods that use it", "one key", "the key with that value"),
        new Manual.Undoing.Inverse(
            "the key's value before; where there was no such key, nothing can be put back"));
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
  public Optional<String> objection(Value.Fields params) {
    if (params.text("key").isEmpty()) {
      return Optional.of("Parameter `key` is needed.");
    }
    return params.text("value").isEmpty()
        ? Optional.of("Parameter `value` is needed.")
        : Grammar.DATA_KEY.objection("key", params.text("key").get());
  }

  @Override
  public Value.Fields fields(ConfigMap live, Value.Fields params) {
    return ConfigMaps.fields(live, params.text("key"));
  }

  @Override
  public Change change(ConfigMap live, Asked asked) {
    var key = asked.params().text("key").orElseThrow();
    var value = asked.params().text("value").orElseThrow();
    if (value.equals(ConfigMaps.data(live).get(key))) {
      return new Change.None("Key `" + key + "` already has that value.");
    }
    if (Boolean.TRUE.equals(live.getImmutable())) {
      return new Change.Impossible("it is immutable; a new one has to take its place");
    }
    return new Change.Made(
        Edit.of(live).within("/data", live.getData(), key, value), "Setting key `" + key + "`");
  }

  @Override
  public List<String> affected(Optional<ConfigMap> live, Asked asked) {
    return References.users(asked.place(), asked.around());
  }

  @Override
  public boolean same(ConfigMap one, ConfigMap other, Value.Fields params) {
    return Objects.equals(one.getData(), other.getData());
  }

  @Override
  public Standing standing(ConfigMap live, ConfigMap taken, Asked asked) {
    var key = asked.params().text("key").orElseThrow();
    return asked.params().text("value").equals(Optional.ofNullable(ConfigMaps.data(live).get(key)))
        ? new Standing.Holds("key `" + key + "` is set")
        : new Standing.Broken("somebody else has changed key `" + key + "` meanwhile");
  }

  @Override
  public Value.Fields output(ConfigMap live, Value.Fields params) {
    return Value.EMPTY.with("key", Value.of(params.text("key").orElseThrow()));
  }
}
