package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's own store for tests, where what has not changed is read as an object only once;
 * thread-safe.
 */
final class Store extends KubernetesCrudDispatcher {
  private final Map<Class<?>, Map<String, ?>> read = new HashMap<>();

  // Takes an object out and puts it back: whoever looks meanwhile would miss it.
  @Override
  public synchronized void processEvent(
      String path,
      AttributeSet pathAttributes,
      AttributeSet oldAttributes,
      @Nullable GenericKubernetesResource resource,
      @Nullable String newState) {
    super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
  }

  /** All objects below that path, by namespace and name; not to be changed. */
  synchronized <T extends HasMetadata> List<T> all(String path, Class<T> type) {
    var before = read.getOrDefault(type, Map.of());
    var query = getKey(path);
    var now = new HashMap<String, T>();
    for (var entry : map.entrySet()) {
      if (entry.getKey().matches(query)) {
        var json = entry.getValue();
        var known = before.get(json);
        now.put(json, known == null ? Json.read(json, type) : type.cast(known));
      }
    }
    read.put(type, now);
    return now.values().stream()
        .sorted(
            Comparator.comparing((T o) -> String.valueOf(o.getMetadata().getNamespace()))
                .thenComparing(o -> o.getMetadata().getName()))
        .toList();
  }
}
