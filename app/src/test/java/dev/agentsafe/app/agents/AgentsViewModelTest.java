package dev.agentsafe.app.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.limit.CumulativeRisk;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One agent is stopped and let go, with a reason each time. */
final class AgentsViewModelTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

  private final SampleSeat seat = new SampleSeat(NOW).filled();
  private final AgentsViewModel model =
      new AgentsViewModel(seat, new AtOnce(), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void agentIsPausedWithAReasonAndNotWithoutOne() {
    var agent = model.selected().get().orElseThrow().seen().id();
    model.toggle();
    assertThat(model.message().get()).contains("Say why");
    assertThat(seat.brakes().state().paused()).isEmpty();

    model.reason().set("it asks for production in a loop");
    model.toggle();
    assertThat(seat.brakes().state().pauseOf(agent).orElseThrow().reason())
        .isEqualTo("it asks for production in a loop");
    assertThat(model.paused()).isTrue();
    assertThat(model.reason().get()).isEmpty();

    model.reason().set("fixed");
    model.toggle();
    assertThat(seat.brakes().state().paused()).isEmpty();
    assertThat(model.paused()).isFalse();
  }

  @Test
  void reasonForOneAgentIsNotTakenForAnother() {
    model.reason().set("meant for the first");
    model.select(model.agents().getLast());
    assertThat(model.reason().get()).isEmpty();
  }

  @Test
  void riskIsToldWithWhatHappensAtHowMuch() {
    var budget = model.budget().orElseThrow();
    assertThat(AgentWords.risk(reading(22), budget)).contains("from 30 on", "from 75 on", "8 more");
    assertThat(AgentWords.risk(reading(30), budget)).contains("45 more and it is denied");
    assertThat(AgentWords.risk(reading(75), budget)).contains("Everything it asks for is denied");
  }

  private static CumulativeRisk.Reading reading(long score) {
    return new CumulativeRisk.Reading(score, RiskClass.LOW, 1, Optional.empty());
  }

  @Test
  void whatStopsAnAgentIsSaidInFull() {
    var agent = model.selected().get().orElseThrow();
    assertThat(AgentWords.about(agent, model.hold()))
        .contains(agent.seen().id().value())
        .doesNotContain("paused");

    seat.brakes().pause(new AgentId(agent.seen().id().value()), "it loops");
    model.refresh();
    assertThat(AgentWords.about(agent, model.hold())).contains("paused by olena", "it loops");
  }
}
