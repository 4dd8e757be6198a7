package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.style.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The codes in the sources, in {@link Code} and in the documentation are the same.
 *
 * <p>{@code ./mvnw -q -pl core test -Dtest=CodeTest -Dcodes.write=true} writes the table of the
 * documentation anew.
 */
final class CodeTest {
  private static final Pattern NOTED =
      Pattern.compile(
          "\\b(?:error|warning|noteAt|new Refused|new"
              + " Problem)\\s*\\(([^;]{0,200}?)\"([a-z]+(?:-[a-z]+)*)\",");

  /** Readers that name the key before the code. */
  private static final Pattern NOTED_AT_KEY =
      Pattern.compile("\\bnote\\(\\s*[^,()]+,\\s*()\"([a-z]+(?:-[a-z]+)*)\",");

  private static final String BEGIN = "<!-- codes -->\n";
  private static final String END = "<!-- end of codes -->\n";

  @Test
  void everyCodeThatTheLoadersNoteIsListed() throws IOException {
    var noted = new TreeSet<String>();
    for (var file : core()) {
      for (var pattern : List.of(NOTED, NOTED_AT_KEY)) {
        pattern.matcher(Files.readString(file)).results().forEach(call -> noted.add(call.group(2)));
      }
    }
    assertThat(noted).hasSizeGreaterThan(25).allSatisfy(id -> assertThat(Code.of(id)).isPresent());
  }

  @Test
  void everyListedCodeIsNotedSomewhere() throws IOException {
    var all = new StringBuilder();
    for (var file : core()) {
      if (!file.endsWith("Code.java")) {
        all.append(Files.readString(file));
      }
    }
    assertThat(Code.values())
        .allSatisfy(code ->
            assertThat(all.toString())
                .containsAnyOf("\"" + code.id() + "\"", "Code." + code.name()));
  }

  @Test
  void theDocumentationHoldsTheSameTable() throws IOException {
    var file = Sources.root().resolve("docs/linting.md");
    var text = Files.readString(file);
    var from = text.indexOf(BEGIN) + BEGIN.length();
    var until = text.indexOf(END);
    if (Boolean.getBoolean("codes.write")) {
      text = text.substring(0, from) + table() + text.substring(until);
      Files.writeString(file, text);
      until = text.indexOf(END);
    }
    assertThat(text.substring(from, until))
        .as("run: ./mvnw -q -pl core test -Dtest=CodeTest -Dcodes.write=true")
        .isEqualTo(table());
  }

  private static String table() {
    return Arrays.stream(Code.values())
        .map(code ->
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    code.id(),
                    code.severity().name().toLowerCase(Locale.ROOT),
                    code.meaning(),
                    code.fix()))
        .collect(
            Collectors.joining(
                "", "| code | severity | what it is | what helps |\n|---|---|---|---|\n", ""));
  }

  private static List<Path> core() throws IOException {
    return Sources.shipped().stream().filter(f -> Sources.name(f).startsWith("core/")).toList();
  }
}
