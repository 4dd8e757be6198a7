package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that is added stands as the others do, and nothing else of the file changes. */
final class PolicyTestTextTest {
  private static final Caller DEPLOYER =
      new Caller(
          new AgentId("deploy-bot"),
          "",
          new Caller.Grants(List.of("deployer"), List.of()),
          Caller.Delegation.NONE);

  private static PolicyTest test(String name, Caller caller, Value.Fields params) {
    return new PolicyTest(
        name,
        Location.ofFile(""),
        new Submission(
            new ActionName("scale-deployment"),
            Optional.of(new TargetId("prod/web")),
            Optional.of(caller),
            params,
            Optional.empty()),
        Facts.When.parse("2026-03-01T22:30:00Z"),
        new PolicyTest.Expectation(
            Effect.REQUIRE_APPROVAL,
            Optional.of(new RuleName("changes-to-production")),
            Optional.empty()));
  }

  private static PolicyTest plain() {
    return test(
        "scaling production is asked for",
        DEPLOYER,
        new Value.Fields(Map.of("replicas", Value.of(5))));
  }

  private static String appended(String text) {
    return switch (PolicyTestText.append(new Source("tests/mine.yaml", text), plain())) {
      case PolicyTestText.Added.Done(var done, var name) -> done;
      case PolicyTestText.Added.Refused(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void itIsSetApartAsTheOthersAreAndCommentsStay() {
    var text =
        """
        # What must go on holding.
        tests:
          # the oldest
          - name: first   # keep
            action: get-secret
            expect: deny

          - name: second
            action: get-secret
            expect: deny
          # more to come
        x-owner: platform
        """;
    assertThat(appended(text))
        .isEqualTo(
            """
            # What must go on holding.
            tests:
              # the oldest
              - name: first   # keep
                action: get-secret
                expect: deny

              - name: second
                action: get-secret
                expect: deny

              - name: scaling production is asked for
                at: "2026-03-01T22:30:00Z"
                action: scale-deployment
                target: prod/web
                caller: {agent_id: deploy-bot, roles: [deployer]}
                params: {replicas: 5}
                expect: require_approval
                expect_rule: changes-to-production
              # more to come
            x-owner: platform
            """);
  }

  @Test
  void aParameterAsLongAsItMayBeIsWritten() {
    var params = new Value.Fields(Map.of("note", Value.of("a" + " a".repeat(50_000))));
    assertThat(
            PolicyTestText.append(
                new Source("tests/mine.yaml", ""), test("long", DEPLOYER, params)))
        .isInstanceOf(PolicyTestText.Added.Done.class);
  }

  @Test
  void itIsIndentedAsTheOthersAre() {
    var text =
        """
        tests:
        - name: first
          action: get-secret
          expect: deny
        - name: second
          action: get-secret
          expect: deny
        """;
    assertThat(appended(text))
        .startsWith(text + "- name: scaling production is asked for\n  at: ")
        .endsWith("  expect_rule: changes-to-production\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "tests: []\n", "# a\ntests: []\nx-b: 1\n"})
  void aFileWithoutTestsGetsItsFirst(String text) {
    var done = appended(text);
    assertThat(done).contains("tests:\n  - name: scaling production is asked for\n");
    for (var line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("tests")).toList()) {
      assertThat(done.lines()).contains(line);
    }
  }

  @Test
  void linesEndAsThoseOfTheFile() {
    var done = appended("tests:\r\n  - name: a\r\n    action: b\r\n    expect: deny\r\n");
    assertThat(done.replace("\r\n", "")).doesNotContain("\n");
  }

  @Test
  void aNameThatIsTakenIsNumbered() {
    var once = appended("");
    var twice = PolicyTestText.append(new Source("t.yaml", once), plain());
    assertThat(((PolicyTestText.Added.Done) twice).name())
        .isEqualTo("scaling production is asked for (2)");
  }

  @Test
  void whatCannotBeAddedToIsLeft() {
    assertThat(refused("tests: [{name: a, action: b, expect: deny}]\n"))
        .contains("inside of brackets");
    assertThat(refused("tests:\n  - name: a\n")).contains("does not load");
    assertThat(refused("tests: [\n")).contains("does not load");
  }

  private static String refused(String text) {
    return PolicyTestText.append(new Source("t.yaml", text), plain())
            instanceof PolicyTestText.Added.Refused(var why)
        ? why
        : "";
  }

  @Test
  void whateverIsSaidIsReadBackAsIt() {
    var random = new Random(7);
    var text = "";
    var wanted = new ArrayList<PolicyTest>();
    for (int i = 0; i < 60; i++) {
      var test = test(word(random) + i, caller(random), fields(random, 3));
      switch (PolicyTestText.append(new Source("t.yaml", text), test)) {
        case PolicyTestText.Added.Done(var done, var name) -> {
          assertThat(done).startsWith(text);
          text = done;
          wanted.add(test);
        }
        case PolicyTestText.Added.Refused(var why) -> throw new AssertionError(why + test);
      }
    }
    var read =
        PolicyTests.read(
            new Source("t.yaml", text), new dev.agentsafe.core.yaml.Problems("t.yaml"));
    assertThat(read)
        .extracting(PolicyTest::submission)
        .isEqualTo(wanted.stream().map(PolicyTest::submission).toList());
  }

  private static Caller caller(Random random) {
    var links =
        random.nextBoolean()
            ? List.<Caller.Link>of()
            : List.of(
                new Caller.Link(
                    new AgentId("p" + word(random)),
                    word(random),
                    new Caller.Grants(List.of(word(random)), List.of()),
                    "2026-03-01T00:00:00Z"));
    return new Caller(
        new AgentId("a" + word(random)),
        word(random),
        new Caller.Grants(List.of(word(random), "no"), List.of(word(random))),
        new Caller.Delegation(links, List.of(word(random)), random.nextInt(3)));
  }

  private static Value.Fields fields(Random random, int depth) {
    var fields = Value.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      fields = fields.with("k" + word(random), value(random, depth - 1));
    }
    return fields;
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> Value.of(word(random));
      case 1 -> Value.of(random.nextInt(-5, 100_000));
      case 2 -> Value.of(random.nextInt(1_000) / 8.0 * Math.pow(10, random.nextInt(-9, 30)));
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.NULL;
      case 5 -> new Value.Items(List.of(value(random, depth - 1), value(random, depth - 1)));
      default -> fields(random, depth);
    };
  }

  /** Words that YAML would read otherwise, or that would end a line, a string or a list. */
  private static String word(Random random) {
    var words =
        List.of(
            "",
            "yes",
            "~",
            "1e5",
            "0x10",
            "1:30",
            "a: b",
            "a #b",
            "- x",
            "[",
            "}",
            "\"",
            "\\n",
            "a\nb",
            "\t",
            " x ",
            "é",
            "\u202Eabc",
            "\uD83D\uDE00",
            "2026-01-01",
            "*",
            "&a",
            "!t",
            "'",
            "%",
            "@",
            "`",
            "?",
            "|",
            ">",
            "=",
            "<<",
            ",",
            "null",
            "plain-word",
            "two words");
    return words.get(random.nextInt(words.size()));
  }
}
