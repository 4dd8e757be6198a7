package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.lint.RulePlaces;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Verdict;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.Decision.WhyNot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a decision came about, as people and programs read it. */
final class DecisionTrace {
  private final Session session;
  private final RulePlaces places;

  DecisionTrace(Session session, RulePlaces places) {
    this.session = session;
    this.places = places;
  }

  void unfit(String reason, boolean json) {
    if (json) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put("result", Value.of("deny"));
      fields.put("reason", Value.of(reason));
      fields.put("rules", new Value.Items(List.of()));
      session.print(new Value.Fields(fields));
    } else {
      session.say("DENY  before any rule is asked");
      DecisionText.line(session, "reason", reason);
    }
  }

  void ruled(Decision.Ruled ruled, boolean json) {
    if (json) {
      var fields = fields(ruled.decision());
      fields.put(
          "rules",
          new Value.Items(ruled.verdicts().stream().limit(ruled.asked()).map(this::json).toList()));
      session.print(new Value.Fields(fields));
      return;
    }
    head(ruled);
    for (var verdict : ruled.verdicts().subList(0, ruled.asked())) {
      session.say(
          Shown.line(
              "%-8s %s  %s"
                  .formatted(
                      verdict.matches() ? "decides" : "passed",
                      verdict.rule().name(),
                      verdict.rule().origin())));
      verdict.failed().stream().limit(1).forEach(point -> say(verdict.rule(), point));
    }
    if (ruled.decision().rule().isEmpty()) {
      session.say("No rule matches; without one it is denied.");
    }
  }

  void whyNot(Decision.Ruled ruled, WhyNot why, boolean json) {
    if (json) {
      var fields = fields(ruled.decision());
      fields.put("expected", json(why.expected()));
      if (why instanceof WhyNot.Fails(var expected, var earlier)) {
        fields.put("earlier", Value.ofOptional(earlier.map(v -> v.rule().name().value())));
      }
      session.print(new Value.Fields(fields));
      return;
    }
    head(ruled);
    var expected = why.expected();
    var rule = expected.rule();
    var failed = expected.failed().size();
    switch (why) {
      case WhyNot.Decides _ -> session.say(Shown.line("`" + rule.name() + "` decides."));
      case WhyNot.Fails(var e, var earlier) -> {
        session.say(
            Shown.line(
                failed == 0
                    ? "`%s` matches, but does not decide.".formatted(rule.name())
                    : "`%s` does not match: %d of its %d conditions %s."
                        .formatted(
                            rule.name(),
                            failed,
                            expected.points().size(),
                            failed == 1 ? "fails" : "fail")));
        expected.points().forEach(point -> say(rule, point));
        earlier.ifPresent(v ->
            session.say(
                Shown.line(
                    "`%s` (%s) comes before it and matches%s."
                        .formatted(
                            v.rule().name(),
                            v.rule().origin(),
                            failed == 0
                                ? ": give `"
                                    + rule.name()
                                    + "` a higher priority, or exclude this"
                                    + " request there"
                                : ": it decides even if all of these hold"))));
      }
    }
  }

  private void head(Decision.Ruled ruled) {
    var decision = ruled.decision();
    var facts = ruled.facts();
    session.say(
        Shown.line(
            "%s  %s -> %s"
                .formatted(
                    decision.effect().label().toUpperCase(Locale.ROOT).replace('_', ' '),
                    facts.action(),
                    facts.target().map(t -> t.id().value()).orElse("unknown"))));
    DecisionText.line(session, "reason", decision.reason());
    DecisionText.line(
        session, "rule", decision.rule().map(r -> r.name() + "  " + r.origin()).orElse("(none)"));
    DecisionText.line(session, "risk", facts.effectiveRisk().label());
    DecisionText.line(session, "at", facts.at().text());
    session.say("");
  }

  private void say(Rule rule, Verdict.Point point) {
    session.say(
        Shown.line(
            "  %s  %s: asks for `%s`, the request has `%s`  %s"
                .formatted(
                    point.holds() ? "holds" : "fails",
                    point.key(),
                    point.wanted(),
                    point.found(),
                    places.of(rule, point.key()))));
  }

  private static Map<String, Value> fields(PolicyDecision decision) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("result", Value.of(decision.effect().label()));
    fields.put("reason", Value.of(decision.reason()));
    fields.put("policy_matched", Value.ofOptional(decision.rule().map(r -> r.name().value())));
    return fields;
  }

  private Value json(Verdict verdict) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("rule", Value.of(verdict.rule().name().value()));
    fields.put("origin", Value.of(verdict.rule().origin().toString()));
    fields.put("matches", Value.of(verdict.matches()));
    fields.put(
        "conditions",
        new Value.Items(
            verdict.points().stream().map(point -> json(verdict.rule(), point)).toList()));
    return new Value.Fields(fields);
  }

  private Value json(Rule rule, Verdict.Point point) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("key", Value.of(point.key()));
    fields.put("holds", Value.of(point.holds()));
    fields.put("wanted", Value.of(point.wanted()));
    fields.put("found", Value.of(point.found()));
    fields.put("at", Value.of(places.of(rule, point.key()).toString()));
    return new Value.Fields(fields);
  }
}
