package dev.agentsafe.core.lint;

import java.util.List;
import java.util.Random;

/** A policy file of many lines, and somebody who types in it: one text after each keystroke. */
final class Typist {
  private static final List<String> ACTIONS =
      List.of("scale-*", "get-configmap", "update-image", "ec2-*", "restart-deployment", "iam-*");
  private static final List<String> TYPED =
      List.of(
          " and again",
          "\n  - name: typed\n    priority: 7\n    match:\n      actions: [scale-deployment]\n"
              + "      targets: {environments: [dev]}\n    decision: deny\n    reason: so\n");

  private final Random random = new Random(1);
  private final String good;
  private String typed = "";
  private int at;
  private int done;

  Typist(int lines) {
    var text = new StringBuilder("rules:\n");
    for (int i = 0; i < lines / 10; i++) {
      rule(text, i);
    }
    good = text.toString();
  }

  /** Ten lines: many teams, few of whose rules meet. */
  private void rule(StringBuilder text, int i) {
    text.append("  - name: rule-").append(i).append('\n');
    text.append("    description: what team ").append(i % 80).append(" agreed on\n");
    text.append("    priority: ").append(random.nextInt(1, 1000)).append('\n');
    text.append("    match:\n      actions: [")
        .append(ACTIONS.get(random.nextInt(6)))
        .append("]\n");
    text.append("      targets:\n        environments: [prod]\n");
    text.append("      callers: {agent_ids: [agent-").append(i % 80).append("], roles: [role-");
    text.append(random.nextInt(20)).append("]}\n");
    text.append("    decision: ").append(random.nextBoolean() ? "deny" : "allow").append('\n');
    text.append("    reason: agreed on in review ").append(i).append('\n');
  }

  /** The file before anybody typed. */
  String good() {
    return good;
  }

  /** The text after the next keystroke; words and whole rules are typed somewhere in the file. */
  String next() {
    if (done == typed.length()) {
      done = 0;
      typed = TYPED.get(random.nextInt(TYPED.size()));
      int rule = good.indexOf("    reason: ", random.nextInt(good.length() - 400));
      at = good.indexOf('\n', rule);
    }
    done++;
    return good.substring(0, at) + typed.substring(0, done) + good.substring(at);
  }
}
