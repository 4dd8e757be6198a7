package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.canonical.Value;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Follows what was begun to its end.
 *
 * @param aloud whether lines of a run are said as they come
 */
record Following(Session session, Desk desk, boolean aloud) {
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** The answer with how it ended: {@code run}, or {@code course} of a plan. */
  Desk.Reply to(Desk.Reply begun) {
    if (!(begun instanceof Desk.Reply.Done(var body))) {
      return begun;
    }
    return body.text("run_id")
        .map(id -> with(body, "run", end(() -> desk.runs().run(id), Following::isRunning)))
        .or(() ->
            body.text("plan_id")
                .map(id -> with(body, "course", end(() -> desk.plan(id), Following::goesOn))))
        .orElse(begun);
  }

  private static Desk.Reply with(Value.Fields body, String name, Desk.Reply end) {
    return end instanceof Desk.Reply.Done(var ended)
        ? new Desk.Reply.Done(body.with(name, ended))
        : end;
  }

  private Desk.Reply end(Supplier<Desk.Reply> look, Predicate<Value.Fields> isUnderWay) {
    var said = 0;
    while (true) {
      var seen = look.get();
      if (!(seen instanceof Desk.Reply.Done(var body))) {
        return seen;
      }
      said = say(body, said);
      if (!isUnderWay.test(body) || !rest()) {
        return seen;
      }
    }
  }

  private int say(Value.Fields body, int said) {
    if (aloud && body.get("output").orElse(Value.NULL) instanceof Value.Items(var lines)) {
      for (var line : lines.subList(said, lines.size())) {
        if (line instanceof Value.Text(var text)) {
          session.say("  " + Shown.line(text));
        }
      }
      return lines.size();
    }
    return said;
  }

  private static boolean rest() {
    try {
      Thread.sleep(GLANCE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRunning(Value.Fields run) {
    return run.textOrEmpty("status").equals("running");
  }

  /** A plan that waits for people does not go on. */
  private static boolean goesOn(Value.Fields plan) {
    return plan.textOrEmpty("status").equals("open")
        && plan.objects("steps").stream()
            .noneMatch(step -> step.textOrEmpty("status").equals("pending"));
  }
}
