package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A document that says which test holds a promise names a test that there is. */
final class NamedTestsTest {
  private static final List<String> DOCUMENTS = List.of("docs/security.md", "docs/reliability.md");
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:\\.([a-z]\\w*))?`");

  @Test
  void everyTestThatADocumentNamesExists() throws IOException {
    var missing = new TreeSet<String>();
    int named = 0;
    for (var document : DOCUMENTS) {
      var file = Sources.root().resolve(document);
      if (Files.exists(file)) {
        var found = named(Files.readString(file));
        named += found.size();
        missing.addAll(missing(found));
      }
    }
    assertThat(named).isGreaterThan(30);
    assertThat(missing).as("named in %s", DOCUMENTS).isEmpty();
  }

  @Test
  void aTestThatThereIsNotIsNoticed() throws IOException {
    assertThat(missing(named("held by `NamedTestsTest` and `NoSuchTest`")))
        .containsExactly("NoSuchTest");
    assertThat(
            missing(
                named("`NamedTestsTest.aTestThatThereIsNotIsNoticed`, `NamedTestsTest.noSuch`")))
        .containsExactly("NamedTestsTest.noSuch");
  }

  private static Set<String> named(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group(1) + (found.group(2) == null ? "" : "." + found.group(2)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> missing(Set<String> names) throws IOException {
    var missing = new TreeSet<String>();
    for (var name : names) {
      var parts = name.split("\\.", 2);
      var found = false;
      for (var file : Sources.all()) {
        if (file.endsWith(parts[0] + ".java")) {
          found |= parts.length == 1 || Files.readString(file).contains("void " + parts[1] + "(");
        }
      }
      if (!found) {
        missing.add(name);
      }
    }
    return missing;
  }
}
