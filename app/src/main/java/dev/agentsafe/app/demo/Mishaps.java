package dev.agentsafe.app.demo;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What goes wrong in a cluster, and how it is put back. */
final class Mishaps {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NODE = "prod/node-2";

  private final DemoWorld world;
  private final Hand hand;
  private final Story story;

  Mishaps(DemoWorld world, Hand hand, Story story) {
    this.world = world;
    this.hand = hand;
    this.story = story;
  }

  void play(DemoAgent agent) throws IOException, InterruptedException {
    hangingRollOut(agent);
    drift(agent);
    drain(agent);
  }

  /** An image that cannot be pulled: old pods serve on, and the image of before comes back. */
  private void hangingRollOut(DemoAgent agent) throws IOException, InterruptedException {
    var answer =
        agent.check(
            "update-image",
            "staging/web",
            Map.of(
                "container",
                Value.of("web"),
                "image",
                Value.of("registry.example/shop/web:missing-1.6.0")));
    var run = agent.execute(answer);
    story.step(
        run.text("status").equals("unknown") && run.text("error").contains("stuck"),
        "hang",
        "update-image on staging/web: " + run.text("status") + ", " + run.text("error"));
    hand.undo(answer.text("audit_id"));
    var back = rolledBack(answer.text("audit_id"));
    story.step(
        back.filter(r -> same(r, run, "current_image")).isPresent(),
        "put back",
        "the roll-out of "
            + back.flatMap(r -> r.account().after().text("current_image")).orElse("nothing")
            + " is complete again");
  }

  private static boolean same(RunRecord back, DemoAgent.Answer original, String field) {
    return back instanceof RunRecord.Succeeded
        && back.account().after().get(field).equals(original.fields("before").get(field));
  }

  private Optional<RunRecord> rolledBack(String auditId) {
    return world.governor().runs().stream()
        .filter(r -> r.order().rollbackOf().filter(auditId::equals).isPresent())
        .findFirst()
        .flatMap(RunView::record);
  }

  /** Somebody else scales what a run had scaled: the roll-back says so before it goes back. */
  private void drift(DemoAgent agent) throws IOException, InterruptedException {
    var answer = agent.check("scale-deployment", "staging/api", Map.of("replicas", Value.of(3)));
    var run = agent.execute(answer);
    world.cluster().scaleByHand("shop-staging", "api", 4);
    var done = hand.undo(answer.text("audit_id"));
    var back = rolledBack(answer.text("audit_id"));
    story.step(
        done.drift().contains("replicas 3 → 4")
            && back.filter(r -> same(r, run, "replicas")).isPresent(),
        "drift",
        "staging/api was scaled to 4 by somebody else; the panel said "
            + String.join(", ", done.drift())
            + "; rolled back to "
            + back.flatMap(r -> r.account().after().get("replicas"))
                .map(CanonicalJson::text)
                .orElse("nothing"));
  }

  /** A drain that a disruption budget holds back: it is called off, and the node opened again. */
  private void drain(DemoAgent agent) throws IOException, InterruptedException {
    var answer = agent.check("drain-node", NODE, Map.of());
    var id = new ApprovalId(answer.text("request_id"));
    hand.agree(id, NODE, "Its disk is to be replaced");
    var approved = agent.awaitApproval(id.value());
    var begun = agent.redeem(approved.fields("ticket").text("token").orElse(""));
    if (begun.status() != 202) {
      story.step(
          false,
          "budget",
          "drain-node on %s: %s, %s %s"
              .formatted(
                  NODE,
                  approved.text("status"),
                  begun.status(),
                  begun.fields("error").text("message").orElse("")));
      return;
    }
    var held = heldBack(new RunId(begun.text("run_id")));
    world
        .governor()
        .care()
        .callOff(
            new RunId(begun.text("run_id")),
            world.operator().operator().id().value(),
            "Nobody is there to repair what the budget waits for");
    var run = agent.awaitEnd(begun.text("run_id"));
    story.step(
        held.isPresent() && run.text("status").equals("unknown"),
        "budget",
        "drain-node on " + NODE + ": " + held.orElse("no budget held it back"));
    story.step(
        run.text("error").contains("Left on it"), "called off", "the drain: " + run.text("error"));
    var done = hand.undo(answer.text("audit_id"));
    story.step(done.restored(), "open again", NODE + " takes new pods: " + done.words());
  }

  /** Waits until nothing but what a budget holds back is left, and gives the line that says why. */
  private Optional<String> heldBack(RunId id) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var run =
          world.governor().run(id).orElseThrow(() -> new CoreException("There is no run " + id));
      var stuck = run.output().stream().anyMatch(l -> l.matches("1 pod left, .* 1 held back"));
      if (stuck || run.record().isPresent()) {
        return run.output().stream().filter(l -> l.contains("cannot go yet")).findFirst();
      }
      Thread.sleep(10);
    }
    return Optional.empty();
  }
}
