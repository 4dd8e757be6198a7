package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Deletes a namespace with all that is in it. */
final class DeleteNamespace implements OnNamespace {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of("namespace", Grammar.LABEL.words() + "; none of the cluster's own"),
        Prechecks.CHECKS,
        Courses.deleted(
            "what is in it, counted by kind",
            "the namespace",
            "the namespace is gone; what still keeps it as progress"),
        new Manual.Undoing.Irreversible("what was in it is gone"));
  }

  @Override
  public Change change(Namespace live, Asked asked) {
    return Namespaces.isEnding(live)
        ? new Change.None("It is being deleted already.", "it is not gone yet")
        : new Change.Deleted(
            OptionalLong.empty(), "Deleting namespace `" + asked.place().name() + "`");
  }

  @Override
  public Optional<PrecheckResult> check(String name, Optional<Namespace> live, Asked asked) {
    return switch (name) {
      // The cluster's own were refused with the parameters.
      case "not-system-namespace" ->
          Optional.of(Prechecks.pass(name, "it is none of the cluster's own"));
      case "resource-inventory" -> Optional.of(inventory(name, asked));
      default -> Optional.empty();
    };
  }

  private static PrecheckResult inventory(String name, Asked asked) {
    try {
      var inventory = Namespaces.inventory(asked.place().name(), asked.around());
      return inventory.isEmpty()
          ? Prechecks.pass(name, "it is empty")
          : Prechecks.warn(name, "all of this would be lost: " + String.join(", ", inventory));
    } catch (ExecutorException e) {
      return Prechecks.warn(name, "what is in it could not be counted: " + e.getMessage());
    }
  }

  @Override
  public List<String> affected(Optional<Namespace> live, Asked asked) {
    try {
      return Namespaces.inventory(asked.place().name(), asked.around());
    } catch (ExecutorException e) {
      return List.of("what is in it, which could not be counted: " + e.getMessage());
    }
  }

  @Override
  public List<String> notes(Optional<Namespace> live, Asked asked) {
    return List.of("Nothing of what is in it comes back: this cannot be undone.");
  }

  @Override
  public Standing standing(Namespace live, Namespace taken, Asked asked) {
    return Namespaces.isEnding(live)
        ? new Standing.Moving("it is ending" + kept(live))
        : new Standing.Moving("the cluster has not taken up the deletion yet");
  }

  /** What the cluster says keeps it. */
  private static String kept(Namespace live) {
    if (live.getStatus() == null || live.getStatus().getConditions() == null) {
      return "";
    }
    var reasons =
        live.getStatus().getConditions().stream()
            .filter(c -> "True".equals(c.getStatus()) && c.getMessage() != null)
            .map(c -> c.getMessage())
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : ": " + reasons;
  }

  @Override
  public Standing standingOfNone(Asked asked) {
    return new Standing.Holds("it is gone with all that was in it");
  }
}
