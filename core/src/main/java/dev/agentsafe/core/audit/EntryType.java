package dev.agentsafe.core.audit;

/** The {@code event_type} of a journal line; the first three are those of 0.16. */
public record EntryType(String value) {
  public static final EntryType DECISION = new EntryType("decision");
  public static final EntryType STATE_CAPTURE = new EntryType("state_capture");
  public static final EntryType EXECUTION = new EntryType("execution");

  /** A journal was begun, or one of 0.16 adopted. */
  public static final EntryType JOURNAL_OPENED = new EntryType("journal_opened");

  /** A torn last line was set aside. */
  public static final EntryType RECOVERY = new EntryType("recovery");

  /** Nothing happened for a while, and the journal is alive. */
  public static final EntryType HEARTBEAT = new EntryType("heartbeat");

  /** Other keys sign the journal's checkpoints from here on. */
  public static final EntryType KEY_ROTATION = new EntryType("key_rotation");

  /** Somebody else gave a receipt for a checkpoint of the journal. */
  public static final EntryType ANCHORED = new EntryType("anchored");

  /** Somebody who should give receipts for checkpoints has given none for long. */
  public static final EntryType ANCHOR_OVERDUE = new EntryType("anchor_overdue");

  /** Somebody was refused before a decision: forged identity, replayed ticket. */
  public static final EntryType REFUSAL = new EntryType("refusal");

  /** Another key signs tokens and tickets from here on, or the folder of keys was found changed. */
  public static final EntryType TOKEN_KEYS = new EntryType("token_keys");

  /** An agent handed some of its authority on to another one. */
  public static final EntryType DELEGATION = new EntryType("delegation");

  /** A person is asked. */
  public static final EntryType APPROVAL_REQUESTED = new EntryType("approval_requested");

  /** What would change was read for a question. */
  public static final EntryType EVIDENCE = new EntryType("evidence");

  /** A person answered. */
  public static final EntryType VOTE = new EntryType("vote");

  /** An operator is listed for the first time, listed otherwise, or not listed any more. */
  public static final EntryType OPERATOR_CHANGED = new EntryType("operator_changed");

  /** People agree to less than was asked, and the agent may take it or leave it. */
  public static final EntryType APPROVAL_OFFERED = new EntryType("approval_offered");

  /** A person approved alone where the rule asks for more; everybody whom it asks is told. */
  public static final EntryType BREAK_GLASS = new EntryType("break_glass");

  /** Somebody else has looked at an approval that was given alone. */
  public static final EntryType BREAK_GLASS_REVIEWED = new EntryType("break_glass_reviewed");

  /** A question is settled: approved, denied, cancelled, expired. */
  public static final EntryType APPROVAL_RESOLVED = new EntryType("approval_resolved");

  /** A ticket was issued. */
  public static final EntryType TICKET_ISSUED = new EntryType("ticket_issued");

  /** A ticket was spent and its effect is about to begin: the intent. */
  public static final EntryType EXECUTION_INTENT = new EntryType("execution_intent");

  /** What an effect will change was read, and it is about to be sent. */
  public static final EntryType EXECUTION_BEGUN = new EntryType("execution_begun");

  /** Somebody called a run off: it is not executed, or interrupted. */
  public static final EntryType EXECUTION_CALLED_OFF = new EntryType("execution_called_off");

  /** Whether the effect of a run happened that nobody knew of was read back from its target. */
  public static final EntryType RECONCILIATION = new EntryType("reconciliation");

  /** An effect left a port of this machine open that leads somewhere else. */
  public static final EntryType FORWARD_OPENED = new EntryType("forward_opened");

  /** Such a port was closed, and why. */
  public static final EntryType FORWARD_CLOSED = new EntryType("forward_closed");

  /** A person stopped all agents. */
  public static final EntryType FREEZE = new EntryType("freeze");

  /** A person let agents act again. */
  public static final EntryType UNFREEZE = new EntryType("unfreeze");

  /** A person stopped one agent and all that act on its behalf. */
  public static final EntryType PAUSE = new EntryType("pause");

  /** A person let a paused agent act again. */
  public static final EntryType RESUME = new EntryType("resume");

  /** Other rules decide from here on, or those that decide are named for the first time. */
  public static final EntryType POLICY_CHANGED = new EntryType("policy_changed");

  /** An operator saves a file of the workspace: actions, policies, inventory, kept tests. */
  public static final EntryType FILE_SAVED = new EntryType("file_saved");

  /** Steps that belong together were submitted and decided. */
  public static final EntryType PLAN = new EntryType("plan");

  /** A plan was stopped: the tickets of its steps that have not begun are void. */
  public static final EntryType PLAN_STOPPED = new EntryType("plan_stopped");

  @Override
  public String toString() {
    return value;
  }
}
