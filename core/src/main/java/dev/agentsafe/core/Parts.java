package dev.agentsafe.core;

import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.Journal;
import dev.agentsafe.core.plan.Courses;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.time.Clock;
import java.util.List;

/** What the governor's collaborators share; every entry is written through {@link #record}. */
record Parts(Book book, TicketAuthority tickets, Tools tools) {

  /** The journal and the folds that follow it. */
  record Book(Journal journal, Threads threads, Holds holds, Agents agents, Folds folds) {
    void accept(AuditEntry entry) {
      threads.accept(entry);
      holds.accept(entry);
      agents.accept(entry);
      folds.reviews().accept(entry);
      folds.courses().accept(entry);
      folds.files().accept(entry);
    }
  }

  /** What became of what people were asked, and what files were saved. */
  record Folds(Reviews reviews, Courses courses, SavedFiles files) {}

  /** Small things that everybody needs. */
  record Tools(Drafts drafts, Ids ids, RequestParser parser, Clock clock) {}

  /** Writes entries that belong together; they are durable when it returns. */
  List<AuditEntry> record(List<EntryDraft> drafts) {
    var written = book.journal().appendAll(drafts);
    written.forEach(book::accept);
    return written;
  }

  /** Writes one entry; it is durable when it returns. */
  AuditEntry record(EntryDraft draft) {
    return record(List.of(draft)).getFirst();
  }

  /**
   * Seals the journal before a ticket of high or critical effective risk leaves: what it permits is
   * then signed for, whatever happens to the file afterwards.
   */
  void sealFor(RiskClass effective) {
    if (effective.compareTo(RiskClass.HIGH) >= 0) {
      book.journal().seal();
    }
  }

  Holds holds() {
    return book.holds();
  }

  Reviews reviews() {
    return book.folds().reviews();
  }

  Courses courses() {
    return book.folds().courses();
  }

  SavedFiles files() {
    return book.folds().files();
  }

  Drafts drafts() {
    return tools.drafts();
  }

  ApprovalDrafts approvalDrafts() {
    return new ApprovalDrafts(drafts());
  }

  RunDrafts runDrafts() {
    return new RunDrafts(drafts());
  }

  Ids ids() {
    return tools.ids();
  }

  Clock clock() {
    return tools.clock();
  }
}
