package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sets at which load an autoscaler adds pods. */
final class AimAutoscaler implements OnAutoscaler {
  /** Parameter to the resource whose use it is about. */
  private static final Map<String, String> RESOURCES =
      Map.of("target_cpu_percent", "cpu", "target_memory_percent", "memory");

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            "target_cpu_percent", Numbers.words(1),
            "target_memory_percent", Numbers.words(1),
            "target_cpu_percent, target_memory_percent", "at least one is given"),
        Prechecks.CHECKS,
        Courses.patched(
            "the percentages of before",
            "the percentage of each metric that is named; one that the autoscaler does not have"
                + " is not added",
            "the percentages as asked for"),
        new Manual.Undoing.Inverse("the percentages of before"));
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    var given = RESOURCES.keySet().stream().filter(name -> params.get(name).isPresent()).toList();
    return given.isEmpty()
        ? Optional.of("Parameter `target_cpu_percent` or `target_memory_percent` is needed.")
        : given.stream()
            .sorted()
            .flatMap(name -> Numbers.objection(params, name, 1).stream())
            .findFirst();
  }

  @Override
  public Change change(HorizontalPodAutoscaler live, Asked asked) {
    var edit = Edit.of(live);
    var words = new ArrayList<String>();
    for (var aim : new TreeMap<>(RESOURCES).entrySet()) {
      var parameter = aim.getKey();
      var resource = aim.getValue();
      var wanted = Numbers.of(asked.params(), parameter, 1);
      if (wanted.isEmpty()) {
        continue;
      }
      var at = Autoscalers.indexOf(live, resource);
      if (at.isEmpty()) {
        return new Change.Impossible(
            "it does not look at `"
                + resource
                + "` in percent; add that metric where the autoscaler is defined");
      }
      var now = Autoscalers.percent(live, resource).orElseThrow();
      if (now != wanted.getAsInt()) {
        var metric = "/spec/metrics/" + at.getAsInt() + "/resource";
        edit =
            edit.where(metric + "/name", resource)
                .set(metric + "/target/averageUtilization", wanted.getAsInt());
        words.add("`" + resource + "` from " + now + " to " + wanted.getAsInt() + " percent");
      }
    }
    return words.isEmpty()
        ? new Change.None("It already aims at that.")
        : new Change.Made(edit, "Setting " + String.join(" and ", words));
  }

  @Override
  public Standing standing(
      HorizontalPodAutoscaler live, HorizontalPodAutoscaler taken, Asked asked) {
    return RESOURCES.entrySet().stream()
            .allMatch(e -> {
              var wanted = Numbers.of(asked.params(), e.getKey(), 1);
              return wanted.isEmpty()
                  || Autoscalers.percent(live, e.getValue()).equals(Optional.of(wanted.getAsInt()));
            })
        ? new Standing.Holds("it aims at that")
        : new Standing.Broken("somebody else has set other percentages meanwhile");
  }
}
