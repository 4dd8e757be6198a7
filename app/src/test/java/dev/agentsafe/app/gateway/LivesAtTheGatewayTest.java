package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent is told of a question whose time is over, or of an approval. */
final class LivesAtTheGatewayTest {
  @TempDir private Path folder = Path.of("");

  /** A clock that goes on, some time ahead. */
  private static final class Ahead extends Clock {
    private volatile Duration by = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }
  }

  @Test
  void anAgentIsToldThatItCameTooLateForItsTicketAndUntilWhenItCouldHave() {
    var clock = new Ahead();
    try (var world = new ServedWorld(folder.resolve("ws"), clock)) {
      var token = world.token("late-bot", "deployer");
      var id = world.askForProd(token, 4);
      world.vote(id, true, "go ahead");
      world.governor.holds().freeze(world.operator.operator(), "look first");
      var held = world.get("/v1/approvals/" + id, token);
      assertThat(held.text("status")).isEqualTo("approved");
      assertThat(Instant.parse(held.text("claim_until"))).isAfter(Instant.now());
      clock.by = Duration.ofMinutes(16);
      world.governor.holds().unfreeze(world.operator.operator(), "looked");
      var late = world.get("/v1/approvals/" + id, token);
      assertThat(late.text("status")).isEqualTo("unclaimed");
      assertThat(late.text("reason")).contains("nobody came for the ticket in time; ask again");
      assertThat(late.fields("ticket").values()).isEmpty();
    }
  }

  @Test
  void anAgentIsToldThatNobodyAnswered() {
    var clock = new Ahead();
    try (var world = new ServedWorld(folder.resolve("ws"), clock)) {
      var token = world.token("patient-bot", Duration.ofDays(1), "deployer");
      var id = world.askForProd(token, 4);
      clock.by = Duration.ofHours(2);
      var waited = world.get("/v1/approvals/" + id + "?wait=20", token);
      assertThat(waited.text("status")).isEqualTo("expired");
      assertThat(waited.text("reason")).isEqualTo("Nobody answered in time; ask again.");
    }
  }
}
