package dev.agentsafe.core.plan;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.run.RunId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The plans that were submitted and how each stands: a fold over the journal; thread-safe.
 *
 * <p>A plan is stopped by its first step that is denied, expires or does not succeed, whatever else
 * is recorded. Plans that are over are forgotten beyond the newest {@value #KEPT}.
 */
public final class Courses {
  private static final int KEPT = 1_000;

  /** Who a question is denied by when its plan has stopped: that is no other end of its step. */
  private static final String PLAN = "plan";

  /** What is checked again when somebody comes for a ticket. */
  private static final Set<String> CHECKS = Set.of("policy", "quorum", "evidence_changed");

  private final Map<PlanId, Course> byId = new LinkedHashMap<>();
  private final Map<String, PlanId> byDecision = new HashMap<>();
  private final Set<PlanId> unrecorded = new LinkedHashSet<>();

  /** No plan yet. */
  public Courses() {}

  /** How that plan stands. */
  public synchronized Optional<Course> of(PlanId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The plan that a decision is a step of. */
  public synchronized Optional<Course> ofDecision(String auditId) {
    return Optional.ofNullable(byDecision.get(auditId)).flatMap(this::of);
  }

  /** The plans that are not over, oldest first. */
  public synchronized List<Course> open() {
    return byId.values().stream().filter(c -> !c.isOver()).toList();
  }

  /** The plans that a step has stopped and whose stopping has no entry of its own yet. */
  public synchronized List<Course> unrecordedStops() {
    return unrecorded.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  /** Folds an entry of the journal. */
  public synchronized void accept(AuditEntry entry) {
    var type = entry.chain().type();
    if (type.equals(EntryType.PLAN)) {
      begin(entry);
    } else if (type.equals(EntryType.PLAN_STOPPED)) {
      entry
          .context()
          .text("plan_id")
          .map(id -> byId.get(new PlanId(id)))
          .ifPresent(course -> {
            put(stopped(course, entry.ruling().reason()));
            unrecorded.remove(course.id());
          });
    } else {
      entry
          .subject()
          .correlationId()
          .or(() -> Optional.of(entry.chain().eventId()))
          .filter(byDecision::containsKey)
          .ifPresent(auditId -> advance(auditId, entry));
    }
  }

  private void begin(AuditEntry entry) {
    var context = entry.context();
    var id = new PlanId(context.text("plan_id").orElse(""));
    var steps = new ArrayList<Course.Step>();
    if (context.get("steps").orElse(Value.NULL) instanceof Value.Items(var items)) {
      for (var item : items) {
        if (item instanceof Value.Fields step) {
          steps.add(step(step, when(entry.chain().timestamp())));
        }
      }
    }
    steps.forEach(step -> byDecision.put(step.auditId(), id));
    put(new Course(id, new AgentId(entry.subject().caller()), steps, denied(steps)));
    if (denied(steps).isPresent()) {
      unrecorded.add(id);
    }
    forgetOldest();
  }

  private static Optional<String> denied(List<Course.Step> steps) {
    return steps.stream()
        .filter(s -> s.stage() instanceof Stage.Failed)
        .findFirst()
        .map(s -> "step `" + s.id() + "` was denied");
  }

  private static Course.Step step(Value.Fields step, Instant at) {
    var result = step.text("result").orElse("");
    Stage stage =
        result.equals(Effect.ALLOW.label())
            ? new Stage.Cleared(at)
            : result.equals(Effect.DENY.label())
                ? new Stage.Failed("it was denied")
                : new Stage.Asked();
    return new Course.Step(
        step.text("id").orElse(""),
        texts(step, "depends_on"),
        step.text("audit_id").orElse(""),
        step.text("request_id"),
        stage);
  }

  private void advance(String auditId, AuditEntry entry) {
    var course = byId.get(byDecision.get(auditId));
    if (course == null) {
      return;
    }
    var type = entry.chain().type();
    var context = entry.context();
    var run = new RunId(context.text("run_id").orElse(""));
    var at = when(entry.chain().timestamp());
    if (type.equals(EntryType.APPROVAL_RESOLVED)) {
      var outcome = context.text("outcome").orElse("");
      if (outcome.equals("approved")) {
        put(with(course, auditId, new Stage.Cleared(at)));
      } else {
        var by = context.text("by").orElse("");
        if (!by.equals(PLAN)) {
          fail(course, auditId, words(outcome, by, entry.ruling().reason()));
        }
      }
    } else if (type.equals(EntryType.TICKET_ISSUED)) {
      var expires = when(context.text("expires_at").orElse(""));
      put(with(course, auditId, new Stage.Ticketed(expires)));
    } else if (type.equals(EntryType.EXECUTION_INTENT)) {
      put(with(course, auditId, new Stage.Running(run)));
    } else if (type.equals(EntryType.EXECUTION)) {
      if (context.text("status").equals(Optional.of("success"))) {
        put(with(course, auditId, new Stage.Succeeded(run, at)));
      } else {
        fail(course, auditId, entry.ruling().reason());
      }
    } else if (type.equals(EntryType.RECONCILIATION)) {
      put(readBack(course, auditId, entry));
    }
  }

  /**
   * More is known of a step whose outcome nobody knew. Its plan has stopped and stays so, because
   * the tickets of its other steps are void; where there are none left it turns out to be done.
   */
  private static Course readBack(Course course, String auditId, AuditEntry entry) {
    var step = course.stepOf(auditId);
    if (step.isEmpty() || !(step.get().stage() instanceof Stage.Failed)) {
      return course;
    }
    var run = new RunId(entry.context().text("run_id").orElse(""));
    return switch (entry.context().text("finding").orElse("")) {
      case "happened" -> {
        var known =
            with(course, auditId, new Stage.Succeeded(run, when(entry.chain().timestamp())));
        yield known.isDone()
            ? new Course(known.id(), known.caller(), known.steps(), Optional.empty())
            : known;
      }
      case "partly", "did_not_happen" ->
          with(course, auditId, new Stage.Failed("read back: " + entry.ruling().reason()));
      default -> course;
    };
  }

  private static String words(String outcome, String by, String reason) {
    return switch (outcome) {
      case "expired" -> "nobody answered in time";
      case "unclaimed" -> "nobody came for its ticket in time";
      case "cancelled" -> "the agent took it back or left what was offered";
      default -> CHECKS.contains(by) ? "its approval does not hold: " + reason : "people denied it";
    };
  }

  /** A step failed: nothing else of its plan begins any more. */
  private void fail(Course course, String auditId, String why) {
    var failed = with(course, auditId, new Stage.Failed(why));
    var name = failed.stepOf(auditId).map(Course.Step::id).orElse("");
    if (course.stopped().isEmpty()) {
      unrecorded.add(course.id());
    }
    put(stopped(failed, "step `" + name + "` did not succeed: " + why));
  }

  private static Course stopped(Course course, String why) {
    return course.stopped().isPresent() || course.isDone()
        ? course
        : new Course(course.id(), course.caller(), course.steps(), Optional.of(why));
  }

  private static Course with(Course course, String auditId, Stage stage) {
    return new Course(
        course.id(),
        course.caller(),
        course.steps().stream()
            .map(s ->
                s.auditId().equals(auditId)
                    ? new Course.Step(s.id(), s.dependsOn(), s.auditId(), s.request(), stage)
                    : s)
            .toList(),
        course.stopped());
  }

  private void put(Course course) {
    byId.put(course.id(), course);
  }

  private void forgetOldest() {
    if (byId.size() > KEPT) {
      byId.values().stream()
          .filter(Course::isOver)
          .findFirst()
          .ifPresent(course -> {
            byId.remove(course.id());
            course.steps().forEach(s -> byDecision.remove(s.auditId()));
          });
    }
  }

  /** A time the journal wrote; the epoch where it cannot be read, which is long over. */
  private static Instant when(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static List<String> texts(Value.Fields of, String name) {
    if (!(of.get(name).orElse(Value.NULL) instanceof Value.Items(var items))) {
      return List.of();
    }
    return items.stream()
        .filter(Value.Text.class::isInstance)
        .map(t -> ((Value.Text) t).value())
        .toList();
  }
}
