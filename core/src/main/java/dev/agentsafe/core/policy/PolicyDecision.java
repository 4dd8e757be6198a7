package dev.agentsafe.core.policy;

import java.util.Optional;

/** What the rules say of one request. */
public sealed interface PolicyDecision {

  /** The rule that decided; empty for the default deny. */
  Optional<Rule> rule();

  /** Why, in the rule's words. */
  String reason();

  /** What it comes down to. */
  default Effect effect() {
    return switch (this) {
      case Allow _ -> Effect.ALLOW;
      case Deny _ -> Effect.DENY;
      case NeedsApproval _ -> Effect.REQUIRE_APPROVAL;
    };
  }

  /** It may be done. */
  record Allow(Optional<Rule> rule, String reason) implements PolicyDecision {}

  /** It may not be done. */
  record Deny(Optional<Rule> rule, String reason) implements PolicyDecision {}

  /** It may be done when the people named agree. */
  record NeedsApproval(Optional<Rule> rule, String reason) implements PolicyDecision {}
}
