package dev.agentsafe.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The query field finds what it says. */
final class QueryTest {
  private static final AuditEntry ENTRY =
      new AuditEntry(
          7,
          new AuditEntry.Chain("evt-1", EntryType.DECISION, "2026-01-01T00:00:00Z", "", ""),
          new AuditEntry.Subject("scale-deployment", "prod/web", "deploy-bot", Optional.empty()),
          new AuditEntry.Ruling(
              "deny",
              "No [regex] here",
              Optional.of("guard"),
              Optional.of("low"),
              Optional.of("high")),
          Value.EMPTY);

  @Test
  void everyPartMustHold() {
    assertThat(finds("decision:deny risk>=high caller:deploy-* web")).isTrue();
    assertThat(finds("decision:deny caller:other-*")).isFalse();
    assertThat(finds("")).isTrue();
  }

  @Test
  void riskIsComparedByItsOrder() {
    assertThat(finds("risk>=medium")).isTrue();
    assertThat(finds("risk>=critical")).isFalse();
    assertThat(finds("risk>=nonsense")).isFalse();
  }

  @Test
  void wordsAreNoPatterns() {
    assertThat(finds("[regex]")).isTrue();
    assertThat(finds("target:prod.web")).isFalse();
    assertThat(finds("target:prod?web")).isTrue();
  }

  private static boolean finds(String query) {
    return new Query(query).test(ENTRY);
  }
}
