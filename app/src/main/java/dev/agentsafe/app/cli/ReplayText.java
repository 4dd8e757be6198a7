package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.History;
import dev.agentsafe.core.preview.Replay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of deciding again, as people and programs read it. */
final class ReplayText {
  private ReplayText() {}

  static void print(Session session, Replay replay, List<Flip> flips, int limit) {
    var history = replay.history();
    var opened = flips.stream().filter(f -> f.kind().allows()).count();
    session.say(
        "%s decided again: %s come out otherwise, %s of them allowed now."
            .formatted(
                count(history.decisions().size(), "decision"),
                number(flips.size()),
                number(opened)));
    var byKind = flips.stream().collect(Collectors.groupingBy(Flip::kind));
    for (var kind : Flip.Kind.values()) {
      var found = byKind.getOrDefault(kind, List.of());
      if (!found.isEmpty()) {
        session.say("");
        session.say(
            "%s  was %s, is %s now"
                .formatted(number(found.size()), words(kind.then()), words(kind.now())));
        found.stream().limit(limit).forEach(flip -> print(session, flip));
        if (found.size() > limit) {
          session.say(
              "  … and %s more; `--limit` shows them".formatted(number(found.size() - limit)));
        }
      }
    }
    notes(session, replay);
  }

  private static void print(Session session, Flip flip) {
    var decision = flip.decision();
    var facts = decision.facts();
    session.say(
        Shown.line(
            "  seq %-8d %s  %s -> %s  by %s"
                .formatted(
                    decision.seq(),
                    facts.at().text(),
                    facts.action(),
                    facts.target().map(t -> t.id().value()).orElse("unknown"),
                    facts.caller().map(c -> c.id()).orElse(AgentId.ANONYMOUS))));
    session.say(Shown.line("      then  " + side(flip.then())));
    session.say(Shown.line("      now   " + side(flip.now())));
  }

  private static String side(Flip.Side side) {
    return "%-16s  %s%s"
        .formatted(
            words(side.effect()),
            side.rule().map(r -> r.value()).orElse("(no rule)"),
            side.origin().map(o -> "  " + o).orElse(""));
  }

  private static void notes(Session session, Replay replay) {
    var history = replay.history();
    var same = replay.byAnotherRule();
    if (same + history.assumed() + history.left().size() > 0) {
      session.say("");
    }
    if (same > 0) {
      session.say(count(same, "decision") + " the same as recorded, by another rule.");
    }
    if (history.assumed() > 0) {
      session.say(
          count(history.assumed(), "decision")
              + " with what the inventory says of the target now: the entry does not say how it"
              + " stood.");
    }
    history
        .left()
        .forEach((why, left) ->
            session.say(
                "%s not decided again: %s (seq %s%s)"
                    .formatted(
                        number(left.count()),
                        why.words(),
                        left.first().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")),
                        left.count() > left.first().size() ? ", …" : "")));
  }

  static Value json(Replay replay, List<Flip> flips) {
    var history = replay.history();
    var all = new LinkedHashMap<String, Value>();
    all.put("decided", Value.of(history.decisions().size()));
    all.put("flips", new Value.Items(flips.stream().map(ReplayText::json).toList()));
    var counts = new LinkedHashMap<String, Value>();
    flips.stream()
        .collect(Collectors.groupingBy(Flip::kind, Collectors.counting()))
        .forEach((kind, n) -> counts.put(kind.name().toLowerCase(Locale.ROOT), Value.of(n)));
    all.put("kinds", new Value.Fields(counts));
    all.put("allowed_now", Value.of(flips.stream().filter(f -> f.kind().allows()).count()));
    all.put("by_another_rule", Value.of(replay.byAnotherRule()));
    all.put("with_inventory_of_now", Value.of(history.assumed()));
    var left = new ArrayList<Value>();
    history.left().forEach((why, found) -> left.add(left(why.name(), why.words(), found)));
    all.put("not_decided", new Value.Items(left));
    return new Value.Fields(all);
  }

  private static Value left(String why, String words, History.Left found) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("why", Value.of(why.toLowerCase(Locale.ROOT)));
    fields.put("words", Value.of(words));
    fields.put("count", Value.of(found.count()));
    fields.put(
        "first_seqs", new Value.Items(found.first().stream().<Value>map(Value::of).toList()));
    return new Value.Fields(fields);
  }

  private static Value json(Flip flip) {
    var facts = flip.decision().facts();
    var fields = new LinkedHashMap<String, Value>();
    fields.put("kind", Value.of(flip.kind().name().toLowerCase(Locale.ROOT)));
    fields.put("seq", Value.of(flip.decision().seq()));
    fields.put("audit_id", Value.of(flip.decision().auditId()));
    fields.put("at", Value.of(facts.at().text()));
    fields.put("action", Value.of(facts.action().value()));
    fields.put("target", Value.ofOptional(facts.target().map(t -> t.id().value())));
    fields.put("caller", Value.ofOptional(facts.caller().map(c -> c.id().value())));
    fields.put("then", json(flip.then()));
    fields.put("now", json(flip.now()));
    return new Value.Fields(fields);
  }

  private static Value json(Flip.Side side) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("decision", Value.of(side.effect().label()));
    fields.put("rule", Value.ofOptional(side.rule().map(r -> r.value())));
    fields.put("origin", Value.ofOptional(side.origin().map(Object::toString)));
    return new Value.Fields(fields);
  }

  private static String words(Effect effect) {
    return effect.label().replace('_', ' ');
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String count(long count, String what) {
    return number(count) + " " + what + (count == 1 ? "" : "s");
  }
}
