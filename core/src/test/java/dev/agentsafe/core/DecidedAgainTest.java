package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.History;
import dev.agentsafe.core.preview.HistoryReader;
import dev.agentsafe.core.preview.Obstacle;
import dev.agentsafe.core.preview.Replay;
import dev.agentsafe.core.preview.Watch;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal says of its decisions is enough to make them again. */
final class DecidedAgainTest {
  private static final String PROD_FOR_DEPLOYERS =
      """
      rules:
        - name: deployers-may
          decision: allow
          reason: They know
          match: {targets: {environments: [prod]}, callers: {roles: [deployer]}}
        - name: dev-is-free
          decision: allow
          reason: Development is free
          match: {targets: {environments: [dev]}}
      """;

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  private static Submission by(Caller caller, Submission submission) {
    return new Submission(
        submission.action(),
        submission.target(),
        Optional.of(caller),
        submission.params(),
        submission.changeTicket());
  }

  private static Caller holding(String role) {
    return new Caller(
        new AgentId("bot"),
        "",
        new Caller.Grants(List.of(role), List.of()),
        Caller.Delegation.NONE);
  }

  private static PolicySet rules(String text) {
    return switch (RuleLoader.load(List.of(new Source("draft.yaml", text)))) {
      case Loaded.Good<List<Rule>>(var rules, var warnings) -> new PolicySet(rules);
      case Loaded.Bad<List<Rule>>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static History read(Governor governor, Inventory inventory) {
    var reader = new HistoryReader(inventory);
    governor.history(0, reader::accept);
    return reader.history();
  }

  private static History.Left left(History history, Obstacle why) {
    return Optional.ofNullable(history.left().get(why)).orElseThrow();
  }

  private static Replay replay(History history, PolicySet rules) {
    return Replay.of(history, rules, Watch.NOBODY).orElseThrow();
  }

  @Test
  void aDraftThatAllowsMoreIsFoundOutWithTheEntryAndTheRules() {
    try (var governor = world.open()) {
      governor.submit(by(holding("observer"), SmallWorld.scale("prod/web", 4)));
      var asked = governor.submit(by(holding("deployer"), SmallWorld.scale("prod/web", 5)));
      governor.submit(SmallWorld.scale("dev/web", 5));
      var history = read(governor, governor.workspace().inventory());
      assertThat(replay(history, governor.workspace().policies()).flips()).isEmpty();

      var flips = replay(history, rules(PROD_FOR_DEPLOYERS)).flips();

      assertThat(flips)
          .extracting(Flip::kind)
          .containsExactly(Flip.Kind.ASKED_TO_ALLOWED, Flip.Kind.ASKED_TO_DENIED);
      var flip = flips.getFirst();
      assertThat(flip.decision().auditId()).isEqualTo(asked.auditId());
      assertThat(flip.then().rule()).contains(new RuleName("prod-needs-approval"));
      assertThat(flip.now().rule()).contains(new RuleName("deployers-may"));
      assertThat(flip.now().origin().orElseThrow()).hasToString("draft.yaml:2:5");
      assertThat(entry(governor, flip.decision().seq()).chain().eventId())
          .isEqualTo(asked.auditId());
    }
  }

  private static AuditEntry entry(Governor governor, long seq) {
    var found = new ArrayList<AuditEntry>();
    governor.historyWhile(
        seq,
        entry -> {
          found.add(entry);
          return false;
        });
    return found.getFirst();
  }

  @Test
  void aTargetIsTheOneOfThenEvenWhereTheInventoryKnowsItNoMore() {
    try (var governor = world.open()) {
      governor.submit(by(holding("deployer"), SmallWorld.scale("prod/web", 5)));
      var history = read(governor, new Inventory(List.of()));
      assertThat(history.left()).isEmpty();
      assertThat(history.assumed()).isZero();
      assertThat(replay(history, rules(PROD_FOR_DEPLOYERS)).flips()).hasSize(1);
    }
  }

  @Test
  void whatTheRulesWereNotAskedIsLeftAndSaidWhy() {
    try (var governor = world.open()) {
      governor.submit(SmallWorld.scale("nowhere", 5));
      governor.submit(SmallWorld.scale("dev/web", -5));
      governor.holds().freeze(SmallWorld.ANNA, "odd changes at night");
      governor.submit(SmallWorld.scale("dev/web", 5));

      var history = read(governor, governor.workspace().inventory());

      assertThat(history.decisions()).isEmpty();
      assertThat(left(history, Obstacle.UNFIT).count()).isEqualTo(2);
      assertThat(left(history, Obstacle.STOPPED).count()).isEqualTo(1);
      var seq = left(history, Obstacle.STOPPED).first().getFirst();
      assertThat(entry(governor, seq).ruling().reason()).contains("odd changes at night");
    }
  }

  @Test
  void nobodyStaysNobody() {
    var anonymous =
        """
        rules:
          - name: whoever-says-who-they-are
            decision: allow
            reason: Named
            match: {callers: {}}
        """;
    try (var governor = world.open()) {
      var named = SmallWorld.scale("prod/web", 5);
      governor.submit(
          new Submission(
              named.action(), named.target(), Optional.empty(), named.params(), Optional.empty()));
      governor.submit(by(Caller.of(AgentId.ANONYMOUS), named));

      var flips =
          replay(read(governor, governor.workspace().inventory()), rules(anonymous)).flips();

      assertThat(flips)
          .extracting(Flip::kind)
          .containsExactly(Flip.Kind.ASKED_TO_ALLOWED, Flip.Kind.ASKED_TO_DENIED);
    }
  }

  @Test
  void entriesOf016AreDecidedAgainWhereTheirRecordIsEnough() {
    try (var governor = world.open()) {
      var inventory = governor.workspace().inventory();
      var reader = new HistoryReader(inventory);
      reader.accept(old(0, "prod/web", "{}"));
      reader.accept(old(1, "prod/web", "{\"caller\": {\"roles\": [\"deployer\"]}}"));
      reader.accept(old(2, "gone/web", "{\"caller\": {\"roles\": [\"deployer\"]}}"));
      // The recorded risk is none that this target has now: it was another target then.
      reader.accept(old(3, "dev/web", "{\"caller\": {\"roles\": [\"deployer\"]}}"));

      var history = reader.history();

      assertThat(left(history, Obstacle.CALLER).first()).containsExactly(0L);
      assertThat(left(history, Obstacle.TARGET).first()).containsExactly(2L, 3L);
      assertThat(history.decisions())
          .singleElement()
          .satisfies(d -> {
            assertThat(d.seq()).isEqualTo(1);
            assertThat(d.outcome().assumed()).isTrue();
            assertThat(d.facts().caller().orElseThrow().grants().roles())
                .containsExactly("deployer");
          });
    }
  }

  @Test
  void whatWasTakenOutOfARecordOrIsMissingIsNotGuessed() {
    try (var governor = world.open()) {
      governor.submit(by(holding("deployer"), SmallWorld.scale("prod/web", 5)));
      var inventory = governor.workspace().inventory();
      var whole = new ArrayList<AuditEntry>();
      governor.history(0, whole::add);
      var decision =
          whole.stream().filter(e -> e.chain().type().equals(EntryType.DECISION)).findFirst();
      var facts = (Value.Fields) decision.orElseThrow().context().get("facts").orElseThrow();
      var hidden = Value.of("[redacted hmac-sha256:" + "0".repeat(64) + "]");
      var elsewhere = new BlobReference("0".repeat(64), 600).value();

      var reader = new HistoryReader(inventory);
      reader.accept(decision.orElseThrow());
      reader.accept(
          with(
              decision.orElseThrow(),
              "facts",
              facts.with("labels", Value.EMPTY.with("tier", hidden))));
      reader.accept(with(decision.orElseThrow(), "facts", elsewhere));
      reader.accept(with(decision.orElseThrow(), "caller", elsewhere));

      assertThat(reader.history().decisions()).hasSize(1);
      assertThat(left(reader.history(), Obstacle.UNREADABLE).count()).isEqualTo(3);
    }
  }

  private static AuditEntry with(AuditEntry entry, String member, Value value) {
    return new AuditEntry(
        entry.seq(),
        entry.chain(),
        entry.subject(),
        entry.ruling(),
        entry.line().with("context", entry.context().with(member, value)));
  }

  private static AuditEntry old(long seq, String target, String context) {
    var line =
        """
        {"event_id": "evt-%d", "event_type": "decision", "timestamp": "2026-03-01T10:00:00Z",
         "action": "scale-deployment", "target": "%s", "caller": "bot", "params": {},
         "decision": "require_approval", "reason": "people", "policy_matched": "prod-needs-approval",
         "risk_class": "medium", "effective_risk": "medium", "context": %s}
        """
            .formatted(seq, target, context);
    return switch (Json.read(line)) {
      case Json.Read.Good(Value.Fields fields) -> AuditEntry.of(seq, fields);
      case Json.Read.Good good -> throw new AssertionError(good);
      case Json.Read.Bad bad -> throw new AssertionError(bad);
    };
  }
}
