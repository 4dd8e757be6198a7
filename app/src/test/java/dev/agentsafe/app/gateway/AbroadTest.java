package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.Readiness;
import dev.agentsafe.core.anchor.AnchorStatus;
import dev.agentsafe.core.anchor.Kind;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.ship.ShipStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What leaves late is told, and keeps no calls out unless the settings say so. */
final class AbroadTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final JournalHealth WELL =
      new JournalHealth(500, 500, Optional.empty(), Optional.empty(), Optional.empty());

  private static Abroad abroad(Readiness limits, Optional<Instant> anchoredAt) {
    return new Abroad(
        List.of(
            new ShipStatus("siem", 100, 400, Optional.empty(), Optional.of("answered with 500"))),
        List.of(new AnchorStatus("stamp", Kind.TIMESTAMP, 300, anchoredAt, Optional.empty())),
        limits,
        NOW);
  }

  private static Answer.Json ready(Abroad abroad) {
    return (Answer.Json) Health.ready(WELL, false, abroad);
  }

  private static String text(Answer.Json answer) {
    return JsonText.compact(answer.body());
  }

  @Test
  void lagAndAgeAreToldAndKeepNobodyOut() {
    var answer = ready(abroad(Readiness.ANY, Optional.of(NOW.minusSeconds(90))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer))
        .contains("\"lag\":400", "\"failing\":true", "\"age_seconds\":90", "\"entries\":300")
        .doesNotContain("answered with");
  }

  @Test
  void whatIsLaterThanTheSettingsAllowKeepsCallsOut() {
    var lag = new Readiness(Optional.of(399L), Optional.empty());
    assertThat(ready(abroad(lag, Optional.of(NOW))).status()).isEqualTo(503);
    assertThat(text(ready(abroad(lag, Optional.of(NOW)))))
        .contains("outside-late", "`siem` is 400 entries behind");
    var enough = new Readiness(Optional.of(400L), Optional.of(Duration.ofSeconds(90)));
    assertThat(ready(abroad(enough, Optional.of(NOW.minusSeconds(90)))).status()).isEqualTo(200);
    assertThat(text(ready(abroad(enough, Optional.of(NOW.minusSeconds(91))))))
        .contains("91 seconds old");
    assertThat(text(ready(abroad(enough, Optional.empty())))).contains("not there yet");
  }
}
