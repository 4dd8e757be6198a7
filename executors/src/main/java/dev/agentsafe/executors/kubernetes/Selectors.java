package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which labels a selector takes in. */
final class Selectors {
  private Selectors() {}

  /** Whether all that the selector asks for holds; one that asks for nothing takes in all. */
  static boolean takes(LabelSelector selector, @Nullable Map<String, String> labels) {
    var all = labels == null ? Map.<String, String>of() : labels;
    return orEmpty(selector.getMatchLabels()).entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(all.get(wanted.getKey())))
        && (selector.getMatchExpressions() == null
            || selector.getMatchExpressions().stream().allMatch(wanted -> holds(wanted, all)));
  }

  private static boolean holds(LabelSelectorRequirement wanted, Map<String, String> labels) {
    var value = labels.get(wanted.getKey());
    var values = wanted.getValues() == null ? List.<String>of() : wanted.getValues();
    return switch (wanted.getOperator()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      // An operator that is not known here may take it in: it is counted, never overlooked.
      default -> true;
    };
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
