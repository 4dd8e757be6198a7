package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules read one after the other, straight from their records; slow on purpose, so that it is
 * obviously right. Shares no code with the engine.
 */
final class NaiveEvaluator {
  private final List<Rule> rules;

  NaiveEvaluator(List<Rule> rules) {
    this.rules = rules;
  }

  Optional<Rule> first(Facts facts) {
    return rules.stream().filter(rule -> matches(rule.match(), facts)).findFirst();
  }

  private static boolean matches(Rule.Match match, Facts facts) {
    return match.actions().stream().anyMatch(glob -> glob(glob, facts.action().value()))
        && match.on().targets().map(t -> matches(t, facts.target())).orElse(true)
        && match.on().callers().map(c -> matches(c, facts.caller())).orElse(true)
        && match.risks().map(r -> r.contains(facts.effectiveRisk())).orElse(true)
        && match
            .windows()
            .map(all -> all.stream().anyMatch(w -> covers(w, facts.at())))
            .orElse(true)
        && match.requireTicket().map(r -> r == facts.hasChangeTicket()).orElse(true);
  }

  private static boolean matches(Rule.Targets selector, Optional<Target> known) {
    if (known.isEmpty()) {
      return false;
    }
    var target = known.get();
    var standing = target.standing();
    return within(selector.environments(), standing.environment())
        && within(selector.sensitivities(), standing.sensitivity())
        && within(selector.types(), target.type())
        && selector
            .labels()
            .map(wanted -> standing.labels().entrySet().containsAll(wanted.entrySet()))
            .orElse(true);
  }

  private static boolean matches(Rule.Callers selector, Optional<Caller> known) {
    if (known.isEmpty()) {
      return false;
    }
    var caller = known.get();
    var depth = BigInteger.valueOf(caller.delegation().depth());
    var chain =
        caller.delegation().links().stream().map(l -> l.id().value()).collect(Collectors.toSet());
    return within(selector.agentIds(), caller.id().value())
        && meets(selector.roles(), Set.copyOf(caller.grants().roles()))
        && meets(selector.groups(), Set.copyOf(caller.grants().groups()))
        && meets(selector.delegatedFrom(), chain)
        && selector.delegation().maxDepth().map(most -> depth.compareTo(most) <= 0).orElse(true)
        && selector.delegation().required().map(r -> r == depth.signum() > 0).orElse(true);
  }

  private static <T> boolean within(Optional<Set<T>> wanted, T value) {
    return wanted.map(w -> w.contains(value)).orElse(true);
  }

  private static boolean meets(Optional<Set<String>> wanted, Set<String> values) {
    return wanted.map(w -> !Collections.disjoint(w, values)).orElse(true);
  }

  /** Lays out the stretches that begin today and yesterday, and looks whether one holds now. */
  private static boolean covers(Rule.TimeWindow window, Facts.When at) {
    var now =
        window
            .zone()
            .map(zone ->
                at.local()
                    .minus(at.offset().orElse(Duration.ZERO))
                    .atZone(ZoneOffset.UTC)
                    .withZoneSameInstant(zone)
                    .toLocalDateTime())
            .orElse(at.local());
    var today = opened(window, now.toLocalDate().atTime(window.start()));
    var yesterday = opened(window, now.toLocalDate().minusDays(1).atTime(window.start()));
    return today.map(o -> o.holds(now)).orElse(false)
        || yesterday.map(o -> o.holds(now)).orElse(false);
  }

  private record Open(LocalDateTime from, LocalDateTime until) {
    boolean holds(LocalDateTime at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  /** The stretch that begins at that moment, where the window opens on that day at all. */
  private static Optional<Open> opened(Rule.TimeWindow window, LocalDateTime start) {
    int day = start.getDayOfWeek().getValue() - 1;
    if (!window.days().map(days -> days.contains(day)).orElse(true)) {
      return Optional.empty();
    }
    var last = start.toLocalDate().atTime(window.end());
    var end = window.end().isBefore(window.start()) ? last.plusDays(1) : last;
    return Optional.of(new Open(start, end.plusMinutes(1)));
  }

  /** Tries every way a pattern of plain characters, {@code *} and {@code ?} can match. */
  static boolean glob(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    var rest = pattern.substring(1);
    return switch (pattern.charAt(0)) {
      case '*' -> glob(rest, text) || (!text.isEmpty() && glob(pattern, text.substring(1)));
      case '?' -> !text.isEmpty() && glob(rest, text.substring(1));
      default ->
          !text.isEmpty() && text.charAt(0) == pattern.charAt(0) && glob(rest, text.substring(1));
    };
  }
}
