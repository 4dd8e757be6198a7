package dev.agentsafe.core;

import static dev.agentsafe.core.OtherRules.asked;
import static dev.agentsafe.core.OtherRules.entries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.preview.Recomputation;
import dev.agentsafe.core.style.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded decisions are decided again with nothing but the journal. */
final class RecomputationTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void aDecisionThatIsNotWhatItsRulesSayIsFoundWithNothingButTheJournal() throws Exception {
    try (var governor = world.open()) {
      asked(governor, "prod/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION) ? allowed(entry) : entry));
      assertThat(again.result().first())
          .singleElement()
          .satisfies(d -> assertThat(d.why()).contains("recorded as allow", "require_approval"));
    }
  }

  private static AuditEntry allowed(AuditEntry entry) {
    return AuditEntry.of(
        entry.seq(), entry.line().with("decision", Value.of(Effect.ALLOW.label())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy_version", "facts"})
  void whatIsLetThroughWithoutSayingByWhatIsFound(String missing) {
    try (var governor = world.open()) {
      asked(governor, "dev/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION)
                      ? AuditEntry.of(
                          entry.seq(),
                          entry.line().with("context", entry.context().with(missing, Value.NULL)))
                      : entry));
      assertThat(again.result().diverging()).isEqualTo(1);
    }
  }

  @Test
  void whatNoRuleLetsThroughIsFoundWhateverItsReason() {
    try (var governor = world.open()) {
      asked(governor, "dev/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION)
                      ? AuditEntry.of(
                          entry.seq(),
                          entry
                              .line()
                              .with("policy_matched", Value.NULL)
                              .with("reason", Value.of("because")))
                      : entry));
      assertThat(again.result().first())
          .singleElement()
          .satisfies(d -> assertThat(d.why()).contains("by no rule"));
    }
  }

  /** Earlier versions named the rules of a decision and recorded them nowhere. */
  @Test
  void rulesThatAreRecordedOnlyLaterDecideWhatComesAfterThat() {
    try (var governor = world.open()) {
      asked(governor, "prod/web");
      var decision = entries(governor, EntryType.DECISION).getLast();
      var again = new Recomputation();
      again.accept(decision);
      governor.history(0, again::accept);

      assertThat(again.result().unknown())
          .containsExactly(Map.entry(governor.workspace().policyVersion(), 1L));
      assertThat(again.result().same()).isEqualTo(1);
    }
  }

  @Test
  void nothingOfALogThatNamesNoRulesIsSaidToComeOutOtherwise() throws Exception {
    var old = Sources.root().resolve("../shared/conformance/audit/logs");
    var again = new Recomputation();
    var decisions = new AtomicLong();
    try (var logs = Files.newDirectoryStream(old, "log-????.jsonl")) {
      for (var log : logs) {
        LogReader.read(
            log,
            entry -> {
              again.accept(entry);
              decisions.addAndGet(entry.chain().type().equals(EntryType.DECISION) ? 1 : 0);
            });
      }
    }
    assertThat(decisions).hasPositiveValue();
    assertThat(again.result())
        .isEqualTo(new Recomputation.Result(0, 0, List.of(), Map.of(), decisions.get()));
  }
}
