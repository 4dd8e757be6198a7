package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.state.Writer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who wrote an object, as its managed fields tell; stateless. */
final class Writers {
  private static final int MOST_PARTS = 20;

  private Writers() {}

  /** Who wrote the object, the latest first. */
  static List<Writer> of(HasMetadata live) {
    return writers(live.getMetadata().getManagedFields()).toList();
  }

  private static Stream<Writer> writers(@Nullable List<ManagedFieldsEntry> managed) {
    return (managed == null ? Stream.<ManagedFieldsEntry>empty() : managed.stream())
        .filter(entry -> entry.getManager() != null)
        .map(Writers::writer)
        .sorted(Comparator.comparing((Writer w) -> w.at().orElse(Instant.EPOCH)).reversed());
  }

  private static Writer writer(ManagedFieldsEntry entry) {
    var parts = new ArrayList<String>();
    if (entry.getFieldsV1() != null) {
      parts(entry.getFieldsV1().getAdditionalProperties(), "", parts);
    }
    return new Writer(
        entry.getManager()
            + (entry.getSubresource() == null || entry.getSubresource().isEmpty()
                ? ""
                : " (" + entry.getSubresource() + ")"),
        at(entry.getTime()),
        parts.subList(0, Math.min(parts.size(), MOST_PARTS)));
  }

  /** The paths of a set of fields, {@code f:spec} to {@code f:replicas} and so on. */
  private static void parts(Map<?, ?> fields, String path, List<String> parts) {
    for (var field : fields.entrySet()) {
      var key = String.valueOf(field.getKey());
      if (key.equals(".")) {
        continue;
      }
      var at = (path.isEmpty() ? "" : path + ".") + (key.startsWith("f:") ? key.substring(2) : key);
      if (field.getValue() instanceof Map<?, ?> below && !below.isEmpty()) {
        parts(below, at, parts);
      } else {
        parts.add(at);
      }
    }
  }

  private static Optional<Instant> at(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
