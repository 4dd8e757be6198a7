package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Tests of a module run side by side in one process: whoever changes all of it runs alone, and
 * those that press keys come one after the other.
 */
final class SharedProcessTest {
  // The bracket is kept apart, so that this file does not find itself.
  private static final Pattern OF_ALL =
      Pattern.compile(
          "\\b(?:System\\.(?:set(?:Property|Properties|Out|Err|In)|clearProperty)"
              + "|(?:Locale|TimeZone|ProxySelector|Authenticator|CookieHandler|SSLContext)\\.setDefault"
              + "|Thread\\.setDefaultUncaughtExceptionHandler"
              + "|Security\\.(?:setProperty|addProvider|insertProviderAt|removeProvider))[(]");

  /** Its windows take the focus from each other. */
  private static final Pattern OF_THE_SCREEN =
      Pattern.compile(
          "\\b(?:Toolkit\\.(?:start|call)[(]|OnStage\\.|Drafting\\.begun[(]|Waiting\\.until[(]"
              + "|Platform\\.(?:runLater|startup)[(]|new (?:Screens|FxWork|Stage|Scene)[(])");

  @Test
  void whatChangesTheProcessRunsAlone() throws Exception {
    var wrong = new ArrayList<String>();
    for (var file : tests()) {
      change(Files.readString(file))
          .ifPresent(change -> wrong.add(Sources.name(file) + ": " + change));
    }

    assertThat(wrong).as("move it to a class of its own that is @Isolated").isEmpty();
  }

  @Test
  void onlyOneClassAtATimeIsAtTheScreen() throws Exception {
    var wrong = new ArrayList<String>();
    for (var file : tests()) {
      if (file.toString().endsWith("Test.java") && intrudes(Files.readString(file))) {
        wrong.add(Sources.name(file));
      }
    }

    assertThat(wrong).as("say @AtTheScreen").isEmpty();
  }

  @Test
  void aTestThatChangesTheProcessAmongOthersIsNoticed() {
    var body = "class A { void a() { System." + "setProperty(\"a\", \"b\"); } }";
    assertThat(change(body)).contains("System." + "setProperty(");
    assertThat(change("class A { void a() { Locale." + "setDefault(Locale.ROOT); } }")).isPresent();
    assertThat(change("@Isolated(\"sets a property\")\n" + body)).isEmpty();
    assertThat(change("class A { String a = System.getProperty(\"a\"); }")).isEmpty();
    var captured = "@ResourceLock(Resources.SYSTEM_ERR)\n";
    assertThat(change(captured + "class A { void a() { System." + "setErr(b); } }")).isEmpty();
    assertThat(change(captured + body)).isPresent();
  }

  @Test
  void aTestAtTheScreenAmongOthersIsNoticed() {
    var body = "class ATest { void a() { OnStage" + ".form(b); } }";
    assertThat(intrudes(body)).isTrue();
    assertThat(intrudes("@AtTheScreen\n" + body)).isFalse();
    assertThat(intrudes("class ATest { Object a = new Scene" + "(b); }")).isTrue();
    assertThat(intrudes("class ATest {}")).isFalse();
  }

  private static List<Path> tests() throws IOException {
    return Sources.all().stream().filter(f -> Sources.name(f).contains("/src/test/")).toList();
  }

  private static boolean intrudes(String source) {
    return OF_THE_SCREEN.matcher(source).find() && !source.contains("@AtTheScreen");
  }

  /**
   * What a source changes for all tests without keeping them away meanwhile. The stream of errors
   * may be listened to beside others, whose words are in it then; by one class at a time.
   */
  private static Optional<String> change(String source) {
    return OF_ALL
        .matcher(source)
        .results()
        .map(MatchResult::group)
        .filter(change ->
            !source.contains("@Isolated(")
                && !(change.contains("setErr")
                    && source.contains("@ResourceLock(Resources.SYSTEM_ERR)")))
        .findFirst();
  }
}
