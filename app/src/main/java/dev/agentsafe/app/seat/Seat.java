package dev.agentsafe.app.seat;

import dev.agentsafe.core.Archive;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Redraft;
import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.WholeObject;
import dev.agentsafe.core.ship.ShipStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the operator at this console sees and may do; thread-safe, and never for the FX thread. */
public interface Seat {

  /** Who sits here. */
  default Operator operator() {
    return hand().operator();
  }

  /** What this seat works on. */
  Place place();

  /** Checks and saves drafts of the workspace's files. */
  Authoring authoring();

  /** Says what drafts of the policies would do. */
  DraftDesk drafts();

  /** Puts policies that changed on disk into force. */
  Reloading reloading();

  /** What that file of the workspace held before, the newest first. */
  List<FileDesk.Version> versions(Path file);

  /** Who acts and who is stopped, and the means to stop them. */
  Brakes brakes();

  /** The means to end runs that go on and ports that they left open. */
  Reins reins();

  /** The plans of agents, each one card. */
  Plans plans();

  /** The questions that are open, oldest first, without their traces. */
  List<Question> questions();

  /** That question, open or settled, with its trace. */
  Optional<Question> question(ApprovalId id);

  /** The person who sits here and the key they sign with; asks for a passphrase where locked. */
  OperatorHand hand();

  /**
   * Signs an answer to a question as it was shown, and gives it.
   *
   * @param shown how long it was on the screen
   */
  Voted vote(Question question, Choice choice, Duration shown);

  /** What would become of less than was asked, before it is offered; records nothing. */
  Redraft redraft(ApprovalId id, Changes changes);

  /** The approvals that somebody gave alone and nobody has reviewed, oldest first. */
  List<Reviews.Open> reviews();

  /**
   * Signs a review of one of them and gives it.
   *
   * @return why it does not count; empty: it does
   */
  Optional<Voted.Refused> review(Reviews.Open open, ReviewStatement.Judgement judgement);

  /** The runs, newest first. */
  List<Execution> runs();

  /** That run as it stands now. */
  Optional<Execution> run(RunId id);

  /** The run of that decision, if there is one. */
  Optional<Execution> runOf(String auditId);

  /** The whole object of that decision's run, before and after; nothing where it is not kept. */
  WholeObject objects(String auditId);

  /**
   * Reads back from its target what became of a run whose outcome nobody knows, and records it.
   *
   * @return why it was not looked at; empty: it was
   */
  Optional<String> readBack(RunId id);

  /** What undoing that decision's run would do now. */
  RollbackPreview preview(String auditId);

  /** Undoes it, or asks for it where policy wants a person. */
  Undone undo(String auditId);

  /** What came of asking to undo. */
  sealed interface Undone {
    /** Policy allowed it, and it runs. */
    record Running(RunId run) implements Undone {}

    /** Policy wants a person to agree first. */
    record Asked(ApprovalId question) implements Undone {}

    /** It was not done, and this is why. */
    record Refused(String why) implements Undone {}
  }

  /** How the journal does: how much of it is sealed, and what is wrong with it; quick. */
  JournalHealth journal();

  /**
   * Calls back with how the journal does, at once and then within a second whenever something
   * begins or ends to be wrong with it; on any thread, and callbacks must be quick.
   *
   * @return ends it
   */
  Runnable watchJournal(Consumer<JournalHealth> watcher);

  /** The journal as it can be searched. */
  Archive archive();

  /** How many entries the journal holds. */
  long size();

  /** How far the workspace's shippers have come; reads small files. */
  List<ShipStatus> shipped();

  /** The entry of that sequence number, where there is one. */
  Optional<AuditEntry> entry(long seq);

  /** Hands over recorded entries from that sequence number on. */
  void history(long fromSeq, Consumer<AuditEntry> sink);

  /** Calls back for each entry that becomes durable; see {@link Governor#subscribe}. */
  Runnable subscribe(Consumer<AuditEntry> listener);
}
