package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.plan.Courses;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.state.Rehearsal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What people were shown of a target when they approved.
 *
 * @param decisive the fields that count; empty: all that was shown
 */
record ShownState(Value.Fields shown, List<String> decisive) {
  private static final String CHANGED = "The target has changed since people approved: ";

  ShownState {
    decisive = List.copyOf(decisive);
  }

  /**
   * What a question showed; empty where the target could not be read, or where it was shown as it
   * would be without the steps of the plan that come first.
   */
  static Optional<ShownState> of(ApprovalRequest request, Courses courses) {
    return request.asked().evidence() instanceof Rehearsal.Outcome.Done(var seen)
            && !isLaterStep(request, courses)
        ? Optional.of(
            new ShownState(seen.now(), request.binding().request().action().effects().decisive()))
        : Optional.empty();
  }

  private static boolean isLaterStep(ApprovalRequest request, Courses courses) {
    var auditId = request.binding().auditId();
    return courses
        .ofDecision(auditId)
        .flatMap(course -> course.stepOf(auditId))
        .filter(step -> !step.dependsOn().isEmpty())
        .isPresent();
  }

  /** What is other than it was shown, in words; empty: nothing that counts. */
  Optional<String> changeTo(Value.Fields now) {
    return words(Diff.between(counting(shown), counting(now)));
  }

  /** The same of a state that holds declared fields alone, as a run captures it. */
  Optional<String> changeToCaptured(Value.Fields before) {
    return decisive.isEmpty() ? Optional.empty() : changeTo(before);
  }

  private Value.Fields counting(Value.Fields all) {
    if (decisive.isEmpty()) {
      return all;
    }
    var kept = new LinkedHashMap<>(all.values());
    kept.keySet().retainAll(decisive);
    return new Value.Fields(kept);
  }

  private static Optional<String> words(Diff diff) {
    var words = new ArrayList<String>();
    diff.changed()
        .forEach((name, c) ->
            words.add(
                "`%s` was %s and is %s"
                    .formatted(
                        name, CanonicalJson.text(c.before()), CanonicalJson.text(c.after()))));
    diff.added()
        .forEach((name, value) ->
            words.add("`%s` was not there and is %s".formatted(name, CanonicalJson.text(value))));
    diff.removed().forEach((name, value) -> words.add("`%s` is gone".formatted(name)));
    return words.isEmpty() ? Optional.empty() : Optional.of(CHANGED + String.join(", ", words));
  }
}
