package dev.agentsafe.core.conformance;

import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.policy.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was loaded, in the words of the cases. */
final class LoadedJson {
  private LoadedJson() {}

  static Value actions(List<Action> actions) {
    return list(actions, LoadedJson::action);
  }

  static Value rules(List<Rule> rules) {
    return list(rules, LoadedJson::rule);
  }

  static Value targets(List<Target> targets) {
    return list(
        targets,
        t ->
            fields(
                "id", text(t.id().value()),
                "type", text(t.type()),
                "environment", text(t.standing().environment().label()),
                "sensitivity", text(t.standing().sensitivity().label()),
                "owner", text(t.standing().owner()),
                "labels", texts(t.standing().labels())));
  }

  static Value settings(Workspace w) {
    var s = w.settings();
    var key = s.tokens().sharedKey();
    return fields(
        "registry", path(w, s.paths().registry()),
        "policies", path(w, s.paths().policies()),
        "inventory", optional(s.paths().inventory(), p -> path(w, p)),
        "audit_log", path(w, s.paths().auditLog()),
        "signing_key", optional(key, LoadedJson::text),
        "issuer", text(s.tokens().issuer()),
        "rate_limit", rate(s.limits()),
        "cumulative_risk", risk(s.limits()),
        "inventory_loaded", Value.of(s.paths().inventory().isPresent()),
        "identity_enabled", Value.of(key.isPresent()),
        "issuer_effective", text(s.tokens().issuer()));
  }

  private static Value rate(Settings.Limits limits) {
    return optional(
        limits.rate(),
        r ->
            fields(
                "max_requests", Value.of(r.maxRequests()),
                "window_seconds", Value.of(r.windowSeconds()),
                "circuit_breaker_threshold", Value.of(r.breaker().threshold()),
                "circuit_breaker_window_seconds", Value.of(r.breaker().windowSeconds()),
                "circuit_breaker_cooldown_seconds", Value.of(r.breaker().cooldownSeconds())));
  }

  private static Value risk(Settings.Limits limits) {
    return optional(
        limits.risk(),
        r -> {
          var scores = new LinkedHashMap<String, Value>();
          r.scores().forEach((k, v) -> scores.put(k.label(), Value.of(v)));
          return fields(
              "window_seconds", Value.of(r.windowSeconds()),
              "risk_scores", new Value.Fields(scores),
              "escalation_threshold", Value.of(r.escalationThreshold()),
              "deny_threshold", Value.of(r.denyThreshold()));
        });
  }

  private static Value path(Workspace w, Path path) {
    return text(w.root().relativize(path).toString());
  }

  private static Value action(Action a) {
    var sources = new LinkedHashMap<String, Value>();
    a.effects()
        .rollbackParams()
        .forEach((k, v) -> sources.put(k, fields("source", text(v.source()))));
    return fields(
        "name", text(a.name().value()),
        "version", text(a.summary().version()),
        "description", text(a.summary().description()),
        "parameters", list(a.parameters(), LoadedJson::parameter),
        "risk_class", text(a.scope().risk().label()),
        "target_types", Value.texts(a.scope().targetTypes()),
        "prechecks",
            list(
                a.scope().prechecks(),
                p -> fields("name", text(p.name()), "description", text(p.description()))),
        "reversible", Value.of(a.effects().reversible()),
        "rollback_action", optional(a.effects().rollbackAction(), n -> text(n.value())),
        "required_privileges", Value.texts(a.scope().requiredPrivileges()),
        "tags", Value.texts(a.summary().tags()),
        "credentials",
            optional(
                a.scope().credentials(),
                c ->
                    fields(
                        "type", text(c.type()),
                        "fields", c.fields(),
                        "ttl", Value.of(c.ttlSeconds()))),
        "state_fields",
            list(
                a.effects().stateFields(),
                f ->
                    fields(
                        "name", text(f.name()),
                        "description", text(f.description()),
                        "type", text(f.type()),
                        "required", Value.of(f.required()))),
        "rollback_params", new Value.Fields(sources));
  }

  private static Value parameter(Parameter p) {
    return fields(
        "name", text(p.name()),
        "type", text(p.type().label()),
        "required", Value.of(p.use().required()),
        "description", text(p.description()),
        "default", p.use().defaultValue().orElse(Value.NULL),
        "constraints", constraints(p.constraints()));
  }

  private static Value constraints(Parameter.Constraints c) {
    return fields(
        "min_value", c.minValue().orElse(Value.NULL),
        "max_value", c.maxValue().orElse(Value.NULL),
        "min_length", c.length().min().orElse(Value.NULL),
        "max_length", c.length().max().orElse(Value.NULL),
        "pattern", optional(c.pattern(), p -> text(p.source())),
        "enum", optional(c.allowed(), Value.Items::new));
  }

  private static Value rule(Rule r) {
    return fields(
        "name", text(r.name().value()),
        "description", text(r.outcome().description()),
        "priority", new Value.Int(r.outcome().priority()),
        "match", match(r.match()),
        "decision", text(r.outcome().effect().label()),
        "reason", text(r.outcome().reason()));
  }

  private static Value match(Rule.Match m) {
    return fields(
        "actions", Value.texts(m.actions()),
        "targets", optional(m.on().targets(), LoadedJson::targetSelector),
        "callers", optional(m.on().callers(), LoadedJson::callerSelector),
        "risk_classes", optional(m.risks(), s -> list(s, r -> text(r.label()))),
        "time_windows", optional(m.windows(), w -> list(w, LoadedJson::window)),
        "require_ticket", optional(m.requireTicket(), Value::of));
  }

  private static Value window(Rule.TimeWindow w) {
    return fields(
        "days", optional(w.days(), d -> list(d, Value::of)),
        "start_hour", Value.of(w.start().getHour()),
        "end_hour", Value.of(w.end().getHour()));
  }

  private static Value targetSelector(Rule.Targets t) {
    return fields(
        "environments", optional(t.environments(), s -> list(s, e -> text(e.label()))),
        "sensitivities", optional(t.sensitivities(), s -> list(s, e -> text(e.label()))),
        "types", optional(t.types(), Value::texts),
        "labels", optional(t.labels(), LoadedJson::texts));
  }

  private static Value callerSelector(Rule.Callers c) {
    return fields(
        "agent_ids", optional(c.agentIds(), Value::texts),
        "roles", optional(c.roles(), Value::texts),
        "groups", optional(c.groups(), Value::texts),
        "delegated_from", optional(c.delegatedFrom(), Value::texts),
        "max_delegation_depth", optional(c.delegation().maxDepth(), Value.Int::new),
        "require_delegation", optional(c.delegation().required(), Value::of));
  }

  private static Value text(String value) {
    return Value.of(value);
  }

  private static Value texts(Map<String, String> map) {
    var fields = new LinkedHashMap<String, Value>();
    map.forEach((k, v) -> fields.put(k, Value.of(v)));
    return new Value.Fields(fields);
  }

  private static <T> Value optional(Optional<T> value, Function<T, Value> write) {
    return value.map(write).orElse(Value.NULL);
  }

  private static <T> Value list(Collection<T> values, Function<T, Value> write) {
    var items = new ArrayList<Value>();
    values.forEach(v -> items.add(write.apply(v)));
    return new Value.Items(items);
  }

  private static Value fields(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Value>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return new Value.Fields(fields);
  }
}
