package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.MapDifference;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a draft changes of a map, as people and programs read it. */
final class DifferenceText {
  private DifferenceText() {}

  static void print(Session session, MapDifference difference) {
    if (difference.changes().isEmpty()) {
      session.say(
          "The same: no action on any target is decided otherwise at any time of the week.");
      return;
    }
    for (var change : difference.changes()) {
      var cell = change.example();
      var names =
          MapText.Names.of(
              difference.after().space(), cell.action(), cell.target(), cell.subject());
      session.say(
          "was %s, is %s: %,d actions on targets, %.1f h a week each"
              .formatted(
                  MapText.word(change.kind().then()),
                  MapText.word(change.kind().now()),
                  change.cells(),
                  change.minutes() / 60.0 / change.cells()));
      session.say(Shown.line("  then   " + side(change.then())));
      session.say(Shown.line("  now    " + side(change.now())));
      session.say(
          Shown.line(
              "  such as  %s -> %s  by %s  at %s (%s)"
                  .formatted(
                      names.action(),
                      names.target(),
                      names.subject(),
                      MapText.minute(cell.minute()),
                      difference.after().space().at(cell.minute()).text())));
    }
  }

  private static String side(Flip.Side side) {
    return side.rule()
        .map(r -> r + "  " + side.origin().map(Object::toString).orElse(""))
        .orElse("(no rule)");
  }

  static Value json(MapDifference difference) {
    return new Value.Fields(
        Map.of(
            "changes",
            new Value.Items(difference.changes().stream().map(c -> json(difference, c)).toList())));
  }

  private static Value json(MapDifference difference, MapDifference.Change change) {
    var cell = change.example();
    var space = difference.after().space();
    var names = MapText.Names.of(space, cell.action(), cell.target(), cell.subject());
    var example = new LinkedHashMap<String, Value>();
    example.put("action", Value.of(names.action()));
    example.put("target", Value.of(names.target()));
    example.put("subject", Value.of(names.subject()));
    example.put("at", Value.of(space.at(cell.minute()).text()));
    var fields = new LinkedHashMap<String, Value>();
    fields.put("kind", Value.of(change.kind().name().toLowerCase(Locale.ROOT)));
    fields.put("cells", Value.of(change.cells()));
    fields.put("minutes", Value.of(change.minutes()));
    fields.put("then_rule", Value.ofOptional(change.then().rule().map(Object::toString)));
    fields.put("now_rule", Value.ofOptional(change.now().rule().map(Object::toString)));
    fields.put("example", new Value.Fields(example));
    return new Value.Fields(fields);
  }
}
