package dev.agentsafe.core.rollback;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.rollback.RollbackPlan.Original;
import dev.agentsafe.core.rollback.RollbackPlan.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the request that undoes a recorded one; pure, immutable and thread-safe.
 *
 * <p>Where the catalogue says which captured field a parameter takes its value from, a field that
 * was not captured makes the roll-back impossible: without it the state would not come back.
 */
public final class RollbackPlanner {
  private static final String CONVENTION =
      "The catalogue does not say where parameters come from; they are matched by name";

  private final Catalog catalog;

  /** A planner for the actions of that catalogue. */
  public RollbackPlanner(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * What would undo a recorded decision.
   *
   * @param entries of the journal, in order; those of other decisions are passed over
   */
  public Outcome plan(String auditId, Iterable<AuditEntry> entries) {
    Optional<AuditEntry> decision = Optional.empty();
    Optional<Value.Fields> captured = Optional.empty();
    for (var entry : entries) {
      var type = entry.chain().type();
      if (type.equals(EntryType.DECISION) && entry.chain().eventId().equals(auditId)) {
        decision = decision.or(() -> Optional.of(entry));
      } else if (type.equals(EntryType.STATE_CAPTURE)
          && entry.context().text("original_audit_id").filter(auditId::equals).isPresent()) {
        captured = Optional.of(entry.context());
      }
    }
    if (decision.isEmpty()) {
      return impossible("The journal has no decision `%s`.", auditId);
    }
    if (captured.isEmpty()) {
      return impossible(
          "Nothing was executed for `%s`, or no state was captured around it.", auditId);
    }
    return plan(
        original(decision.get()),
        state(captured.get(), "before_state"),
        state(captured.get(), "after_state"));
  }

  private static Original original(AuditEntry decision) {
    return new Original(
        decision.chain().eventId(),
        new ActionName(decision.subject().action()),
        new TargetId(decision.subject().target()),
        decision.subject().caller(),
        decision.params());
  }

  private static Value.Fields state(Value.Fields context, String name) {
    return context.get(name).orElse(Value.NULL) instanceof Value.Fields state ? state : Value.EMPTY;
  }

  /** What would undo that request, whose run left these states. */
  public Outcome plan(Original original, Value.Fields before, Value.Fields after) {
    var lost = BlobReference.of(before);
    if (lost.isPresent()) {
      return new Outcome.Impossible(
          ("The state before `%s` is not there any more: its blob `%s` is missing, or is not what"
                  + " its name says. Put it back into the folder `blobs` beside the journal.")
              .formatted(original.auditId(), lost.get().hex()));
    }
    return possible(original, before, BlobReference.of(after).isPresent() ? Value.EMPTY : after);
  }

  /**
   * Whether what counts of the state was known before and after, and is the same: the node was
   * closed already, the policy was attached. Undoing that would undo what somebody else did.
   */
  public boolean changedNothing(Original original, Value.Fields before, Value.Fields after) {
    var decisive = catalog.find(original.action()).map(a -> a.effects().decisive());
    return decisive
        .filter(names -> !names.isEmpty())
        .filter(names ->
            names.stream()
                .allMatch(name ->
                    before.get(name).isPresent() && before.get(name).equals(after.get(name))))
        .isPresent();
  }

  /**
   * The same without what was not set before, which is captured as null, as far as the inverse can
   * do without it: 0.16 plans the null, and no request is valid with it.
   */
  public RollbackPlan withoutUnset(RollbackPlan plan) {
    var unset =
        catalog.find(plan.action()).stream()
            .flatMap(inverse -> inverse.parameters().stream())
            .filter(p -> !p.use().required())
            .map(Parameter::name)
            .filter(name -> plan.params().get(name).equals(Optional.of(Value.NULL)))
            .toList();
    var params = new LinkedHashMap<>(plan.params().values());
    params.keySet().removeAll(unset);
    var warnings = new ArrayList<>(plan.warnings());
    unset.forEach(name -> warnings.add("`%s` was not set before; it is left out".formatted(name)));
    return new RollbackPlan(
        plan.original(), plan.action(), plan.target(), new Value.Fields(params), warnings);
  }

  private Outcome possible(Original original, Value.Fields before, Value.Fields after) {
    var done = catalog.find(original.action());
    if (done.isEmpty()) {
      return impossible("Action `%s` is not in the catalogue.", original.action());
    }
    var effects = done.get().effects();
    if (!effects.reversible()) {
      return impossible("Action `%s` is not reversible, so the catalogue says.", original.action());
    }
    if (effects.rollbackAction().isEmpty()) {
      return impossible("Action `%s` names no `rollback_action`.", original.action());
    }
    var inverse = catalog.find(effects.rollbackAction().get());
    if (inverse.isEmpty()) {
      return impossible(
          "Roll-back action `%s` is not in the catalogue.", effects.rollbackAction().get());
    }
    return effects.rollbackParams().isEmpty()
        ? byName(original, inverse.get(), before, after)
        : new Declared(original, inverse.get(), before, effects.stateFields())
            .plan(effects.rollbackParams(), after);
  }

  private static Outcome byName(
      Original original, Action inverse, Value.Fields before, Value.Fields after) {
    var itself = inverse.name().equals(original.action());
    var known = inverse.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    var params = new LinkedHashMap<String, Value>();
    original
        .params()
        .values()
        .forEach((name, value) -> {
          if (itself) {
            params.put(name, before.get(name).orElse(value));
          } else if (known.contains(name)) {
            params.put(name, value);
          }
        });
    return planned(original, inverse, params, List.of(CONVENTION), before, after);
  }

  private static Outcome planned(
      Original original,
      Action inverse,
      Map<String, Value> params,
      List<String> warnings,
      Value.Fields before,
      Value.Fields after) {
    var hidden =
        params.entrySet().stream()
            .filter(p -> Redaction.isHidden(p.getValue()))
            .map(p -> "`" + p.getKey() + "`")
            .toList();
    if (!hidden.isEmpty()) {
      return new Outcome.Impossible(
          "The roll-back of `%s` needs secrets, which are not recorded: %s."
              .formatted(original.auditId(), String.join(", ", hidden)));
    }
    var plan =
        new RollbackPlan(
            original, inverse.name(), original.target(), new Value.Fields(params), warnings);
    return new Outcome.Planned(plan, before, after);
  }

  private static Outcome impossible(String format, Object value) {
    return new Outcome.Impossible(format.formatted(value));
  }

  /** One plan after the catalogue's {@code rollback_params}. */
  private static final class Declared {
    private final Original original;
    private final Action inverse;
    private final Value.Fields before;
    private final List<Action.StateField> fields;
    private final Map<String, Value> params = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    Declared(
        Original original, Action inverse, Value.Fields before, List<Action.StateField> fields) {
      this.original = original;
      this.inverse = inverse;
      this.before = before;
      this.fields = fields;
    }

    Outcome plan(Map<String, Action.RollbackSource> sources, Value.Fields after) {
      sources.forEach((parameter, source) -> take(parameter, source.source()));
      return missing.isEmpty()
          ? planned(original, inverse, params, warnings, before, after)
          : new Outcome.Impossible(
              "The roll-back of `%s` needs what was not recorded: %s."
                  .formatted(original.auditId(), String.join(", ", missing)));
    }

    private void take(String parameter, String source) {
      var dot = source.indexOf('.');
      if (dot < 0) {
        warnings.add(
            "Source `%s` of parameter `%s` is no path such as `params.x`"
                .formatted(source, parameter));
        return;
      }
      var field = source.substring(dot + 1);
      switch (source.substring(0, dot)) {
        case "params" ->
            original
                .params()
                .get(field)
                .ifPresentOrElse(v -> params.put(parameter, v), () -> absent(parameter, source));
        case "before_state" ->
            before
                .get(field)
                .ifPresentOrElse(
                    v -> params.put(parameter, v),
                    () -> missing.add("`" + source + "`" + described(field)));
        default ->
            warnings.add(
                "Source `%s` of parameter `%s` is neither in `params` nor in `before_state`"
                    .formatted(source, parameter));
      }
    }

    /** The original left a parameter out; so can its inverse, if that one does not need it. */
    private void absent(String parameter, String source) {
      if (declaration(parameter).filter(p -> p.use().required()).isPresent()) {
        missing.add("`" + source + "`");
      } else {
        warnings.add("Source `%s` was not given; `%s` is left out".formatted(source, parameter));
      }
    }

    /** What the catalogue says of a field, which may be why it was not there. */
    private String described(String field) {
      return fields.stream()
          .filter(f -> f.name().equals(field) && !f.description().isBlank())
          .findFirst()
          .map(f -> " (" + f.description().strip() + ")")
          .orElse("");
    }

    private Optional<Parameter> declaration(String name) {
      return inverse.parameters().stream().filter(p -> p.name().equals(name)).findFirst();
    }
  }
}
