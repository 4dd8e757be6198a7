package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RateLimiter;
import dev.agentsafe.core.limit.RiskBudget;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Rate limits, circuit breaker and cumulative risk, step by step. */
final class RateRiskSuite implements Suite {
  private static final Map<RiskClass, Long> SCORES =
      Map.of(RiskClass.LOW, 1L, RiskClass.MEDIUM, 5L, RiskClass.HIGH, 15L, RiskClass.CRITICAL, 50L);

  @Override
  public String name() {
    return "rate_risk";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("rate_limiter.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> rates(c));
    }
    for (var c : Cases.of(dir.resolve("cumulative_risk.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> risks(c));
    }
    return tally;
  }

  private static String rates(Value.Fields c) {
    var limiter = new RateLimiter(rateLimit(Cases.fields(c, "config")));
    var at = 0;
    for (var item : Cases.items(c, "steps")) {
      var step = (Value.Fields) item;
      var caller = Cases.text(step, "caller");
      var now = number(Cases.value(step, "clock"));
      Value got = Value.NULL;
      if (Cases.text(step, "op").equals("check")) {
        got = Value.ofOptional(limiter.check(caller, now));
      } else {
        limiter.denied(caller, now);
      }
      if (!got.equals(Cases.value(step, "expected"))) {
        return "step " + at + ": " + got + " instead of " + Cases.value(step, "expected");
      }
      at++;
    }
    return "";
  }

  private static String risks(Value.Fields c) {
    var budget = riskBudget(Cases.fields(c, "config"));
    var tracker = new CumulativeRisk(budget);
    var at = 0;
    for (var item : Cases.items(c, "steps")) {
      var step = (Value.Fields) item;
      var caller = Cases.text(step, "caller");
      var now = number(Cases.value(step, "clock"));
      String got;
      String expected;
      if (Cases.text(step, "op").equals("record")) {
        var risk = RiskClass.of(Cases.text(step, "risk")).orElseThrow();
        got = reading(tracker.record(caller, risk, now));
        expected = expected(Cases.fields(step, "expected"));
      } else {
        got = String.valueOf(tracker.score(caller, now));
        expected = String.valueOf(Cases.whole(step, "expected"));
      }
      if (!got.equals(expected)) {
        return "step " + at + ": " + got + " instead of " + expected;
      }
      at++;
    }
    return "";
  }

  private static String reading(CumulativeRisk.Reading reading) {
    return "%d %s %d %s"
        .formatted(
            reading.score(),
            reading.risk().label(),
            reading.entries(),
            reading.escalation().map(e -> e.name().toLowerCase(Locale.ROOT)).orElse("none"));
  }

  private static String expected(Value.Fields e) {
    return "%d %s %d %s"
        .formatted(
            Cases.whole(e, "cumulative_score"),
            Cases.text(e, "cumulative_risk_class"),
            Cases.whole(e, "entry_count"),
            Cases.optText(e, "escalation").orElse("none"));
  }

  static RateLimit rateLimit(Value.Fields config) {
    return new RateLimit(
        whole(config, "max_requests", 100),
        real(config, "window_seconds", 60),
        new RateLimit.Breaker(
            whole(config, "circuit_breaker_threshold", 0),
            real(config, "circuit_breaker_window_seconds", 60),
            real(config, "circuit_breaker_cooldown_seconds", 300)));
  }

  static RiskBudget riskBudget(Value.Fields config) {
    var scores = new EnumMap<RiskClass, Long>(SCORES);
    if (config.get("risk_scores").orElse(Value.NULL) instanceof Value.Fields given) {
      scores.clear();
      given
          .values()
          .forEach((label, score) ->
              RiskClass.of(label)
                  .ifPresent(risk -> scores.put(risk, ((Value.Int) score).value().longValue())));
    }
    return new RiskBudget(
        real(config, "window_seconds", 3600),
        scores,
        whole(config, "escalation_threshold", 30),
        whole(config, "deny_threshold", 75));
  }

  private static long whole(Value.Fields of, String name, long absent) {
    return of.get(name).isPresent() ? Cases.whole(of, name) : absent;
  }

  private static double real(Value.Fields of, String name, double absent) {
    return of.get(name).map(RateRiskSuite::number).orElse(absent);
  }

  static double number(Value value) {
    return switch (value) {
      case Value.Int(var i) -> i.doubleValue();
      case Value.Real(var d) -> d;
      case Value.Null _, Value.Bool _, Value.Text _, Value.Items _, Value.Fields _ ->
          throw new IllegalArgumentException("no number: " + value);
    };
  }
}
