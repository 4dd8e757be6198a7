package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is shipped can be read without losing the thread, and is finished. */
final class LengthTest {
  private static final int MOST_LINES = 350;
  // Split, so that this file does not find itself.
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|new Unsupported" + "OperationException");

  @Test
  void everyFileIsOneIdea() throws Exception {
    var tooLong = new ArrayList<String>();
    for (var file : Sources.shipped()) {
      excess(Sources.name(file), Files.readAllLines(file)).ifPresent(tooLong::add);
    }

    assertThat(tooLong).as("longer than %d lines: split them by feature", MOST_LINES).isEmpty();
  }

  @Test
  void nothingShippedIsMarkedAsUnfinished() throws Exception {
    var marked = new ArrayList<String>();
    for (var file : Sources.shipped()) {
      marked.addAll(marks(Sources.name(file), Files.readAllLines(file)));
    }

    assertThat(marked).isEmpty();
  }

  @Test
  void aFileOfOneLineTooManyIsNoticed() {
    assertThat(excess("A.java", java.util.Collections.nCopies(MOST_LINES, ""))).isEmpty();
    assertThat(excess("A.java", java.util.Collections.nCopies(MOST_LINES + 1, "")))
        .contains("A.java: 351 lines");
  }

  @Test
  void aMarkIsNoticedWithItsLine() {
    assertThat(marks("A.java", List.of("int a;", "// TO" + "DO later")))
        .containsExactly("A.java:2: // TO" + "DO later");
    assertThat(marks("A.java", List.of("var mastodon = 1;"))).isEmpty();
  }

  private static Optional<String> excess(String name, List<String> lines) {
    return lines.size() > MOST_LINES
        ? Optional.of(name + ": " + lines.size() + " lines")
        : Optional.empty();
  }

  private static List<String> marks(String name, List<String> lines) {
    var found = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      if (UNFINISHED.matcher(lines.get(i)).find()) {
        found.add(name + ":" + (i + 1) + ": " + lines.get(i).strip());
      }
    }
    return found;
  }
}
