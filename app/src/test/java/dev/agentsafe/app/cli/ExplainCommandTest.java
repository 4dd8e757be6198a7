package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} and {@code map} say of the starter's rules and of a draft. */
final class ExplainCommandTest {
  private static final String[] SCALE = {
    "explain",
    "scale-deployment",
    "-t",
    "prod/web",
    "-p",
    "replicas=5",
    "-c",
    "deploy-bot",
    "--roles",
    "deployer"
  };

  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void init() {
    workspace = folder.resolve("ws");
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
  }

  private CliTest.Ran in(String[] args, String... more) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    all.addAll(List.of("--config", workspace.toString()));
    return CliTest.run(all.toArray(String[]::new));
  }

  private CliTest.Ran in(String... args) {
    return in(args, new String[0]);
  }

  private String draft() throws IOException {
    return Files.writeString(
            folder.resolve("00-mine.yaml"),
            """
            rules:
              - name: nights-are-free
                priority: 100000
                decision: allow
                reason: Nobody is there
                match:
                  actions: ["scale-*"]
                  callers: {roles: [deployer]}
                  time_windows: [{start_hour: 22, end_hour: 5}]
            """)
        .toString();
  }

  @Test
  void everyRuleUpToTheDecidingOneIsShownWithTheConditionThatFailedAndItsLine() {
    var ran = in(SCALE);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isEqualTo(Exit.APPROVAL);
    assertThat(ran.out())
        .startsWith("REQUIRE APPROVAL  scale-deployment -> prod/web")
        .containsPattern("passed +namespaces-stay .*policies.*yaml:\\d+:\\d+")
        .containsPattern(
            "fails +actions: asks for `delete-namespace`, the request has"
                + " `scale-deployment` .*yaml:\\d+:\\d+")
        .containsPattern("decides +changes-to-production ");
    assertThat(workspace.resolve("audit.jsonl")).doesNotExist();
  }

  @Test
  void theRuleThatOneExpectedSaysWhatIsInItsWay() {
    var ran = in(SCALE, "--why-not", "dev-is-free");
    assertThat(ran.out())
        .contains("`dev-is-free` does not match: 1 of its ")
        .containsPattern(
            "fails +targets.environments: asks for `dev`, the request has `prod`"
                + " .*dev.*yaml:\\d+:\\d+")
        .containsPattern("holds +actions")
        .contains("`changes-to-production` (");
    var deciding = in(SCALE, "--why-not", "changes-to-production");
    assertThat(deciding.out()).contains("`changes-to-production` decides.");
    var unknown = in(SCALE, "--why-not", "nope");
    assertThat(unknown.exit()).isEqualTo(Exit.CANNOT);
    assertThat(unknown.err()).contains("There is no rule `nope`.");
  }

  @Test
  void aDraftIsAskedAtTheTimeThatIsNamed() throws IOException {
    var night = in(SCALE, "--draft", draft(), "--at", "2026-03-01T23:10:00Z");
    assertThat(night.exit()).isZero();
    assertThat(night.out()).contains("nights-are-free");
    var day =
        in(
            SCALE,
            "--draft",
            draft(),
            "--at",
            "2026-03-01T12:00:00Z",
            "--why-not",
            "nights-are-free",
            "--json-output");
    assertThat(day.exit()).isEqualTo(Exit.APPROVAL);
    var failed =
        day.json().object("expected").objects("conditions").stream()
            .filter(c -> c.get("holds").orElseThrow().toString().contains("false"))
            .toList();
    assertThat(failed)
        .singleElement()
        .satisfies(c -> {
          assertThat(c.text("key")).contains("time_windows");
          assertThat(c.text("found")).contains("Sun 12:00");
          assertThat(c.text("at").orElseThrow()).endsWith("00-mine.yaml:9:21");
        });
  }

  @Test
  void whatDoesNotFitReachesNoRule() {
    var ran = in("explain", "scale-deployment", "-t", "prod/web");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out()).contains("before any rule is asked", "Missing required parameter");
  }

  @Test
  void aRecordedRequestIsAskedAgainByEntryAndByQuestion() throws IOException {
    var asked =
        in(
            "check",
            "scale-deployment",
            "-t",
            "prod/web",
            "-p",
            "replicas=5",
            "-c",
            "deploy-bot",
            "--roles",
            "deployer",
            "--json-output");
    var request = asked.json().text("request_id").orElseThrow();
    var byQuestion = in("explain", "--request", request);
    assertThat(byQuestion.exit()).isEqualTo(Exit.APPROVAL);
    assertThat(byQuestion.out()).contains("changes-to-production");
    var seq = decisionSeq();
    assertThat(in("explain", "--entry", seq).out()).isEqualTo(byQuestion.out());
    assertThat(in("explain", "--entry", "9999").err()).contains("no decision with the `seq` 9999");
    assertThat(in("explain", "--request", "apr-000000000000").err()).contains("no decision about");
    assertThat(in("explain").exit()).isEqualTo(Exit.USAGE);
    for (var source : List.of(List.of("--entry", seq), List.of("--request", request))) {
      var other = new ArrayList<>(List.of("explain", "-t", "dev/web", "--at", "2026-03-01T23:10Z"));
      other.addAll(source);
      var ran = in(other.toArray(String[]::new));
      assertThat(ran.exit()).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).contains("`--target`, `--at` is of a request that is typed");
    }
    var nobodys = in("explain", "scale-deployment", "-t", "prod/web", "--roles", "deployer");
    assertThat(nobodys.exit()).isEqualTo(Exit.USAGE);
    assertThat(nobodys.err()).contains("`--caller`");
  }

  private String decisionSeq() throws IOException {
    var lines = Files.readAllLines(workspace.resolve("audit.jsonl"));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("\"event_type\": \"decision\"")) {
        return String.valueOf(i);
      }
    }
    throw new AssertionError(lines);
  }

  @Test
  void theMapSaysWhoMayDoWhatWithoutApproval() {
    var ran = in("map", "--roles", "deployer", "--action", "scale-*");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("role deployer")
        .containsPattern("allowed +\\d+ actions on targets, 168.0 h a week +dev-is-free ")
        .containsPattern("needs approval +\\d+ actions on targets, .*changes-to-production");
    var csv =
        in(
            "map",
            "--roles",
            "deployer",
            "--action",
            "scale-deployment",
            "--target",
            "prod/web",
            "--format",
            "csv");
    assertThat(csv.out().lines().toList().getFirst())
        .isEqualTo("action,target,subject,from,to,decision,rule,origin");
    assertThat(csv.out())
        .contains(
            "\"scale-deployment\",\"prod/web\",\"role deployer\",Mon 00:00,Sun 24:00,"
                + "require_approval,\"changes-to-production\"");
  }

  @Test
  void whatADraftChangesOfTheMapIsShownWithAnExample() throws IOException {
    var ran = in("map", "--draft", draft(), "--compare", "--week", "2026-03-04");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out())
        .contains("was needs approval, is allowed: ", "56.0 h a week each", "nights-are-free")
        .containsPattern(
            "such as +scale-[a-z]+ -> prod/[a-z]+ +by role deployer +at Mon 00:00"
                + " \\(2026-03-02T00:00:00Z\\)");
    assertThat(in("map", "--compare").out()).startsWith("The same");
    assertThat(in("map", "--compare").exit()).isZero();
    var csv = in("map", "--compare", "--format", "csv");
    assertThat(csv.exit()).isEqualTo(Exit.USAGE);
    assertThat(csv.err()).contains("not written as csv");
  }
}
