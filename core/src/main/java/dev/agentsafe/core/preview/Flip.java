package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.yaml.Location;
import java.util.Optional;

/**
 * A recorded decision that comes out otherwise.
 *
 * @param then what it is compared with
 * @param now what the draft says
 */
public record Flip(RecordedDecision decision, Side then, Side now) {

  /**
   * One of the two answers.
   *
   * @param rule the rule that decides; empty for the default deny
   * @param origin where that rule stands, where that is known
   */
  public record Side(Effect effect, Optional<RuleName> rule, Optional<Location> origin) {
    static Side of(Effect effect, Optional<Rule> rule) {
      return new Side(effect, rule.map(Rule::name), rule.map(Rule::origin));
    }
  }

  /** What became of what; the most dangerous first. */
  public enum Kind {
    DENIED_TO_ALLOWED(Effect.DENY, Effect.ALLOW),
    ASKED_TO_ALLOWED(Effect.REQUIRE_APPROVAL, Effect.ALLOW),
    DENIED_TO_ASKED(Effect.DENY, Effect.REQUIRE_APPROVAL),
    ALLOWED_TO_ASKED(Effect.ALLOW, Effect.REQUIRE_APPROVAL),
    ASKED_TO_DENIED(Effect.REQUIRE_APPROVAL, Effect.DENY),
    ALLOWED_TO_DENIED(Effect.ALLOW, Effect.DENY);

    private final Effect then;
    private final Effect now;

    Kind(Effect then, Effect now) {
      this.then = then;
      this.now = now;
    }

    /** The kind between two answers; empty where they are the same. */
    static Optional<Kind> of(Effect then, Effect now) {
      for (var kind : values()) {
        if (kind.then == then && kind.now == now) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** What it was. */
    public Effect then() {
      return then;
    }

    /** What it becomes. */
    public Effect now() {
      return now;
    }

    /** Whether something may be done now that nobody agrees to. */
    public boolean allows() {
      return now == Effect.ALLOW;
    }
  }

  /** What became of what. */
  public Kind kind() {
    return Kind.of(then.effect(), now.effect()).orElseThrow();
  }
}
