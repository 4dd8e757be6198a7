package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;

/**
 * A place where a name stands.
 *
 * @param line the text of its line, without white space around it
 */
public record Use(Name name, Location place, String line) {

  static Use of(Name name, String text) {
    var lines = new Lines(text);
    int row = Math.clamp(name.span().line() - 1, 0, lines.count() - 1);
    return new Use(
        name,
        new Location(name.file().toString(), name.span().line(), name.span().column()),
        lines.line(row).strip());
  }
}
