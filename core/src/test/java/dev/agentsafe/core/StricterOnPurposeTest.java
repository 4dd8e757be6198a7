package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Handover;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where agent-safe 0.16 was unsafe: one test for each weakness, S1 to S16, which what 0.16 did
 * (said before each) would fail. Those that only the gateway shows are in {@code
 * StricterAtTheGatewayTest}.
 */
final class StricterOnPurposeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");

  /** Everything is allowed, so that only what is under test stands in the way. */
  private SmallWorld freeWorld() throws Exception {
    var world = new SmallWorld(folder);
    world.write(
        "policies/rules.yaml",
        "rules: [{name: free, match: {}, decision: allow, reason: all of it}]\n");
    return world;
  }

  private static Submission asking(String target, Map<String, Value> params) {
    return new Submission(
        new ActionName("scale-deployment"),
        Optional.of(target).filter(t -> !t.isEmpty()).map(TargetId::new),
        Optional.of(SmallWorld.agent()),
        new Value.Fields(new LinkedHashMap<>(params)),
        Optional.empty());
  }

  private static final Map<String, Value> FIVE = Map.of("replicas", Value.of(5));

  private static void denied(Ruling ruling, String why) {
    assertThat(ruling.result()).isEqualTo(Effect.DENY);
    assertThat(ruling.grounds().reason()).contains(why);
    assertThat(ruling.ticket()).isEmpty();
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  private static List<Problem> refused(String rules) {
    return switch (RuleLoader.load(List.of(new Source("p.yaml", rules)))) {
      case Loaded.Good<List<Rule>> good -> fail("loaded: " + rules);
      case Loaded.Bad<List<Rule>>(var problems) -> problems;
    };
  }

  /**
   * 0.16 did not look for required parameters where {@code params} was empty: allowed, a ticket.
   */
  @Test
  void s1EmptyParametersAreCheckedLikeAny() throws Exception {
    try (var governor = freeWorld().open()) {
      denied(governor.submit(asking("dev/web", Map.of())), "Missing required parameter: replicas");
    }
  }

  /** 0.16 never looked at {@code target_types}: a deployment was scaled "on" a node. */
  @Test
  void s2AnActionAppliesToTheTypesItNames() throws Exception {
    var world = freeWorld();
    world.write(
        "inventory.yaml",
        """
        targets:
          - {id: node, type: k8s-node, environment: dev, sensitivity: public}
          - {id: all, type: k8s-namespace, environment: dev, sensitivity: public}
        """);
    try (var governor = world.open()) {
      denied(
          governor.submit(asking("node", FIVE)),
          "Action scale-deployment does not apply to target type k8s-node");
      assertThat(governor.submit(asking("all", FIVE)).result())
          .as("a namespace holds deployments")
          .isEqualTo(Effect.ALLOW);
    }
  }

  /** 0.16 let a rule without target conditions allow a request without target, or on any name. */
  @Test
  void s3NothingIsAllowedOnNoTargetOrAnUnknownOne() throws Exception {
    try (var governor = freeWorld().open()) {
      denied(governor.submit(asking("", FIVE)), "Missing target");
      denied(governor.submit(asking("dev/wbe", FIVE)), "Unknown target: dev/wbe");
    }
  }

  /** 0.16 ignored keys it did not know, so that {@code action:} made a rule match everything. */
  @Test
  void s4AMistypedKeyDoesNotLoad() {
    var rule =
        "rules:\n  - name: a\n    match: {%s: [get-*]}\n    decision: allow\n    reason: r\n";
    assertThat(refused(rule.formatted("action")))
        .singleElement()
        .hasToString("p.yaml:3:13: `match` has no key `action`; did you mean `actions`?");
    assertThat(refused(rule.formatted("actions") + "    decision: deny\n"))
        .singleElement()
        .hasToString("p.yaml:6:5: `decision` is given twice; remove one of them");
    var extended = rule.formatted("actions") + "    x-team: ours\n";
    assertThat(RuleLoader.load(List.of(new Source("p.yaml", extended))))
        .isInstanceOf(Loaded.Good.class);
  }

  /** 0.16 decided on the target and acted on the parameters: dev decided, prod was acted on. */
  @Test
  void s5ParametersCannotNameAnotherObjectThanTheTarget() throws Exception {
    var world = freeWorld();
    var action = Files.readString(folder.resolve("actions/scale.yaml"));
    world.write(
        "actions/scale.yaml",
        action.replace("parameters:\n", "parameters:\n  - {name: namespace, type: string}\n"));
    try (var governor = world.open()) {
      denied(
          governor.submit(
              asking("dev/web", Map.of("namespace", Value.of("prod"), "replicas", Value.of(5)))),
          "Parameter 'namespace': 'prod' is not what target dev/web is bound to: 'dev'");
      var ruling = governor.submit(asking("dev/web", FIVE));
      assertThat(ruling.ticket().orElseThrow().claims().params().text("namespace"))
          .as("what the binding says is filled in, and the ticket is for that")
          .contains("dev");
    }
  }

  /** The other half of S5: 0.16 acted on a target of which nobody said what it is. */
  @Test
  void s5NothingIsExecutedOnAnUnboundTarget() throws Exception {
    var world = freeWorld();
    var inventory = Files.readString(folder.resolve("inventory.yaml"));
    world.write("inventory.yaml", inventory.replaceAll("(?m)^ *binding:.*\n", ""));
    try (var governor = world.open()) {
      var token = governor.submit(asking("dev/web", FIVE)).ticket().orElseThrow().token();
      var redeemed = governor.redeem(token, SmallWorld.agent());
      if (redeemed instanceof Redeemed.Started(var run)) {
        assertThat(governor.awaitRun(run, PATIENCE).orElseThrow().record().orElseThrow())
            .isInstanceOf(RunRecord.Skipped.class);
      }
      assertThat(world.effects).hasValue(0);
      assertThat(world.replicas).containsEntry("dev/web", 2L);
    }
  }

  /** 0.16 started without the inventory file, and every target was unknown. */
  @Test
  void s7AWorkspaceWithoutItsInventoryDoesNotStart() throws Exception {
    var world = freeWorld();
    world.write("agent-safe.yaml", Files.readString(folder.resolve("agent-safe.yaml")));
    Files.delete(folder.resolve("inventory.yaml"));
    assertThat(Workspace.load(folder))
        .isInstanceOfSatisfying(
            Loaded.Bad.class,
            bad -> assertThat(bad.problems().toString()).contains("inventory.yaml", "create it"));
  }

  /** 0.16 read Monday, 22–06, as the first and the last hours of Monday. */
  @Test
  void s8AWindowThatGoesOnPastMidnightBelongsToTheDayItStartsOn() {
    var rules =
        """
        rules:
          - name: monday-night
            match: {time_windows: [{days: [0], start_hour: 22, end_hour: 5}]}
            decision: allow
            reason: r
        """;
    if (!(RuleLoader.load(List.of(new Source("p.yaml", rules)))
        instanceof Loaded.Good<List<Rule>>(var loaded, var none))) {
      fail("the rules do not load");
      return;
    }
    var policies = new PolicySet(loaded);
    Map<String, Boolean> nights = new LinkedHashMap<>();
    nights.put("2026-03-02T03:00:00Z", false); // Monday, before it began
    nights.put("2026-03-02T23:00:00Z", true);
    nights.put("2026-03-03T03:00:00Z", true); // Tuesday, and still Monday's night
    nights.put("2026-03-03T23:00:00Z", false);
    nights.forEach((at, inside) -> {
      var facts =
          Facts.of(
              SmallWorld.scale("dev/web", 5),
              Optional.empty(),
              Optional.empty(),
              Facts.When.parse(at).orElseThrow());
      assertThat(policies.decide(facts) instanceof PolicyDecision.Allow).as(at).isEqualTo(inside);
    });
  }

  /** 0.16 took the time of a request from its caller, and the state before from whoever ran it. */
  @Test
  void s9TheServersClockAndTheRunnersEyesAreWhatIsRecorded() throws Exception {
    var world = freeWorld();
    try (var governor = world.open()) {
      world.clock.advance(Duration.ofDays(3));
      var now = world.clock.instant();
      var ruling = governor.submit(asking("dev/web", FIVE));
      var decision = entries(governor, EntryType.DECISION).getLast();
      assertThat(Duration.between(Instant.parse(decision.chain().timestamp()), now).abs())
          .isLessThan(Duration.ofSeconds(1));
      var token = ruling.ticket().orElseThrow().token();
      var run = ((Redeemed.Started) governor.redeem(token, SmallWorld.agent())).run();
      var record = governor.awaitRun(run, PATIENCE).orElseThrow().record().orElseThrow();
      assertThat(record.account().before().get("replicas"))
          .as("read from the world")
          .contains(Value.of(2));
    }
  }

  /** 0.16 took any text for a change ticket, so that a rule that asks for one asked for nothing. */
  @Test
  void s9AChangeTicketMatchesThePatternOfTheWorkspace() throws Exception {
    var world = freeWorld();
    world.write(
        "policies/rules.yaml",
        """
        rules:
          - name: with-a-change-ticket
            decision: allow
            reason: A change was announced
            match: {require_ticket: true}
        """);
    world.write(
        "agent-safe.yaml",
        Files.readString(folder.resolve("agent-safe.yaml"))
            + "change_tickets: {pattern: 'CHG-[0-9]{6}'}\n");
    try (var governor = world.open()) {
      for (var made : List.of("x", "CHG-1", "CHG-1234567", "please CHG-123456", "CHG-123456\n")) {
        var ruling = governor.submit(naming(made));
        assertThat(ruling.ticket()).as(made).isEmpty();
        assertThat(ruling.grounds().reason())
            .startsWith("Change ticket `" + made + "` does not match `CHG-[0-9]{6}`");
        assertThat(entries(governor, EntryType.DECISION).getLast().chain().eventId())
            .as("every refusal is an entry")
            .isEqualTo(ruling.auditId());
      }
      assertThat(governor.submit(naming("CHG-123456")).ticket()).isPresent();
      assertThat(governor.submit(naming("")).ticket()).as("none is none").isEmpty();
    }
  }

  private static Submission naming(String changeTicket) {
    var plain = asking("dev/web", FIVE);
    return new Submission(
        plain.action(), plain.target(), plain.caller(), plain.params(), Optional.of(changeTicket));
  }

  /** 0.16 recorded neither a forged or replayed ticket nor every refusal by the rate limit. */
  @Test
  void s10EveryRefusalIsAnEntry() throws Exception {
    var world = freeWorld();
    world.write(
        "agent-safe.yaml",
        Files.readString(folder.resolve("agent-safe.yaml"))
            + "rate_limit: {max_requests: 1, window_seconds: 60}\n");
    try (var governor = world.open()) {
      var token = governor.submit(asking("dev/web", FIVE)).ticket().orElseThrow().token();
      for (int i = 1; i <= 3; i++) {
        var limited = governor.submit(asking("dev/web", FIVE));
        denied(limited, "Rate limit");
        assertThat(entries(governor, EntryType.DECISION).getLast().chain().eventId())
            .isEqualTo(limited.auditId());
      }
      var last = token.charAt(token.length() - 5) == 'A' ? "B" : "A";
      var forged = new StringBuilder(token).replace(token.length() - 5, token.length() - 4, last);
      var started = (Redeemed.Started) governor.redeem(token, SmallWorld.agent());
      governor.awaitRun(started.run(), PATIENCE);
      int before = entries(governor, EntryType.REFUSAL).size();
      for (var bad : List.of("garbage", forged.toString(), token)) {
        assertThat(governor.redeem(bad, SmallWorld.agent())).isInstanceOf(Redeemed.Refused.class);
      }
      assertThat(entries(governor, EntryType.REFUSAL)).hasSize(before + 3);
      assertThat(Files.readString(world.log())).doesNotContain(token, forged);
    }
  }

  /** 0.16 kept spent nonces in memory, signed with a shared key and named no audience. */
  @Test
  void s11ATicketIsForOneUseSpentForGoodBeforeTheEffect() throws Exception {
    var world = freeWorld();
    String token;
    try (var governor = world.open()) {
      token = governor.submit(asking("dev/web", FIVE)).ticket().orElseThrow().token();
      var header = part(token, 0);
      assertThat(header.text("alg")).contains("ES256");
      assertThat(header.text("typ")).isPresent();
      assertThat(header.text("kid")).isPresent();
      var claims = part(token, 1);
      assertThat(claims.get("aud")).isPresent();
      var life = number(claims, "exp") - number(claims, "iat");
      assertThat(life).isBetween(1L, 600L);
      var run = ((Redeemed.Started) governor.redeem(token, SmallWorld.agent())).run();
      governor.awaitRun(run, PATIENCE);
      var intent = entries(governor, EntryType.EXECUTION_INTENT).getLast();
      var outcome = entries(governor, EntryType.EXECUTION).getLast();
      assertThat(intent.seq()).as("spent before the effect").isLessThan(outcome.seq());
    }
    try (var governor = world.open()) {
      assertThat(governor.redeem(token, SmallWorld.agent()))
          .as("another process, the same journal")
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(1);
    }
  }

  private static long number(Value.Fields fields, String name) {
    return ((Value.Int) fields.get(name).orElseThrow()).value().longValueExact();
  }

  private static Value.Fields part(String token, int index) {
    var text =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), StandardCharsets.UTF_8);
    return (Value.Fields) ((Json.Read.Good) Json.read(text)).value();
  }

  /** 0.16 took any text for an approver, the requester's own name too, and gave many tickets. */
  @Test
  void s12AnApprovalIsSomebodyElsesAndGivesOneTicketUnderTheRulesItWasGivenUnder()
      throws Exception {
    var world = new SmallWorld(folder);
    ApprovalId lapsing;
    try (var governor = world.open()) {
      var id = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
      assertThat(SmallWorld.vote(governor, id, SmallWorld.BOTS_HAND, Choice.approve("mine")))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("ok")))
          .isInstanceOf(Voted.Counted.class);
      var ticket = governor.claim(id, SmallWorld.agent()).orElseThrow();
      assertThat(governor.claim(id, SmallWorld.agent())).contains(ticket);
      assertThat(governor.claim(id, Caller.of(new AgentId("other")))).isEmpty();
      assertThat(entries(governor, EntryType.TICKET_ISSUED)).hasSize(1);
      assertThat(entries(governor, EntryType.VOTE)).isNotEmpty();
      lapsing = governor.submit(SmallWorld.scale("prod/web", 8)).approval().orElseThrow();
    }
    var rules = Files.readString(folder.resolve("policies/rules.yaml"));
    world.write("policies/rules.yaml", rules.replace("Production is approved", "Now it is"));
    try (var governor = world.open()) {
      assertThat(SmallWorld.vote(governor, lapsing, SmallWorld.ANNAS_HAND, Choice.approve("ok")))
          .isInstanceOf(Voted.Refused.class);
    }
  }

  /** 0.16 let a child token take any agent's id, and with it that agent's rules. */
  @Test
  void s13AChildDoesNotTakeAnotherAgentsName() {
    var keys = new SharedKey.Pair(SigningKeys.open(folder, Instant.EPOCH), Optional.empty());
    var tokens = new IdentityTokens(IdentityTokens.Config.of("agent-safe", keys));
    var now = Instant.parse("2026-01-15T12:00:00Z");
    var parent = tokens.issue(SmallWorld.agent(), Duration.ofHours(1), now);
    for (var name : List.of("admin", "deploy-bot", "deploy-bot2/a", "deploy-bot/../admin")) {
      assertThat(tokens.delegate(parent, handover(name), now))
          .as(name)
          .isInstanceOf(IdentityTokens.Delegated.Refused.class);
    }
    assertThat(tokens.delegate(parent, handover("deploy-bot/canary"), now))
        .isInstanceOf(IdentityTokens.Delegated.Issued.class);
  }

  private static Handover handover(String child) {
    return new Handover(new AgentId(child), "", Caller.Grants.NONE, Optional.empty());
  }

  /** 0.16 expanded aliases: a file of 438 bytes took seconds. */
  @Test
  void s14AliasesAnchorsTagsAndDepthAreRefused() {
    var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    assertThat(refused(laughs.toString()))
        .singleElement()
        .hasToString("p.yaml:1:5: `&a0` is an anchor; write the value out where it is used");
    assertThat(refused("rules: *x\n").getFirst().code()).isEqualTo("alias");
    assertThat(refused("rules: !!python/object:os.system []\n").getFirst().code()).isEqualTo("tag");
    assertThat(refused("rules: " + "[".repeat(100) + "]".repeat(100)).getFirst().code())
        .isEqualTo("too-deep");
  }

  /** 0.16 converted: {@code "5"} was 5, {@code 1.0} was 1, {@code yes} was a text. */
  @Test
  void s15AValueHasTheTypeOfItsKey() {
    for (var wrong :
        List.of(
            "priority: \"5\"",
            "priority: 1.0",
            "priority: true",
            "description: yes",
            "description: 5")) {
      var rule = "{name: a, match: {}, decision: deny, reason: r, " + wrong + "}";
      assertThat(refused("rules: [" + rule + "]"))
          .as(wrong)
          .singleElement()
          .satisfies(problem -> assertThat(problem.code()).isEqualTo("type"));
    }
  }

  /** 0.16 held 1 and {@code true} equal, as Python does: such a change was no change. */
  @Test
  void s16OneAndTrueDiffer() {
    var before = new Value.Fields(Map.of("a", Value.of(1), "b", Value.of(1), "c", Value.of(0)));
    var after =
        new Value.Fields(Map.of("a", Value.of(true), "b", Value.of(1.0), "c", Value.of(false)));
    assertThat(Diff.between(before, after).changed().keySet()).containsExactlyInAnyOrder("a", "c");
  }
}
