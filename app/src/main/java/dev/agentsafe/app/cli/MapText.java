package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.preview.MapSpace;
import dev.agentsafe.core.preview.PolicyMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A map as people and programs read it. */
final class MapText {
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

  private MapText() {}

  /** What one rule does for one subject. */
  private record Share(PolicyMap.Answer answer, long cells, long minutes) {
    Share plus(Share other) {
      return new Share(answer, cells + other.cells, minutes + other.minutes);
    }
  }

  static void print(Session session, PolicyMap map) {
    var space = map.space();
    session.say(
        "%d actions on %d targets by %d subjects through the week of %s (UTC)."
            .formatted(
                space.actions().size(),
                space.targets().size(),
                space.subjects().size(),
                space.monday()));
    for (int s = 0; s < space.subjects().size(); s++) {
      session.say("");
      session.say(Shown.line(space.subjects().get(s).name()));
      for (var share : shares(map, s)) {
        session.say(
            Shown.line(
                "  %-16s %,7d actions on targets, %5.1f h a week   %s"
                    .formatted(
                        word(share.answer().effect()),
                        share.cells(),
                        share.minutes() / 60.0 / share.cells(),
                        rule(share.answer().rule()))));
      }
    }
  }

  /** What is said to a subject, by rule, what is allowed first. */
  private static List<Share> shares(PolicyMap map, int subject) {
    var found = new LinkedHashMap<PolicyMap.Answer, Share>();
    var space = map.space();
    for (int a = 0; a < space.actions().size(); a++) {
      for (int t = 0; t < space.targets().size(); t++) {
        var here = new LinkedHashMap<PolicyMap.Answer, Share>();
        for (var stretch : map.week(a, t, subject)) {
          here.merge(
              stretch.answer(),
              new Share(stretch.answer(), 1, stretch.length()),
              (x, y) -> new Share(x.answer(), 1, x.minutes() + y.minutes()));
        }
        here.forEach((answer, share) -> found.merge(answer, share, Share::plus));
      }
    }
    return found.values().stream()
        .sorted(
            Comparator.<Share, Integer>comparing(s -> order(s.answer().effect()))
                .thenComparing(Share::minutes, Comparator.reverseOrder()))
        .toList();
  }

  private static int order(Effect effect) {
    return switch (effect) {
      case ALLOW -> 0;
      case REQUIRE_APPROVAL -> 1;
      case DENY -> 2;
    };
  }

  /** A line for each stretch of time with one answer. */
  static void csv(Session session, PolicyMap map) {
    session.write("action,target,subject,from,to,decision,rule,origin");
    each(
        map,
        (cell, stretch) ->
            session.write(
                String.join(
                    ",",
                    quoted(cell.action()),
                    quoted(cell.target()),
                    quoted(cell.subject()),
                    minute(stretch.from()),
                    minute(stretch.to()),
                    stretch.answer().effect().label(),
                    quoted(stretch.answer().rule().map(r -> r.name().value()).orElse("")),
                    quoted(stretch.answer().rule().map(r -> r.origin().toString()).orElse("")))));
  }

  static Value json(PolicyMap map) {
    var cells = new ArrayList<Value>();
    each(
        map,
        (cell, stretch) -> {
          var fields = new LinkedHashMap<String, Value>();
          fields.put("action", Value.of(cell.action()));
          fields.put("target", Value.of(cell.target()));
          fields.put("subject", Value.of(cell.subject()));
          fields.put("from_minute", Value.of(stretch.from()));
          fields.put("to_minute", Value.of(stretch.to()));
          fields.put("decision", Value.of(stretch.answer().effect().label()));
          fields.put("rule", Value.ofOptional(stretch.answer().rule().map(r -> r.name().value())));
          cells.add(new Value.Fields(fields));
        });
    return new Value.Fields(
        Map.of(
            "week",
            Value.of(map.space().monday().toString()),
            "stretches",
            new Value.Items(cells)));
  }

  /** The names of the parts of a cell. */
  record Names(String action, String target, String subject) {
    static Names of(MapSpace space, int action, int target, int subject) {
      return new Names(
          space.actions().get(action).name().value(),
          space.targets().get(target).id().value(),
          space.subjects().get(subject).name());
    }
  }

  /** Takes a stretch of a cell. */
  private interface Sink {
    void take(Names cell, PolicyMap.Stretch stretch);
  }

  private static void each(PolicyMap map, Sink sink) {
    var space = map.space();
    for (int a = 0; a < space.actions().size(); a++) {
      for (int t = 0; t < space.targets().size(); t++) {
        for (int s = 0; s < space.subjects().size(); s++) {
          var names = Names.of(space, a, t, s);
          map.week(a, t, s).forEach(stretch -> sink.take(names, stretch));
        }
      }
    }
  }

  /** A minute of the week, such as {@code Mon 09:30}; the end of it is {@code Sun 24:00}. */
  static String minute(int ofWeek) {
    int minute = Math.min(ofWeek, MapSpace.WEEK - 1);
    int day = minute / (24 * 60);
    int rest = ofWeek - day * 24 * 60;
    return String.format(Locale.ROOT, "%s %02d:%02d", DAYS[day], rest / 60, rest % 60);
  }

  static String rule(Optional<Rule> rule) {
    return rule.map(r -> r.name() + "  " + r.origin()).orElse("(no rule)");
  }

  static String word(Effect effect) {
    return switch (effect) {
      case ALLOW -> "allowed";
      case REQUIRE_APPROVAL -> "needs approval";
      case DENY -> "denied";
    };
  }

  private static String quoted(String text) {
    return "\"" + Shown.line(text).replace("\"", "\"\"") + "\"";
  }
}
