package dev.agentsafe.app.demo;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks and approves again and again, and says how long an operator waits for a question and an
 * agent for its ticket.
 */
final class Rounds {
  /** So many rounds stay below the starter workspace's limits of rate and cumulative risk. */
  private static final int ROUNDS_OF_AN_AGENT = 20;

  private final DemoWorld world;
  private final ScreenHand hand;
  private final List<Duration> seen = new ArrayList<>();
  private final List<Duration> held = new ArrayList<>();

  Rounds(DemoWorld world, ScreenHand hand) {
    this.world = world;
    this.hand = hand;
  }

  void play(int rounds, Story story) throws IOException, InterruptedException {
    for (int done = 0; done < rounds; done += ROUNDS_OF_AN_AGENT) {
      try (var agent =
          world.agent("deploy-bot-" + done / ROUNDS_OF_AN_AGENT, List.of("deployer"))) {
        for (int i = done; i < Math.min(rounds, done + ROUNDS_OF_AN_AGENT); i++) {
          round(agent, 3 + i % 5);
        }
      }
    }
    story.say("         POST to the row in the inbox: " + summary(seen));
    story.say("         click to the ticket in the agent's hand: " + summary(held));
  }

  private void round(DemoAgent agent, long replicas) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    var answer =
        agent.check("scale-deployment", "prod/web", Map.of("replicas", Value.of(replicas)));
    var id = new ApprovalId(answer.text("request_id"));
    var waiting =
        new FutureTask<>(() -> {
          var settled = agent.awaitApproval(id.value());
          return settled.fields("ticket").text("token").isPresent() ? System.nanoTime() : 0L;
        });
    hand.aside(waiting);
    seen.add(hand.appears(id, asked));
    long clicked = hand.answer(id, "measured");
    try {
      long got = waiting.get(30, TimeUnit.SECONDS);
      if (got == 0) {
        throw new CoreException("An approved agent got no ticket.");
      }
      held.add(Duration.ofNanos(got - clicked));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the agent did not get its answer: " + e.getMessage(), e);
    }
  }

  /** Middle, 99th percentile and longest of some durations. */
  private static String summary(List<Duration> durations) {
    var sorted = new ArrayList<>(durations);
    Collections.sort(sorted);
    int last = sorted.size() - 1;
    return "%d rounds, p50 %s, p99 %s, longest %s"
        .formatted(
            sorted.size(),
            Story.millis(sorted.get(last / 2)),
            Story.millis(sorted.get((int) Math.ceil(last * 0.99))),
            Story.millis(sorted.get(last)));
  }
}
