package dev.agentsafe.core.conformance;

import dev.agentsafe.core.PolicyDecisionPoint;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlan.Outcome;
import dev.agentsafe.core.rollback.RollbackPlanner;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roll-back plans, from states that are given and from logs; and what policy says of them. */
final class RollbackSuite implements Suite {
  private static final String NOT_FOUND = " not found in ";
  private static final String CONVENTION = "Using convention-based parameter mapping";
  private static final Facts.When NOW = Facts.When.of(Instant.parse("2026-01-15T12:00:00Z"));

  private final Map<Path, Catalog> catalogs = new HashMap<>();

  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("planner.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> planned(dir, c));
    }
    for (var c : Cases.of(dir.resolve("sdk.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> recorded(dir, c));
    }
    return tally;
  }

  private String planned(Path dir, Value.Fields c) {
    var original = Cases.fields(c, "original");
    var outcome =
        new RollbackPlanner(catalog(dir, c))
            .plan(
                new RollbackPlan.Original(
                    Cases.text(original, "event_id"),
                    new ActionName(Cases.text(original, "action")),
                    new TargetId(Cases.text(original, "target")),
                    Cases.text(original, "caller"),
                    Cases.fields(original, "params")),
                Cases.fields(c, "before_state"),
                Cases.fields(c, "after_state"));
    return problem(outcome, Cases.fields(c, "expected"));
  }

  private String recorded(Path dir, Value.Fields c) throws Exception {
    var entries = new ArrayList<AuditEntry>();
    Cases.optText(c, "log").ifPresent(log -> LogReader.read(dir.resolve(log), entries::add));
    var catalog = catalog(dir, c);
    var outcome = new RollbackPlanner(catalog).plan(Cases.text(c, "audit_id"), entries);
    var expected = Cases.fields(c, "expected");
    var problem = problem(outcome, Cases.fields(expected, "generate"));
    if (!problem.isEmpty() || !(outcome instanceof Outcome.Planned(var plan, var _, var _))) {
      return problem;
    }
    var check = Cases.fields(expected, "check");
    if (!plan.params().equals(Cases.value(check, "logged_params"))) {
      return "asks with " + plan.params();
    }
    return decided(dir, c, catalog, plan, Cases.fields(check, "decision"));
  }

  /** 0.16 may allow what S1 to S3 deny; else result, rule and risks are the same. */
  private static String decided(
      Path dir, Value.Fields c, Catalog catalog, RollbackPlan plan, Value.Fields expected) {
    var decided =
        new PolicyDecisionPoint(
                new PolicyDecisionPoint.Config(
                    catalog,
                    good(InventoryLoader.load(dir.resolve(Cases.text(c, "inventory")))),
                    Optional.empty(),
                    Optional.empty()))
            .decide(
                new Submission(
                    plan.action(),
                    Optional.of(plan.target()),
                    Optional.of(caller(c, plan)),
                    plan.params(),
                    Optional.empty()),
                new PolicySet(good(RuleLoader.load(dir.resolve(Cases.text(c, "policies"))))),
                NOW,
                0);
    var rule = decided.grounds().rule().map(Rule::name).map(n -> n.value());
    if (decided.request().isEmpty() && decided.effect().label().equals("deny")) {
      return "";
    }
    var got =
        List.of(
            decided.effect().label(),
            rule.orElse("none"),
            plan.action().value(),
            decided.grounds().risk().label(),
            decided.grounds().effectiveRisk().label());
    var want =
        List.of(
            Cases.text(expected, "result"),
            Cases.optText(expected, "policy_matched").orElse("none"),
            Cases.text(expected, "action"),
            Cases.text(expected, "risk_class"),
            Cases.text(expected, "effective_risk"));
    return got.equals(want) ? "" : got + " instead of " + want;
  }

  private static Caller caller(Value.Fields c, RollbackPlan plan) {
    return switch (Cases.value(c, "caller")) {
      case Value.Text(var id) -> Caller.of(new AgentId(id));
      case Value.Fields f ->
          new Caller(
              new AgentId(Cases.text(f, "agent_id")),
              Cases.optText(f, "agent_name").orElse(""),
              new Caller.Grants(Cases.texts(f, "roles"), Cases.texts(f, "groups")),
              new Caller.Delegation(
                  Cases.items(f, "delegation_chain").stream()
                      .map(Value.Fields.class::cast)
                      .map(RollbackSuite::link)
                      .toList(),
                  Cases.texts(f, "delegated_roles"),
                  (int) Cases.whole(f, "delegation_depth")));
      case Value.Null _, Value.Bool _, Value.Int _, Value.Real _, Value.Items _ ->
          Caller.of(new AgentId(plan.original().caller()));
    };
  }

  private static Caller.Link link(Value.Fields f) {
    return new Caller.Link(
        new AgentId(Cases.text(f, "agent_id")),
        Cases.optText(f, "agent_name").orElse(""),
        new Caller.Grants(Cases.texts(f, "roles"), Cases.texts(f, "groups")),
        Cases.optText(f, "delegated_at").orElse(""));
  }

  private static String problem(Outcome outcome, Value.Fields expected) {
    var plan = Cases.fields(expected, "plan");
    var refused = Cases.optText(expected, "error").isPresent();
    return switch (outcome) {
      case Outcome.Impossible(var why) -> {
        var missing = Cases.texts(plan, "warnings").stream().filter(w -> w.contains(NOT_FOUND));
        yield refused || missing.anyMatch(w -> why.contains(field(w))) ? "" : "refused: " + why;
      }
      case Outcome.Planned(var got, var before, var _) -> {
        if (refused) {
          yield "planned " + got;
        }
        var same =
            got.action().value().equals(Cases.text(plan, "rollback_action"))
                && got.target().value().equals(Cases.text(plan, "rollback_target"))
                && got.params().equals(Cases.value(plan, "rollback_params"))
                && got.original().caller().equals(Cases.text(plan, "original_caller"))
                && got.original().params().equals(Cases.value(plan, "original_params"))
                && before.equals(Cases.value(plan, "before_state"))
                && got.warnings().size() == Cases.texts(plan, "warnings").size();
        yield same ? "" : got + " instead of " + plan;
      }
    };
  }

  /** The path that a warning of 0.16 names, between its quotation marks. */
  private static String field(String warning) {
    var inside = warning.substring("Source ".length() + 1, warning.indexOf(NOT_FOUND) - 1);
    return warning.startsWith(CONVENTION) ? "" : inside;
  }

  private Catalog catalog(Path dir, Value.Fields c) {
    return catalogs.computeIfAbsent(
        dir.resolve(Cases.text(c, "registry")).normalize(), f -> good(CatalogLoader.load(f)));
  }

  static <T> T good(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(var value, var _) -> value;
      case Loaded.Bad<T>(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }
}
