package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a deletion asks of the object that it means; stateless. */
final class Preconditions {
  private Preconditions() {}

  /** The refusal where the object is not that one; empty: it is. */
  static Optional<Reply> conflict(HasMetadata live, @Nullable DeleteOptions options) {
    var asked = options == null ? null : options.getPreconditions();
    if (asked == null) {
      return Optional.empty();
    }
    var meta = live.getMetadata();
    return differs(asked.getUid(), meta.getUid())
            || differs(asked.getResourceVersion(), meta.getResourceVersion())
        ? Optional.of(
            Reply.refusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": the object in precondition is not the"
                        .formatted(live.getPlural(), meta.getName())
                    + " object that is there"))
        : Optional.empty();
  }

  private static boolean differs(@Nullable String asked, String there) {
    return asked != null && !asked.isEmpty() && !asked.equals(there);
  }
}
