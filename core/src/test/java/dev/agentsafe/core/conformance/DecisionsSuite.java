package dev.agentsafe.core.conformance;

import dev.agentsafe.core.PolicyDecisionPoint;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whole decisions: groups of rules, actions and targets, and what is asked of them. */
final class DecisionsSuite implements Suite {
  private static final List<String> OWN_WORDS =
      List.of("Invalid parameters: ", "Missing target", "Unknown target: ", "Action ");

  @Override
  public String name() {
    return "decisions";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    var keys = Files.createTempDirectory("keys");
    var signing = SigningKeys.open(keys, DecisionGroup.NOW);
    Map<String, DecisionGroup> groups = new HashMap<>();
    for (var g : Cases.of(dir.resolve("groups.jsonl"))) {
      tally.check(
          Cases.text(g, "id"),
          false,
          () ->
              DecisionGroup.load(
                  dir, g, signing, loaded -> groups.put(Cases.text(g, "id"), loaded)));
    }
    for (var c : Cases.of(dir.resolve("cases.jsonl"))) {
      if (!Cases.tags(c).contains("group-rejected")) {
        tally.check(
            Cases.text(c, "id"),
            Cases.flag(c, "optional"),
            () -> compare(groups.get(Cases.text(c, "group")), c));
      }
    }
    for (var id : signing.ids()) {
      Files.delete(keys.resolve(id + ".jwk"));
    }
    Files.delete(keys);
    return tally;
  }

  private static String compare(DecisionGroup group, Value.Fields c) {
    var request = Cases.fields(c, "request");
    var expected = Cases.fields(c, "expected");
    var identified = group.caller(Cases.value(request, "caller"));
    if (identified instanceof DecisionGroup.Identified.Refused) {
      return expected.text("identity").isPresent() || expected.get("raises").isPresent()
          ? ""
          : "the caller is refused: " + identified;
    }
    if (expected.text("identity").isPresent()) {
      return "the caller is accepted";
    }
    var submission =
        new Submission(
            new ActionName(Cases.text(request, "action")),
            Cases.optText(request, "target").map(TargetId::new),
            ((DecisionGroup.Identified.Known) identified).caller(),
            Cases.fields(request, "params"),
            Cases.optText(request, "ticket_id"));
    var at =
        Cases.optText(request, "timestamp")
            .map(text -> Facts.When.parse(text).orElseThrow())
            .orElse(new Facts.When(LocalDateTime.of(2026, 1, 15, 12, 0), Optional.empty()));
    var decided =
        group.point().decide(submission, group.rules(), at, seconds(Cases.value(c, "clock")));
    if (expected.get("raises").isPresent()) {
      return decided.effect() == Effect.DENY ? "" : "not refused: " + decided;
    }
    var differences = new ArrayList<String>();
    answer(submission, decided)
        .forEach((name, got) -> differ(differences, name, got, Cases.value(expected, name)));
    reason(differences, decided.grounds(), Cases.text(expected, "reason"));
    ticket(differences, group.ticket(decided), Cases.value(expected, "ticket"));
    audit(differences, submission, decided, Cases.fields(expected, "audit"));
    if (Cases.optText(request, "timestamp").isPresent()) {
      var stored = Cases.value(Cases.fields(expected, "audit"), "timestamp");
      differ(differences, "timestamp", Value.of(at.text()), stored);
    }
    return String.join("; ", differences);
  }

  private static Map<String, Value> answer(
      Submission submission, PolicyDecisionPoint.Decided decided) {
    var grounds = decided.grounds();
    var answer = new HashMap<String, Value>();
    answer.put("result", Value.of(decided.effect().label()));
    answer.put("action", Value.of(submission.action().value()));
    answer.put("target", Value.of(decided.target().map(t -> t.id().value()).orElse("unknown")));
    answer.put("caller", Value.of(submission.callerId().value()));
    answer.put("risk_class", Value.of(grounds.risk().label()));
    answer.put("effective_risk", Value.of(grounds.effectiveRisk().label()));
    answer.put("policy_matched", Value.ofOptional(grounds.rule().map(r -> r.name().value())));
    answer.put("ticket_id", Value.ofOptional(submission.changeTicket()));
    var total = decided.cumulative();
    answer.put(
        "cumulative_risk_score", total.<Value>map(t -> Value.of(t.score())).orElse(Value.NULL));
    answer.put("cumulative_risk_class", Value.ofOptional(total.map(t -> t.risk().label())));
    answer.put(
        "escalated_from",
        Value.ofOptional(total.flatMap(Ruling.Cumulative::escalatedFrom).map(Effect::label)));
    return answer;
  }

  private static void differ(List<String> differences, String name, Value got, Value expected) {
    if (!Objects.equals(got, expected)) {
      differences.add(name + " is " + got + " instead of " + expected);
    }
  }

  /** What a rule or a counter says is exact; what does not fit may be said in our own words. */
  private static void reason(List<String> differences, Ruling.Grounds grounds, String expected) {
    if (grounds.rule().isEmpty()) {
      for (var beginning : OWN_WORDS) {
        if (expected.startsWith(beginning) && grounds.reason().startsWith(beginning)) {
          return;
        }
      }
    }
    differ(differences, "reason", Value.of(grounds.reason()), Value.of(expected));
  }

  private static void ticket(List<String> differences, Optional<Ticket> ticket, Value expected) {
    if (ticket.isEmpty() || !(expected instanceof Value.Fields wanted)) {
      differ(
          differences,
          "whether there is a ticket",
          Value.of(ticket.isPresent()),
          Value.of(!(expected instanceof Value.Null)));
      return;
    }
    var payload = ticket.get().token().split("\\.", -1)[1];
    var text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    var claims = (Value.Fields) ((Json.Read.Good) Json.read(text)).value();
    for (var name : List.of("type", "action", "target", "caller", "params", "iss")) {
      differ(differences, "ticket." + name, Cases.value(claims, name), Cases.value(wanted, name));
    }
    if (!ticket.get().nonce().matches("[0-9a-f]{32}")) {
      differences.add("nonce is " + ticket.get().nonce());
    }
  }

  private static void audit(
      List<String> differences,
      Submission submission,
      PolicyDecisionPoint.Decided decided,
      Value.Fields expected) {
    var context = Ruling.context(submission, decided.cumulative());
    var stored = context.values().isEmpty() ? Value.NULL : context;
    differ(differences, "context", stored, Cases.value(expected, "context"));
  }

  private static double seconds(Value clock) {
    return switch (clock) {
      case Value.Real(var real) -> real;
      case Value.Int(var whole) -> whole.doubleValue();
      default -> 0;
    };
  }
}
