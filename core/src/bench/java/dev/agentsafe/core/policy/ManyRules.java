package dev.agentsafe.core.policy;

import java.util.Locale;
import java.util.Random;

/**
 * Rules as a large installation has them, as YAML: a few for everybody, then many that are each
 * about one team's targets, actions, roles or hours; none is the last resort.
 */
public final class ManyRules {
  public static final String[] VERBS = {
    "scale", "restart", "delete", "update", "get", "drain", "exec"
  };
  public static final String[] THINGS = {
    "deployment", "pod", "node", "secret", "configmap", "image"
  };
  public static final String[] ENVIRONMENTS = {"dev", "staging", "prod"};
  public static final int TEAMS = 40;

  private ManyRules() {}

  public static String yaml(int count) {
    var random = new Random(count);
    var text = new StringBuilder("rules:\n");
    for (int i = 0; i < count; i++) {
      var team = random.nextInt(TEAMS);
      text.append("- name: rule-").append(i).append('\n');
      text.append("  description: what team ").append(team).append(" agreed on\n");
      text.append("  priority: ").append(count - i).append('\n');
      text.append("  match:\n    actions: [").append(actions(random)).append("]\n");
      text.append("    targets: {environments: [").append(pick(random, ENVIRONMENTS));
      text.append("], labels: {team: team-").append(team).append("}}\n");
      if (random.nextInt(3) > 0) {
        text.append("    callers: {roles: [role-").append(random.nextInt(20)).append("]}\n");
      }
      if (random.nextInt(4) == 0) {
        text.append("    time_windows: [{days: [0, 1, 2, 3, 4], start_hour: 9, end_hour: 17}]\n");
      }
      if (random.nextInt(4) == 0) {
        text.append("    risk_classes: [high, critical]\n");
      }
      text.append("  decision: ").append(effect(random)).append('\n');
      text.append("  reason: agreed on in review ").append(i).append('\n');
    }
    return text.toString();
  }

  private static String actions(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "\"" + pick(random, VERBS) + "-*\"";
      case 1 -> "\"*-" + pick(random, THINGS) + "\"";
      default -> pick(random, VERBS) + "-" + pick(random, THINGS);
    };
  }

  private static String effect(Random random) {
    return Effect.values()[random.nextInt(3)].name().toLowerCase(Locale.ROOT);
  }

  public static String pick(Random random, String[] of) {
    return of[random.nextInt(of.length)];
  }
}
