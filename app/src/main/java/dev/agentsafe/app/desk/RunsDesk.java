package dev.agentsafe.app.desk;

import dev.agentsafe.app.desk.Desk.Ask;
import dev.agentsafe.app.desk.Desk.Reply;

/** What an operator can do with executions; answers are the JSON forms of the gateway. */
public interface RunsDesk {

  /** What a request would change now and what the rules say of it; records and changes nothing. */
  Reply dryRun(Ask ask);

  /**
   * Asks in the operator's own name and, where the rules allow it, begins: {@code {decision,
   * run_id}}. Where people must agree first it begins by itself once they have.
   */
  Reply execute(Ask ask);

  /** How an execution stands. */
  Reply run(String runId);

  /** Calls an execution off; answers with how it stands. */
  Reply callOff(String runId, String reason);

  /** Reads back what became of an execution whose outcome nobody knows, and records it. */
  Reply readBack(String runId);

  /** The ports that executions left open: {@code {forwards: […]}}. */
  Reply forwards();

  /** Closes the port that an execution left open; answers with how that stands. */
  Reply stop(String runId, String reason);

  /**
   * Undoes a decision's run, or what happened of a plan, in the operator's own name: {@code {plan,
   * decision, run_id}} or {@code {plan_id, steps, left}}.
   */
  Reply undo(String id);
}
