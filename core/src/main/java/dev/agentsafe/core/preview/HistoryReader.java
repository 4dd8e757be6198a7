package dev.agentsafe.core.preview;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.limit.RateLimiter;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RecordedFacts;
import dev.agentsafe.core.policy.RuleName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects the decisions of a journal; for one thread. */
public final class HistoryReader {
  private static final int FIRST = 5;

  private final Inventory inventory;
  private final List<RecordedDecision> decisions = new ArrayList<>();
  private final Map<Obstacle, Count> left = new EnumMap<>(Obstacle.class);
  private final Map<Object, Object> known = new HashMap<>();

  /**
   * A reader that has read nothing.
   *
   * @param inventory what is known now of targets, for entries that do not say
   */
  public HistoryReader(Inventory inventory) {
    this.inventory = inventory;
  }

  /** So many, and where the first of them are. */
  private static final class Count {
    private final List<Long> first = new ArrayList<>();
    private long count;

    void add(long seq) {
      count++;
      if (first.size() < FIRST) {
        first.add(seq);
      }
    }
  }

  /** What has been read so far. */
  public History history() {
    var counts = new EnumMap<Obstacle, History.Left>(Obstacle.class);
    left.forEach((why, found) -> counts.put(why, new History.Left(found.count, found.first)));
    return new History(decisions, counts);
  }

  /** Takes the next entry of the journal; what is no decision is passed over. */
  public void accept(AuditEntry entry) {
    if (!entry.chain().type().equals(EntryType.DECISION)) {
      return;
    }
    switch (read(entry)) {
      case Found.Decision(var decision) -> decisions.add(decision);
      case Found.Nothing(var why) -> left.computeIfAbsent(why, w -> new Count()).add(entry.seq());
    }
  }

  /** What an entry is to who decides it again. */
  sealed interface Found {
    record Decision(RecordedDecision decision) implements Found {}

    record Nothing(Obstacle why) implements Found {}
  }

  /** Reads one decision. */
  Found read(AuditEntry entry) {
    var ruling = entry.ruling();
    var rule = ruling.policyMatched();
    if (rule.isEmpty() && !PolicySet.isDefault(ruling.reason())) {
      return new Found.Nothing(
          RateLimiter.isRefusal(ruling.reason(), rule) || Holds.isRefusal(ruling.reason(), rule)
              ? Obstacle.STOPPED
              : Obstacle.UNFIT);
    }
    var effect = Effect.of(ruling.decision());
    var risk = ruling.effectiveRisk().flatMap(RiskClass::of);
    var recorded = entry.context().get(RecordedFacts.MEMBER);
    var at =
        recorded.flatMap(RecordedFacts::at).or(() -> Facts.When.parse(entry.chain().timestamp()));
    if (effect.isEmpty() || risk.isEmpty() || at.isEmpty() || !isWhole(entry)) {
      return new Found.Nothing(Obstacle.UNREADABLE);
    }
    if (!isCallerKnown(entry)) {
      return new Found.Nothing(Obstacle.CALLER);
    }
    var target = target(entry, recorded, risk.get());
    if (target.isEmpty()) {
      return new Found.Nothing(Obstacle.TARGET);
    }
    return new Found.Decision(
        new RecordedDecision(
            entry.seq(),
            entry.chain().eventId(),
            new Facts(
                one(new ActionName(entry.subject().action())),
                one(target),
                one(caller(entry)),
                risk.get(),
                at.get(),
                !entry.line().text("ticket_id").orElse("").isEmpty()),
            new RecordedDecision.Outcome(
                effect.get(),
                one(rule.map(RuleName::new)),
                one(entry.context().text("escalated_from").flatMap(Effect::of)),
                recorded.isEmpty())));
  }

  /** Whether what rules look at is there as it was: nothing taken out, no blob missing. */
  private static boolean isWhole(AuditEntry entry) {
    return Stream.of("caller", RecordedFacts.MEMBER)
        .flatMap(member -> entry.context().get(member).stream())
        .noneMatch(said -> Redaction.isHidden(said) || BlobReference.of(said).isPresent());
  }

  /** Entries of ours name the caller where there was one. */
  private static boolean isCallerKnown(AuditEntry entry) {
    var context = entry.context();
    return context.get("caller").isPresent() || context.get("policy_version").isPresent();
  }

  private static Optional<Caller> caller(AuditEntry entry) {
    if (entry.context().get("caller").isEmpty()) {
      return Optional.empty();
    }
    var caller = entry.caller();
    var links = caller.delegation().links();
    var depth =
        entry.context().get("delegation_depth").orElse(Value.NULL) instanceof Value.Int(var stated)
            ? stated.intValue()
            : 0;
    return Optional.of(
        new Caller(
            caller.id(),
            caller.name(),
            caller.grants(),
            new Caller.Delegation(links, caller.delegation().roles(), depth)));
  }

  private Optional<Target> target(
      AuditEntry entry, Optional<Value> recorded, RiskClass effectiveRisk) {
    var id = new TargetId(entry.subject().target());
    if (recorded.isPresent()) {
      return RecordedFacts.target(id, recorded.get());
    }
    return inventory.find(id).filter(now -> mayBe(effectiveRisk, entry, now));
  }

  /** Whether the risk that was recorded is the one that this target would have. */
  private static boolean mayBe(RiskClass effectiveRisk, AuditEntry entry, Target now) {
    return entry
        .ruling()
        .riskClass()
        .flatMap(RiskClass::of)
        .map(risk -> risk.on(now.standing().sensitivity()) == effectiveRisk)
        .orElse(false);
  }

  /** The same value once, however often it is read. */
  @SuppressWarnings("unchecked") // what equals a value of a type is of that type: records
  private <T> T one(T value) {
    return (T) known.computeIfAbsent(value, v -> v);
  }
}
