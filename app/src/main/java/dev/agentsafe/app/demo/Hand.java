package dev.agentsafe.app.demo;

import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.core.approval.ApprovalId;
import java.time.Duration;
import java.util.List;

/** The operator of the demo: a person at the window, or the view-models without one. */
interface Hand extends AutoCloseable {

  /**
   * Waits until a question can be seen in the inbox, and says how long after {@code sinceNanos}.
   */
  Duration see(ApprovalId question, long sinceNanos) throws InterruptedException;

  /** Approves the question in view; says when, as {@link System#nanoTime} does. */
  long approve(ApprovalId question, String reason) throws InterruptedException;

  /** Rolls back what was done for that decision, and waits until that has ended. */
  RolledBack rollBack(String auditId) throws InterruptedException;

  /** Approves a question as soon as it can be seen. */
  void agree(ApprovalId question, String target, String reason) throws InterruptedException;

  /** Rolls back as {@link #rollBack} does, and leaves no picture. */
  RolledBack undo(String auditId) throws InterruptedException;

  /**
   * What the roll-back panel says when it is over.
   *
   * @param drift what somebody else had changed since, as the panel shows it before it is asked
   */
  record RolledBack(boolean restored, String words, List<String> drift) {
    public RolledBack {
      drift = List.copyOf(drift);
    }

    RolledBack(boolean restored, String words) {
      this(restored, words, List.of());
    }
  }

  /** Leaves a picture of what is on the screen. */
  void picture(String name) throws InterruptedException;

  /** Shows the record, and verifies it. */
  void showAudit() throws InterruptedException;

  /** How long the screen's thread was held, from the first frame on. */
  FxMonitor monitor();

  @Override
  void close();
}
