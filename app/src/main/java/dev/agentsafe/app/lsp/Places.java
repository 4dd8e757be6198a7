package dev.agentsafe.app.lsp;

import dev.agentsafe.core.yaml.Span;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;

/** Places of a text as the protocol counts them, in UTF-16 units, and as we do. */
final class Places {
  private Places() {}

  /** The file of an address; empty where it is none of this machine's. */
  static Optional<Path> file(String uri) {
    try {
      var parsed = URI.create(uri);
      return "file".equalsIgnoreCase(parsed.getScheme())
          ? Optional.of(Path.of(parsed).toAbsolutePath().normalize())
          : Optional.empty();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The address of a file. */
  static String uri(Path file) {
    return file.toUri().toString();
  }

  /** Where a position is in the text; the nearest place where it is outside. */
  static int offset(Lines lines, Position position) {
    int row = position.getLine();
    if (row < 0) {
      return 0;
    }
    if (row >= lines.count()) {
      return lines.text().length();
    }
    long at = (long) lines.start(row) + Math.max(0, position.getCharacter());
    return (int) Math.min(at, lines.end(row));
  }

  static Position position(Lines lines, int offset) {
    int at = Math.clamp(offset, 0, lines.text().length());
    int row = lines.rowOf(at);
    return new Position(
        row, Math.min(at, Math.max(lines.end(row), lines.start(row))) - lines.start(row));
  }

  static Range range(Lines lines, int from, int to) {
    return new Range(position(lines, from), position(lines, to));
  }

  static Range range(Lines lines, Span span) {
    int from = lines.from(span);
    return range(lines, from, Math.max(from, lines.to(span)));
  }

  static TextEdit edit(Lines lines, Edit edit) {
    return new TextEdit(range(lines, edit.from(), edit.to()), edit.text());
  }

  /** What makes one text the other, without what is the same before and behind it. */
  static List<TextEdit> changed(Lines lines, String after) {
    var before = lines.text();
    if (before.equals(after)) {
      return List.of();
    }
    int shorter = Math.min(before.length(), after.length());
    int same = 0;
    while (same < shorter && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    // Whole lines: a place between the halves of a character or of a line's end is none.
    int from = lines.start(lines.rowOf(same));
    int rest = 0;
    while (rest < shorter - from
        && before.charAt(before.length() - rest - 1) == after.charAt(after.length() - rest - 1)) {
      rest++;
    }
    int row = lines.rowOf(before.length() - rest);
    int to = row + 1 < lines.count() ? lines.start(row + 1) : before.length();
    var written = after.substring(from, after.length() - (before.length() - to));
    return List.of(new TextEdit(new Range(line(lines, from), line(lines, to)), written));
  }

  private static Position line(Lines lines, int offset) {
    int row = lines.rowOf(offset);
    return new Position(row, offset - lines.start(row));
  }
}
