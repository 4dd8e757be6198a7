package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.AuditEntry;

/** Journal entries in words. */
public final class EntryWords {
  private EntryWords() {}

  /** The kind of an entry, for people; an unknown kind as written. */
  public static String kind(AuditEntry entry) {
    return kind(entry.chain().type().value());
  }

  /** The words of a kind; an unknown kind as written. */
  public static String kind(String type) {
    return switch (type) {
      case "decision" -> Words.of("kind.decision");
      case "state_capture" -> Words.of("kind.state");
      case "execution" -> Words.of("kind.execution");
      case "execution_intent" -> Words.of("kind.intent");
      case "execution_begun" -> Words.of("kind.begun");
      case "execution_called_off" -> Words.of("kind.calledoff");
      case "forward_opened" -> Words.of("kind.forward.opened");
      case "forward_closed" -> Words.of("kind.forward.closed");
      case "reconciliation" -> Words.of("kind.readback");
      case "approval_requested" -> Words.of("kind.asked");
      case "approval_resolved" -> Words.of("kind.resolved");
      case "evidence" -> Words.of("kind.evidence");
      case "vote" -> Words.of("kind.vote");
      case "ticket_issued" -> Words.of("kind.ticket");
      case "refusal" -> Words.of("kind.refusal");
      case "recovery" -> Words.of("kind.recovery");
      case "journal_opened" -> Words.of("kind.opened");
      case "heartbeat" -> Words.of("kind.heartbeat");
      case "key_rotation" -> Words.of("kind.rotation");
      case "operator_changed" -> Words.of("kind.operator");
      case "approval_offered" -> Words.of("kind.offered");
      case "break_glass" -> Words.of("kind.glass");
      case "break_glass_reviewed" -> Words.of("kind.reviewed");
      case "freeze" -> Words.of("kind.freeze");
      case "unfreeze" -> Words.of("kind.unfreeze");
      case "pause" -> Words.of("kind.pause");
      case "resume" -> Words.of("kind.resume");
      case "plan" -> Words.of("kind.plan");
      case "plan_stopped" -> Words.of("kind.stopped");
      case "file_saved" -> Words.of("kind.saved");
      case "policy_changed" -> Words.of("kind.policy");
      default -> type;
    };
  }

  /** What an entry says in one line. */
  public static String sentence(AuditEntry entry) {
    var decision = entry.ruling().decision();
    var reason = entry.ruling().reason();
    if (reason.isEmpty()) {
      return decision;
    }
    return decision.isEmpty() ? reason : decision + " · " + reason;
  }
}
