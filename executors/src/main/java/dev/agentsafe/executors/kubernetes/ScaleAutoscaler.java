package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets between which numbers of pods an autoscaler moves. */
final class ScaleAutoscaler implements OnAutoscaler {
  private static final String LEAST = "min_replicas";
  private static final String MOST = "max_replicas";

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            LEAST,
            Numbers.words(1),
            MOST,
            Numbers.words(1),
            LEAST + ", " + MOST,
            "the lower bound is not above the upper"),
        Prechecks.CHECKS,
        Courses.patched(
            "how many pods there would be where today's number is out of bounds",
            "both bounds",
            "the bounds as asked for and the autoscaler's number of pods between them"),
        new Manual.Undoing.Inverse("both bounds of before"));
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    return Numbers.objection(params, LEAST, 1)
        .or(() -> Numbers.objection(params, MOST, 1))
        .or(() ->
            least(params) > most(params)
                ? Optional.of(
                    "Parameter `min_replicas`: "
                        + least(params)
                        + " is above `max_replicas`, "
                        + most(params)
                        + ".")
                : Optional.empty());
  }

  private static int least(Value.Fields params) {
    return Numbers.of(params, LEAST, 1).orElseThrow();
  }

  private static int most(Value.Fields params) {
    return Numbers.of(params, MOST, 1).orElseThrow();
  }

  @Override
  public Change change(HorizontalPodAutoscaler live, Asked asked) {
    int least = least(asked.params());
    int most = most(asked.params());
    if (isBetween(live, least, most)) {
      return new Change.None("It already moves between " + least + " and " + most + " pods.");
    }
    return new Change.Made(
        Edit.of(live).set("/spec/minReplicas", least).set("/spec/maxReplicas", most),
        "Setting the bounds from "
            + Autoscalers.least(live)
            + " and "
            + live.getSpec().getMaxReplicas()
            + " to "
            + least
            + " and "
            + most);
  }

  private static boolean isBetween(HorizontalPodAutoscaler live, int least, int most) {
    return Autoscalers.least(live) == least && live.getSpec().getMaxReplicas() == most;
  }

  @Override
  public Optional<PrecheckResult> check(
      String name, Optional<HorizontalPodAutoscaler> live, Asked asked) {
    // What is not so was refused with the parameters.
    return name.equals("min-max-valid")
        ? Optional.of(
            Prechecks.pass(name, least(asked.params()) + " is not above " + most(asked.params())))
        : Optional.empty();
  }

  @Override
  public List<String> notes(Optional<HorizontalPodAutoscaler> live, Asked asked) {
    return live.flatMap(Autoscalers::wanted).stream()
        .filter(now -> now != bounded(now, asked.params()))
        .map(now ->
            "It keeps "
                + Words.pods(now)
                + " now; it would go to "
                + bounded(now, asked.params())
                + " at once.")
        .toList();
  }

  private static int bounded(int now, Value.Fields params) {
    return Math.clamp(now, least(params), most(params));
  }

  @Override
  public Standing standing(
      HorizontalPodAutoscaler live, HorizontalPodAutoscaler taken, Asked asked) {
    int least = least(asked.params());
    int most = most(asked.params());
    if (!isBetween(live, least, most)) {
      return new Standing.Broken("somebody else has set other bounds meanwhile");
    }
    var now = Autoscalers.wanted(live);
    return now.isPresent() && now.get() != bounded(now.get(), asked.params())
        ? new Standing.Moving("it still keeps " + Words.pods(now.get()))
        : new Standing.Holds("it moves between " + least + " and " + Words.pods(most));
  }
}
