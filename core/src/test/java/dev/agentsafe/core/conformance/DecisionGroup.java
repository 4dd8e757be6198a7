package dev.agentsafe.core.conformance;

import dev.agentsafe.core.PolicyDecisionPoint;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.ticket.TicketAuthority;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One group of decisions: a workspace with its own limits.
 *
 * @param keys absent: nobody can prove who they are, and there are no tickets
 */
record DecisionGroup(
    PolicyDecisionPoint point, PolicySet rules, String issuer, Optional<SharedKey.Pair> keys) {
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  /** Who a caller is. */
  sealed interface Identified {
    record Known(Optional<Caller> caller) implements Identified {}

    record Refused(String why) implements Identified {}
  }

  /** Loads a group and hands it over; says what is not as expected. */
  static String load(Path dir, Value.Fields g, SigningKeys signing, Consumer<DecisionGroup> sink) {
    var catalog = CatalogLoader.load(dir.resolve(Cases.text(g, "registry")));
    var rules = RuleLoader.load(dir.resolve(Cases.text(g, "policies")));
    var inventory =
        Cases.optText(g, "inventory")
            .map(file -> InventoryLoader.load(dir.resolve(file)))
            .orElse(new Loaded.Good<>(new Inventory(List.of()), List.of()));
    var expected = Cases.flag(Cases.fields(g, "load"), "accept");
    if (catalog instanceof Loaded.Good<Catalog>(var actions, var _)
        && rules instanceof Loaded.Good<List<Rule>>(var inOrder, var _)
        && inventory instanceof Loaded.Good<Inventory>(var targets, var _)) {
      var config =
          new PolicyDecisionPoint.Config(
              actions,
              targets,
              given(g, "rate_limit").map(RateRiskSuite::rateLimit),
              given(g, "cumulative_risk").map(RateRiskSuite::riskBudget));
      var key = Cases.optText(g, "signing_key").map(SharedKey::of);
      sink.accept(
          new DecisionGroup(
              new PolicyDecisionPoint(config),
              new PolicySet(inOrder),
              Cases.optText(g, "issuer").orElse("agent-safe"),
              key.map(k -> new SharedKey.Pair(signing, Optional.of(k)))));
      return expected ? contents(g, config, inOrder) : "it loads";
    }
    return expected ? "it does not load: " + catalog + rules + inventory : "";
  }

  private static Optional<Value.Fields> given(Value.Fields g, String name) {
    return Cases.value(g, name) instanceof Value.Fields f ? Optional.of(f) : Optional.empty();
  }

  private static String contents(
      Value.Fields g, PolicyDecisionPoint.Config config, List<Rule> inOrder) {
    var actions = config.catalog().actions().stream().map(a -> a.name().value()).sorted().toList();
    if (!actions.equals(Cases.texts(g, "actions_loaded"))) {
      return "actions " + actions;
    }
    var rules = inOrder.stream().map(r -> r.name().value()).toList();
    if (!rules.equals(Cases.texts(g, "rules_order"))) {
      return "rules " + rules;
    }
    var targets = config.inventory().targets().stream().map(t -> t.id().value()).toList();
    return targets.equals(Cases.texts(g, "targets_loaded")) ? "" : "targets " + targets;
  }

  /** Who that caller is: nobody, an id or a token, or an identity spelled out. */
  Identified caller(Value caller) {
    return switch (caller) {
      case Value.Text(var text) when keys.isPresent() -> verified(keys.get(), text);
      case Value.Text(var text) -> new Identified.Known(Optional.of(Caller.of(new AgentId(text))));
      case Value.Fields f -> new Identified.Known(Optional.of(identity(f)));
      default -> new Identified.Known(Optional.empty());
    };
  }

  private Identified verified(SharedKey.Pair pair, String token) {
    var tokens = new IdentityTokens(IdentityTokens.Config.of(issuer, pair));
    return switch (tokens.verify(token, NOW)) {
      case IdentityTokens.Verified.Known known -> new Identified.Known(Optional.of(known.caller()));
      case IdentityTokens.Verified.Refused(var reason) -> new Identified.Refused(reason);
    };
  }

  private static Caller identity(Value.Fields f) {
    var links =
        Cases.items(f, "delegation_chain").stream()
            .map(item -> (Value.Fields) item)
            .map(l ->
                new Caller.Link(
                    new AgentId(Cases.text(l, "agent_id")),
                    Cases.optText(l, "agent_name").orElse(""),
                    grants(l),
                    Cases.text(l, "delegated_at")))
            .toList();
    return new Caller(
        new AgentId(Cases.text(f, "agent_id")),
        Cases.optText(f, "agent_name").orElse(""),
        grants(f),
        new Caller.Delegation(
            links,
            Cases.texts(f, "delegated_roles"),
            Math.toIntExact(Cases.whole(f, "delegation_depth"))));
  }

  private static Caller.Grants grants(Value.Fields f) {
    return new Caller.Grants(Cases.texts(f, "roles"), Cases.texts(f, "groups"));
  }

  /** The ticket that goes with a decision, where the group has keys. */
  Optional<Ticket> ticket(PolicyDecisionPoint.Decided decided) {
    return decided
        .request()
        .filter(request -> decided.effect() == Effect.ALLOW && keys.isPresent())
        .map(request -> {
          var authority =
              new TicketAuthority(
                  new TicketAuthority.Config(
                      issuer, keys.orElseThrow(), Duration.ofMinutes(5), new SecureRandom()));
          return authority.issue(
              new Ticket.Claims(
                  request.action().name().value(),
                  request.target().id().value(),
                  request.caller().id().value(),
                  request.params(),
                  "evt-000000000000"),
              NOW);
        });
  }
}
