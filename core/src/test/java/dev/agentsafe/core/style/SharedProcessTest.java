package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests of the core run side by side in one process: whoever changes all of it runs alone. */
final class SharedProcessTest {
  // The bracket is kept apart, so that this file does not find itself.
  private static final Pattern OF_ALL =
      Pattern.compile(
          "\\b(?:System\\.(?:set(?:Property|Properties|Out|Err|In)|clearProperty)"
              + "|(?:Locale|TimeZone|ProxySelector|Authenticator|CookieHandler|SSLContext)\\.setDefault"
              + "|Thread\\.setDefaultUncaughtExceptionHandler"
              + "|Security\\.(?:setProperty|addProvider|insertProviderAt|removeProvider))[(]");

  @Test
  void whatChangesTheProcessRunsAlone() throws Exception {
    var wrong = new ArrayList<String>();
    for (var file : Sources.all()) {
      var name = Sources.name(file);
      if (name.startsWith("core/src/test/")) {
        change(Files.readString(file)).ifPresent(change -> wrong.add(name + ": " + change));
      }
    }

    assertThat(wrong).as("move it to a class of its own that is @Isolated").isEmpty();
  }

  @Test
  void aTestThatChangesTheProcessAmongOthersIsNoticed() {
    var body = "class A { void a() { System." + "setProperty(\"a\", \"b\"); } }";
    assertThat(change(body)).contains("System." + "setProperty(");
    assertThat(change("class A { void a() { Locale." + "setDefault(Locale.ROOT); } }")).isPresent();
    assertThat(change("@Isolated(\"sets a property\")\n" + body)).isEmpty();
    assertThat(change("class A { String a = System.getProperty(\"a\"); }")).isEmpty();
  }

  /** What a source changes for all tests without keeping them away meanwhile. */
  private static Optional<String> change(String source) {
    var change = OF_ALL.matcher(source);
    return change.find() && !source.contains("@Isolated(")
        ? Optional.of(change.group())
        : Optional.empty();
  }
}
