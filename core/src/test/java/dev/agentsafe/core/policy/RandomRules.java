package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.yaml.Location;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random rules and facts over small vocabularies, so that they meet often. */
public final class RandomRules {
  private static final List<String> WORDS =
      List.of("scale", "delete", "get", "pod", "node", "deployment", "secret", "restart", "x");
  private static final List<String> NAMES = List.of("a", "b", "c", "ops", "sre", "anonymous", "");
  private static final List<String> TYPES = List.of("vm", "database", "k8s-pod", "k8s-node");
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati");

  private final RandomGenerator random;
  private final int narrowness;

  /**
   * A source of rules and facts.
   *
   * @param narrowness how many tenths more often than usual a rule asks for something
   */
  public RandomRules(RandomGenerator random, int narrowness) {
    this.random = random;
    this.narrowness = narrowness;
  }

  /** So many rules, in order of evaluation. */
  public List<Rule> rules(int count) {
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < count; i++) {
      rules.add(rule(i));
    }
    return rules;
  }

  private Rule rule(int i) {
    var outcome =
        new Rule.Outcome(pick(List.of(Effect.values())), BigInteger.valueOf(-i), "reason " + i, "");
    return new Rule(
        new RuleName("rule-" + i),
        outcome,
        match(),
        Optional.empty(),
        new Location("policies/random.yaml", i + 1, 3));
  }

  private Rule.Match match() {
    var actions = some(3, this::glob);
    return new Rule.Match(
        actions.isEmpty() && chance(9) ? List.of("*") : List.copyOf(actions),
        new Rule.Conditions(given(3, this::targets), given(3, this::callers)),
        given(3, () -> some(3, () -> pick(List.of(RiskClass.values())))),
        given(3, () -> List.copyOf(some(3, this::window))),
        given(2, random::nextBoolean));
  }

  private String glob() {
    var name = action();
    return switch (random.nextInt(8) + narrowness) {
      case 0 -> "*";
      case 1 -> name.substring(0, random.nextInt(name.length())) + "*";
      case 2 -> "*" + name.substring(random.nextInt(name.length()));
      case 3 -> "*-" + pick(WORDS) + "*";
      case 4 -> name.replace('e', '?');
      case 5 -> name.charAt(0) + "*" + name.charAt(name.length() - 1);
      default -> name;
    };
  }

  private String action() {
    return pick(WORDS) + "-" + pick(WORDS);
  }

  private Rule.Targets targets() {
    return new Rule.Targets(
        given(4, () -> some(3, () -> pick(List.of(Environment.values())))),
        given(4, () -> some(3, () -> pick(List.of(Sensitivity.values())))),
        given(4, () -> some(3, () -> pick(TYPES))),
        given(4, this::labels));
  }

  private Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      labels.put(pick(NAMES), pick(NAMES));
    }
    return labels;
  }

  private Rule.Callers callers() {
    return new Rule.Callers(
        given(3, () -> some(3, () -> pick(NAMES))),
        given(3, () -> some(3, () -> pick(NAMES))),
        given(3, () -> some(3, () -> pick(NAMES))),
        given(3, () -> some(3, () -> pick(NAMES))),
        new Rule.DelegationLimit(
            given(3, () -> BigInteger.valueOf(random.nextInt(-1, 12))),
            given(3, random::nextBoolean)));
  }

  private Rule.TimeWindow window() {
    var wholeHours = random.nextBoolean();
    var start = LocalTime.of(random.nextInt(24), wholeHours ? 0 : random.nextInt(60));
    var end = LocalTime.of(random.nextInt(24), wholeHours ? 59 : random.nextInt(60));
    return new Rule.TimeWindow(
        given(5, () -> some(4, () -> random.nextInt(-1, 9))),
        start,
        end,
        given(3, () -> ZoneId.of(pick(ZONES))));
  }

  /** What a request could be. */
  public Facts facts() {
    return new Facts(
        new ActionName(chance(19) ? action() : pick(NAMES)),
        chance(8) ? Optional.of(target()) : Optional.empty(),
        chance(8) ? Optional.of(caller()) : Optional.empty(),
        pick(List.of(RiskClass.values())),
        when(),
        random.nextBoolean());
  }

  private Target target() {
    var standing =
        new Target.Standing(
            pick(List.of(Environment.values())),
            pick(List.of(Sensitivity.values())),
            "owner",
            labels());
    return new Target(new TargetId(pick(NAMES)), pick(TYPES), standing, Optional.empty());
  }

  private Caller caller() {
    var links = new ArrayList<Caller.Link>();
    for (int i = random.nextInt(4); i > 0; i--) {
      links.add(new Caller.Link(new AgentId(pick(NAMES)), "", Caller.Grants.NONE, ""));
    }
    return new Caller(
        new AgentId(pick(NAMES)),
        "",
        new Caller.Grants(
            List.copyOf(some(4, () -> pick(NAMES))), List.copyOf(some(4, () -> pick(NAMES)))),
        new Caller.Delegation(links, List.of(), random.nextInt(-1, 13)));
  }

  private Facts.When when() {
    var local =
        LocalDateTime.of(2026, 3, 27, 0, 0)
            .plusSeconds(random.nextLong(40L * 24 * 3600))
            .plusNanos(random.nextLong(1_000_000_000));
    return new Facts.When(local, maybe(7, () -> Duration.ofMinutes(random.nextInt(-48, 57) * 15L)));
  }

  private <T> Optional<T> given(int ofTen, Supplier<T> supplier) {
    return maybe(ofTen + narrowness, supplier);
  }

  private <T> Optional<T> maybe(int ofTen, Supplier<T> supplier) {
    return chance(ofTen) ? Optional.of(supplier.get()) : Optional.empty();
  }

  private boolean chance(int ofTen) {
    return random.nextInt(10) < ofTen;
  }

  private <T> Set<T> some(int below, Supplier<T> supplier) {
    var set = new LinkedHashSet<T>();
    for (int i = random.nextInt(below + 1); i > 0; i--) {
      set.add(supplier.get());
    }
    return set;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
