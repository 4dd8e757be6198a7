package dev.agentsafe.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bundle has each key that is used, once, and no other. */
final class MessagesTest {
  private static final Path APP = Path.of(System.getProperty("project.root", ".."), "app");
  private static final Path BUNDLE =
      APP.resolve("src/main/resources/dev/agentsafe/app/text/messages.properties");
  private static final Pattern USE = Pattern.compile("Words\\s*\\.of\\(\\s*\"([^\"]+)\"");

  @Test
  void everyKeyIsThereOnceAndUsed() throws IOException {
    assertThat(faults(keys(Files.readString(BUNDLE)), used())).isEmpty();
  }

  @Test
  void missingUnusedAndDuplicateKeysAreNoticed() {
    var given = keys("a.one = x\na.two = y\na.one = z\n");

    assertThat(faults(given, new TreeSet<>(List.of("a.one", "a.three"))))
        .containsExactlyInAnyOrder("twice: a.one", "unused: a.two", "missing: a.three");
  }

  private static Set<String> used() throws IOException {
    var found = new TreeSet<String>();
    try (var files = Files.walk(APP.resolve("src/main/java"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        USE.matcher(Files.readString(file)).results().forEach(m -> found.add(m.group(1)));
      }
    }
    return found;
  }

  private static List<String> keys(String bundle) {
    return bundle
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .map(l -> l.substring(0, l.indexOf('=')).strip())
        .toList();
  }

  private static List<String> faults(List<String> given, Set<String> used) {
    var faults = new ArrayList<String>();
    var seen = new TreeSet<String>();
    for (var key : given) {
      if (!seen.add(key)) {
        faults.add("twice: " + key);
      } else if (!used.contains(key)) {
        faults.add("unused: " + key);
      }
    }
    used.stream().filter(k -> !seen.contains(k)).forEach(k -> faults.add("missing: " + k));
    return faults;
  }
}
