package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.run.RunId;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws ids: a prefix and 12 random hex digits; thread-safe. */
final class Ids {
  private final SecureRandom random = new SecureRandom();

  String event() {
    return "evt-" + hex();
  }

  ApprovalId approval() {
    return new ApprovalId("apr-" + hex());
  }

  PlanId plan() {
    return new PlanId(PlanId.PREFIX + hex());
  }

  RunId run() {
    return new RunId("run-" + hex());
  }

  private String hex() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
