package dev.agentsafe.app.demo;

import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main job from end to end: allow, deny, approval, execution, roll-back, verification. */
final class Script {
  private static final long PATIENCE_SECONDS = 620;

  private final DemoWorld world;
  private final Hand hand;
  private final Story story;

  Script(DemoWorld world, Hand hand, Story story) {
    this.world = world;
    this.hand = hand;
    this.story = story;
  }

  void play() throws IOException, InterruptedException {
    try (var agent = world.agent("deploy-bot", List.of("deployer"))) {
      allowed(agent);
      denied(agent);
      var auditId = approved(agent);
      rolledBack(auditId);
      new Mishaps(world, hand, story).play(agent);
    }
    strangerRefused();
    verified();
  }

  private void allowed(DemoAgent agent) throws IOException, InterruptedException {
    var answer = agent.check("scale-deployment", "staging/web", Map.of("replicas", Value.of(4)));
    story.step(
        answer.text("result").equals("allow"),
        "allow",
        "scale-deployment on staging/web: " + said(answer));
    var run = agent.execute(answer);
    story.step(
        run.text("status").equals("succeeded"),
        "execution",
        "on staging/web: " + run.text("status") + ", changed " + changed(run));
    var again = agent.redeem(answer.fields("ticket").text("token").orElse(""));
    story.step(
        again.status() == 409 || again.status() == 403,
        "single use",
        "the same ticket again: " + again.status() + " " + refusal(again));
  }

  private void denied(DemoAgent agent) throws IOException, InterruptedException {
    var answer = agent.check("delete-namespace", "prod/shop", Map.of());
    story.step(
        answer.text("result").equals("deny"),
        "deny",
        "delete-namespace on prod/shop: " + said(answer));
  }

  private String approved(DemoAgent agent) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    var answer = agent.check("scale-deployment", "prod/web", Map.of("replicas", Value.of(6)));
    var id = new ApprovalId(answer.text("request_id"));
    story.step(
        answer.text("result").equals("require_approval"),
        "approval",
        "scale-deployment on prod/web, effective risk "
            + answer.text("effective_risk")
            + ": "
            + said(answer));
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      var ticket = CompletableFuture.supplyAsync(() -> awaitTicket(agent, id.value()), waiting);
      var seen = hand.see(id, asked);
      story.step(
          true,
          "inbox",
          "the question is in the inbox " + Story.millis(seen) + " after the agent asked");
      hand.picture("inbox-before");
      long clicked = hand.approve(id, "Traffic is rising; six replicas are within budget");
      var held = ticket.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      story.step(
          held.answer().text("status").equals("approved"),
          "ticket",
          "approved by "
              + held.answer().text("by")
              + "; the agent held its ticket "
              + Story.millis(Duration.ofNanos(held.nanos() - clicked))
              + " after the click");
      hand.picture("inbox-after");
      var run = agent.execute(held.answer());
      story.step(
          run.text("status").equals("succeeded"),
          "execution",
          "on prod/web: " + run.text("status") + ", changed " + changed(run));
      hand.picture("run");
      return answer.text("audit_id");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the agent did not get its answer: " + e.getMessage(), e);
    }
  }

  /** What the agent was told, and when. */
  private record Held(DemoAgent.Answer answer, long nanos) {}

  private static Held awaitTicket(DemoAgent agent, String requestId) {
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      var answer = agent.awaitApproval(requestId);
      while (answer.text("status").equals("pending") && System.nanoTime() < until) {
        answer = agent.awaitApproval(requestId);
      }
      return new Held(answer, System.nanoTime());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an approval", e);
    }
  }

  private void rolledBack(String auditId) throws InterruptedException {
    var done = hand.rollBack(auditId);
    story.step(done.restored(), "roll back", done.words());
    hand.picture("rollback");
  }

  private void strangerRefused() throws IOException, InterruptedException {
    try (var stranger = new DemoAgent(world.gateway().url(), "not.a.token")) {
      var answer = stranger.check("rollout-status", "staging/web", Map.of());
      story.step(
          answer.status() == 401,
          "stranger",
          "a forged token: " + answer.status() + " " + refusal(answer));
    }
  }

  private void verified() throws InterruptedException {
    hand.showAudit();
    hand.picture("audit");
    var verdict = LogVerifier.verify(world.journal());
    story.step(
        verdict instanceof Verdict.Valid, "chain", world.journal() + ": " + verdict.sentence());
    held();
  }

  /** Tells how long the screen's thread was held; no step, because a busy machine holds it too. */
  private void held() {
    for (var kind : FxMonitor.Kind.values()) {
      story.say(
          "         longest hold of the screen's thread by %s: %s"
              .formatted(kind.words(), Story.hold(hand.monitor().longest(kind))));
    }
    var limit = FxMonitor.LIMIT;
    var worst = hand.monitor().worstOfOurs();
    if (worst.own().compareTo(limit) > 0) {
      story.say(
          "WARNING  our own code held it for %s, longer than the limit of %s"
              .formatted(Story.hold(worst), Story.millis(limit)));
      return;
    }
    var clock = hand.monitor().longestOfOurs().clock();
    story.say(
        "         our own code computed, waited and collected for %s at most, the limit is %s%s"
            .formatted(
                Story.millis(worst.own()),
                Story.millis(limit),
                clock.compareTo(limit) <= 0
                    ? ""
                    : "; by the clock it was over it with %s, most of which the thread did not run"
                        .formatted(Story.millis(clock))));
  }

  private static String said(DemoAgent.Answer answer) {
    return answer.text("reason")
        + answer.body().text("policy_matched").map(r -> " (rule " + r + ")").orElse("");
  }

  private static String refusal(DemoAgent.Answer answer) {
    return answer.fields("error").text("message").orElse("");
  }

  private static String changed(DemoAgent.Answer run) {
    var diff = run.fields("diff");
    return diff.get("changed").map(CanonicalJson::text).orElse("nothing");
  }
}
