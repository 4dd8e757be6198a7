package dev.agentsafe.core.hold;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Who is held at the moment: a fold over the journal; thread-safe.
 *
 * <p>What must not happen once a hold is in force happens in {@link #steady}, what begins or ends a
 * hold in {@link #changing}: neither overlaps the other. {@code steady} is always the outer lock,
 * before any other of the governor's.
 */
public final class Holds {
  static final String FROZEN = "All agents are frozen by";
  static final String PAUSED = "Agent ";

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile State state = new State(Optional.empty(), List.of());

  /** Nobody is held. */
  public Holds() {}

  /**
   * What is in force.
   *
   * @param paused by agent, in the order they were paused
   */
  public record State(Optional<Hold> freeze, List<Hold> paused) {
    public State {
      paused = List.copyOf(paused);
    }

    /** The pause of exactly that agent. */
    public Optional<Hold> pauseOf(AgentId agent) {
      return paused.stream().filter(h -> h.reach().equals(new Hold.Reach.One(agent))).findFirst();
    }
  }

  /** Does something while no hold begins or ends. */
  public <T> T steady(Supplier<T> body) {
    lock.readLock().lock();
    try {
      return body.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Begins or ends a hold once nothing is under way in {@link #steady}. */
  public <T> T changing(Supplier<T> body) {
    lock.writeLock().lock();
    try {
      return body.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** What is in force now. */
  public State state() {
    return state;
  }

  /**
   * What keeps that caller from acting.
   *
   * <p>A pause reaches the agent, its children ({@code agent/child}) and whoever has either of them
   * in its delegation chain. People who ask at a console are never held: undoing what an agent did
   * is what a freeze is for.
   */
  public Optional<Hold> on(Caller caller) {
    var now = state;
    if (Eligibility.isOperator(caller)) {
      return Optional.empty();
    }
    return now.freeze()
        .or(() -> now.paused().stream().filter(h -> isReached(h.reach(), caller)).findFirst());
  }

  /** Whether a hold of that reach stops that caller. */
  public static boolean isReached(Hold.Reach reach, Caller caller) {
    return switch (reach) {
      case Hold.Reach.Everybody() -> !Eligibility.isOperator(caller);
      case Hold.Reach.One(var agent) ->
          isOrDescendsFrom(caller.id(), agent)
              || caller.delegation().links().stream()
                  .anyMatch(l -> isOrDescendsFrom(l.id(), agent));
    };
  }

  private static boolean isOrDescendsFrom(AgentId id, AgentId ancestor) {
    return id.equals(ancestor) || id.value().startsWith(ancestor.value() + "/");
  }

  /** Whether a recorded decision was a refusal by a hold, which counts for nothing later. */
  public static boolean isRefusal(String reason, Optional<String> ruleMatched) {
    return ruleMatched.isEmpty()
        && (reason.startsWith(FROZEN)
            || (reason.startsWith(PAUSED + "`") && reason.contains("` was paused by `")));
  }

  /** A hold is in force from now on; only inside {@link #changing} or while folding. */
  public void begin(Hold hold) {
    var now = state;
    state =
        switch (hold.reach()) {
          case Hold.Reach.Everybody() -> new State(Optional.of(hold), now.paused());
          case Hold.Reach.One(var agent) -> {
            var paused = byAgent(now);
            paused.put(agent, hold);
            yield new State(now.freeze(), List.copyOf(paused.values()));
          }
        };
  }

  /** A hold is over; only inside {@link #changing} or while folding. */
  public void end(Hold.Reach reach) {
    var now = state;
    state =
        switch (reach) {
          case Hold.Reach.Everybody() -> new State(Optional.empty(), now.paused());
          case Hold.Reach.One(var agent) -> {
            var paused = byAgent(now);
            paused.remove(agent);
            yield new State(now.freeze(), List.copyOf(paused.values()));
          }
        };
  }

  private static Map<AgentId, Hold> byAgent(State state) {
    var paused = new LinkedHashMap<AgentId, Hold>();
    for (var hold : state.paused()) {
      if (hold.reach() instanceof Hold.Reach.One(var agent)) {
        paused.put(agent, hold);
      }
    }
    return paused;
  }

  /** Folds an entry of the journal. */
  public void accept(AuditEntry entry) {
    var type = entry.chain().type();
    if (type.equals(EntryType.FREEZE)) {
      begin(hold(new Hold.Reach.Everybody(), entry));
    } else if (type.equals(EntryType.UNFREEZE)) {
      end(new Hold.Reach.Everybody());
    } else if (type.equals(EntryType.PAUSE)) {
      agent(entry).ifPresent(one -> begin(hold(one, entry)));
    } else if (type.equals(EntryType.RESUME)) {
      agent(entry).ifPresent(this::end);
    }
  }

  private static Optional<Hold.Reach> agent(AuditEntry entry) {
    return entry.context().text("agent").map(id -> new Hold.Reach.One(new AgentId(id)));
  }

  private static Hold hold(Hold.Reach reach, AuditEntry entry) {
    return new Hold(
        reach,
        new OperatorId(entry.context().text("by").orElse("")),
        entry.ruling().reason(),
        when(entry.chain().timestamp()));
  }

  /** A time the journal wrote; the epoch where it cannot be read: it is held all the same. */
  private static Instant when(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
