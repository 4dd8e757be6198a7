package dev.agentsafe.core;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.hold.Hold.Reach;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.journal.EntryDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Freezes and unfreezes all agents, pauses and resumes one; thread-safe.
 *
 * <p>When {@link #freeze} or {@link #pause} has returned, nothing begins any more for those it
 * stops: no decision but Deny, no ticket, no run, and no effect but of the runs that it names; and
 * no port that they left open leads anywhere. Every change is durable in the journal before it is
 * answered, and each makes an entry that subscribers are told of.
 */
public final class HoldDesk {
  /** No reason is longer, in characters. */
  public static final int LONGEST_REASON = 2_000;

  private static final int LONGEST_AGENT = 1_000;

  private final Parts parts;
  private final RunDesk runs;

  HoldDesk(Parts parts, RunDesk runs) {
    this.parts = parts;
    this.runs = runs;
  }

  /** What came of stopping agents or letting them go. */
  public sealed interface Outcome {
    /**
     * It is so from now on.
     *
     * @param hold the one that began or ended
     * @param running what those that it stops had begun before; it is not killed
     */
    record Done(Hold hold, List<RunView> running) implements Outcome {
      public Done {
        running = List.copyOf(running);
      }
    }

    /**
     * Nothing was changed.
     *
     * @param clause stable and short: {@code already-frozen}, {@code not-frozen}, {@code
     *     already-paused}, {@code not-paused}, {@code reason-required}, {@code reason-too-long},
     *     {@code no-agent}
     */
    record Refused(String clause, String why) implements Outcome {}
  }

  /** Who is stopped at the moment. */
  public Holds.State state() {
    return holds().state();
  }

  /** What keeps that caller from acting. */
  public Optional<Hold> on(Caller caller) {
    return holds().on(caller);
  }

  /** Stops all agents. */
  public Outcome freeze(Operator by, String reason) {
    return begin(new Reach.Everybody(), by, reason);
  }

  /** Lets agents act again, except those that are paused. */
  public Outcome unfreeze(Operator by, String reason) {
    return end(new Reach.Everybody(), by, reason);
  }

  /** Stops an agent and all that act on its behalf. */
  public Outcome pause(AgentId agent, Operator by, String reason) {
    return notAnAgent(agent).orElseGet(() -> begin(new Reach.One(agent), by, reason));
  }

  /** Lets a paused agent act again, unless all are frozen. */
  public Outcome resume(AgentId agent, Operator by, String reason) {
    return notAnAgent(agent).orElseGet(() -> end(new Reach.One(agent), by, reason));
  }

  private Outcome begin(Reach reach, Operator by, String given) {
    // Not refused for it: who stops agents has no time to find other words.
    var reason = parts.drafts().secrets().clean(given);
    return unfit(given)
        .orElseGet(() ->
            holds()
                .changing(() -> {
                  var earlier = inForce(reach);
                  if (earlier.isPresent()) {
                    return new Outcome.Refused(
                        word(reach, "already-frozen", "already-paused"), earlier.get().words());
                  }
                  // INVARIANT: held before it is recorded: where the journal cannot be written,
                  // this throws, and agents stay held for as long as this process lives.
                  var hold = new Hold(reach, by.id(), reason, parts.clock().instant());
                  holds().begin(hold);
                  cut(hold);
                  parts.record(
                      draft(word(reach, EntryType.FREEZE, EntryType.PAUSE), reach, by, reason));
                  runs.forwards().write();
                  return new Outcome.Done(inForce(reach).orElse(hold), running(reach));
                }));
  }

  /** A port that stays open would let them act after they were stopped. */
  private void cut(Hold hold) {
    runs.forwards()
        .cut(
            run -> Holds.isReached(hold.reach(), run.request().caller()),
            Eligibility.OPERATOR_PREFIX + hold.by().value(),
            hold.words());
  }

  private Outcome end(Reach reach, Operator by, String given) {
    var reason = parts.drafts().secrets().clean(given);
    return unfit(given)
        .orElseGet(() ->
            holds()
                .changing(() -> {
                  var hold = inForce(reach);
                  if (hold.isEmpty()) {
                    return notHeld(reach);
                  }
                  parts.record(
                      draft(word(reach, EntryType.UNFREEZE, EntryType.RESUME), reach, by, reason));
                  return new Outcome.Done(hold.get(), running(reach));
                }));
  }

  private List<RunView> running(Reach reach) {
    return runs.running(run -> Holds.isReached(reach, run.request().caller()));
  }

  private Optional<Hold> inForce(Reach reach) {
    return switch (reach) {
      case Reach.Everybody() -> state().freeze();
      case Reach.One(var agent) -> state().pauseOf(agent);
    };
  }

  private Outcome notHeld(Reach reach) {
    return switch (reach) {
      case Reach.Everybody() -> new Outcome.Refused("not-frozen", "Agents are not frozen.");
      case Reach.One(var agent) ->
          new Outcome.Refused(
              "not-paused",
              "Agent `"
                  + agent
                  + "` is not paused"
                  + (state().freeze().isPresent() ? "; all agents are frozen." : "."));
    };
  }

  private static Optional<Outcome> unfit(String reason) {
    if (reason.isBlank()) {
      return Optional.of(
          new Outcome.Refused("reason-required", "Say why; whoever is on call next reads it."));
    }
    return reason.length() > LONGEST_REASON
        ? Optional.of(
            new Outcome.Refused(
                "reason-too-long", "The reason must have at most 2,000 characters."))
        : Optional.empty();
  }

  private static Optional<Outcome> notAnAgent(AgentId agent) {
    var id = agent.value();
    if (id.isBlank() || id.length() > LONGEST_AGENT) {
      return Optional.of(new Outcome.Refused("no-agent", "Name an agent by its id."));
    }
    return id.startsWith(Eligibility.OPERATOR_PREFIX)
        ? Optional.of(
            new Outcome.Refused("no-agent", "`" + id + "` is a person; only agents are paused."))
        : Optional.empty();
  }

  private EntryDraft draft(EntryType type, Reach reach, Operator by, String reason) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("by", Value.of(by.id().value()));
    fields.put("by_roles", Value.texts(by.roles()));
    if (reach instanceof Reach.One(var agent)) {
      fields.put("agent", Value.of(agent.value()));
    }
    return new EntryDraft(
        parts.ids().event(),
        type,
        new AuditEntry.Subject(
            "", "unknown", Eligibility.OPERATOR_PREFIX + by.id().value(), Optional.empty()),
        new AuditEntry.Ruling("", reason, Optional.empty(), Optional.empty(), Optional.empty()),
        new EntryDraft.Details(
            Value.EMPTY, Optional.empty(), Optional.of(new Value.Fields(fields))));
  }

  private static <T> T word(Reach reach, T everybody, T one) {
    return switch (reach) {
      case Reach.Everybody() -> everybody;
      case Reach.One _ -> one;
    };
  }

  private Holds holds() {
    return parts.book().holds();
  }
}
