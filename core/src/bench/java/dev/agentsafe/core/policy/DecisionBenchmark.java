package dev.agentsafe.core.policy;

import dev.agentsafe.core.PolicyDecisionPoint;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs; requests vary, a third of them is decided by no rule. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
  private static final int REQUESTS = 1_024;
  private static final Facts.When AT =
      new Facts.When(LocalDateTime.of(2026, 3, 30, 14, 30), Optional.empty());

  @Param({"6", "50", "1000", "10000"})
  public int rules;

  private PolicyDecisionPoint point;
  private PolicySet policies;
  private CompiledRule[] plain;
  private Submission[] submissions;
  private Facts[] facts;
  private long[][] bare;
  private int next;

  @Setup
  public void setUp() {
    var random = new Random(rules);
    var inOrder =
        ((Loaded.Good<List<Rule>>)
                RuleLoader.load(List.of(new Source("rules.yaml", ManyRules.yaml(rules)))))
            .value();
    var catalog = catalog();
    var inventory = inventory();
    policies = new PolicySet(inOrder);
    plain = inOrder.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
    point =
        new PolicyDecisionPoint(
            new PolicyDecisionPoint.Config(catalog, inventory, Optional.empty(), Optional.empty()));
    var targets = List.copyOf(inventory.targets());
    submissions = new Submission[REQUESTS];
    facts = new Facts[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      submissions[i] = submission(random, targets.get(random.nextInt(targets.size())));
      facts[i] =
          Facts.of(
              submissions[i],
              catalog.find(submissions[i].action()),
              inventory.find(submissions[i].target().orElseThrow()),
              AT);
    }
    bare = new long[6 * 16][(rules + 63) / 64];
    for (var words : bare) {
      for (int i = 0; i < words.length; i++) {
        words[i] = random.nextLong();
      }
    }
  }

  /** The whole way: look-ups, parameters, target type, rules. */
  @Benchmark
  public Object decide() {
    return point.decide(submissions[next++ & REQUESTS - 1], policies, AT, 0);
  }

  /** The rules alone. */
  @Benchmark
  public Object match() {
    return policies.decide(facts[next++ & REQUESTS - 1]);
  }

  /** One plain reading after the other. */
  @Benchmark
  public Object scan() {
    var asked = facts[next++ & REQUESTS - 1];
    for (var rule : plain) {
      if (rule.matches(asked)) {
        return rule;
      }
    }
    return asked;
  }

  /** The least an index can cost: six bare bitsets of that size, all words of them. */
  @Benchmark
  public long probe() {
    int at = (next++ & 15) * 6;
    long first = -1;
    for (int i = bare[0].length - 1; i >= 0; i--) {
      long hit =
          bare[at][i]
              & bare[at + 1][i]
              & bare[at + 2][i]
              & bare[at + 3][i]
              & bare[at + 4][i]
              & bare[at + 5][i];
      first = hit == 0 ? first : i * 64L + Long.numberOfTrailingZeros(hit);
    }
    return first;
  }

  private static Submission submission(Random random, Target target) {
    var role = "role-" + random.nextInt(20);
    var caller =
        new Caller(
            new AgentId("agent-" + random.nextInt(100)),
            "",
            new Caller.Grants(List.of(role, "agent"), List.of("platform")),
            Caller.Delegation.NONE);
    return new Submission(
        new ActionName(
            ManyRules.pick(random, ManyRules.VERBS)
                + "-"
                + ManyRules.pick(random, ManyRules.THINGS)),
        Optional.of(target.id()),
        Optional.of(caller),
        Value.EMPTY.with("namespace", Value.of("team")).with("name", Value.of("api")),
        Optional.empty());
  }

  private static Catalog catalog() {
    var sources = new ArrayList<Source>();
    for (var verb : ManyRules.VERBS) {
      for (var thing : ManyRules.THINGS) {
        var name = verb + "-" + thing;
        sources.add(
            new Source(
                name + ".yaml",
                """
                name: %s
                version: 1.0.0
                description: for measuring
                risk_class: medium
                target_types: [k8s-deployment]
                reversible: false
                parameters:
                - {name: namespace, type: string, constraints: {max_length: 63}}
                - {name: name, type: string, constraints: {max_length: 63}}
                - {name: count, type: integer, required: false}
                """
                    .formatted(name)));
      }
    }
    return ((Loaded.Good<Catalog>) CatalogLoader.load(sources)).value();
  }

  private static Inventory inventory() {
    var targets = new ArrayList<Target>();
    for (var environment : Environment.values()) {
      for (int team = 0; team < ManyRules.TEAMS; team++) {
        targets.add(
            new Target(
                new TargetId(environment.label() + "/team-" + team),
                "k8s-deployment",
                new Target.Standing(
                    environment,
                    Sensitivity.values()[team % 4],
                    "owner",
                    Map.of("team", "team-" + team, "tier", "web")),
                Optional.empty()));
      }
    }
    return new Inventory(targets);
  }
}
