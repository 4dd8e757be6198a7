package dev.agentsafe.app.demo;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.run.RunRecord;
import java.nio.file.Path;
import java.time.Duration;

/** The operator's part, done by the person who sits at the window. */
final class PersonHand extends ScreenHand {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Governor governor;
  private final Story story;

  PersonHand(DemoWorld world, Path pictures, Story story) throws InterruptedException {
    super(world, pictures);
    governor = world.governor();
    this.story = story;
  }

  @Override
  public long approve(ApprovalId question, String reason) throws InterruptedException {
    story.say("         Your turn: approve it in the window (A, a reason, Enter).");
    var standing = governor.await(question, PATIENCE).orElse(new Standing.Expired());
    long now = System.nanoTime();
    if (!(standing instanceof Standing.Approved)) {
      throw new CoreException("The demo goes on with an approval, and this was not approved.");
    }
    return now;
  }

  @Override
  public void agree(ApprovalId question, String target, String reason) throws InterruptedException {
    approve(question, reason);
  }

  @Override
  public RolledBack undo(String auditId) throws InterruptedException {
    return rollBack(auditId);
  }

  @Override
  public RolledBack rollBack(String auditId) throws InterruptedException {
    story.say("         Your turn: roll the run back (R in the run, then Roll back).");
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var run =
          governor.runs().stream()
              .filter(r -> r.order().rollbackOf().filter(auditId::equals).isPresent())
              .filter(r -> r.record().isPresent())
              .findFirst();
      if (run.isPresent()) {
        return run.get().record().orElseThrow() instanceof RunRecord.Succeeded
            ? new RolledBack(true, "executed by you")
            : new RolledBack(false, "it did not succeed");
      }
      Thread.sleep(200);
    }
    return new RolledBack(false, "nobody rolled it back in ten minutes");
  }
}
