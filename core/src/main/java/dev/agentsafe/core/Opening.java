package dev.agentsafe.core;

import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.ProvenVotes;
import dev.agentsafe.core.approval.SpentVotes;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.Identities;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.TokenKeys;
import dev.agentsafe.core.index.Feed;
import dev.agentsafe.core.journal.FileJournal;
import dev.agentsafe.core.journal.Journal;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.journal.Sealing;
import dev.agentsafe.core.plan.Courses;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.rollback.RollbackPlanner;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.ticket.SpentTickets;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Opens what a governor works with and reads the journal once.
 *
 * @param refold what the journal left open
 */
record Opening(Parts parts, Assembly.Staff staff, Refold refold) {

  static Opening of(Governor.Config config, Disk disk) {
    var workspace = config.workspace();
    var keys =
        new SharedKey.Pair(
            TokenKeys.open(workspace.local().resolve("keys"), config.clock().instant()),
            workspace.settings().tokens().sharedKey().map(SharedKey::of));
    var sealing = Sealing.usual(workspace.local().resolve("keys").resolve("journal"));
    var journal =
        FileJournal.open(
            workspace.settings().paths().auditLog(),
            new FileJournal.Config(config.clock()).sealed(sealing).on(disk));
    try {
      return folded(config, keys, journal);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static Opening folded(Governor.Config config, SharedKey.Pair keys, Journal journal) {
    var workspace = config.workspace();
    var parser =
        new RequestParser(
            workspace.catalog(), workspace.inventory(), workspace.settings().changeTickets());
    var archive =
        Archive.in(
            workspace.local().resolve("index"),
            new Feed(journal::size, journal::read, journal::subscribe));
    var fold =
        new Fold(
            new Parts.Book(
                journal,
                new Threads(journal, archive),
                new Holds(),
                new Agents(),
                new Parts.Folds(new Reviews(), new Courses(), new SavedFiles())),
            new Refold(parser, workspace.policies().rules(), workspace.policyVersion()),
            new SpentTickets(),
            new SpentVotes(BallotCheck.SKEW),
            decisions(workspace));
    journal.read(0, fold::accept);
    var redaction =
        Redaction.open(
            workspace.local().resolve("keys").resolve("redaction.key"), CanonicalJson::bytes);
    var parts =
        new Parts(
            fold.book(),
            new TicketAuthority(
                new TicketAuthority.Config(
                    workspace.settings().tokens().issuer(),
                    keys,
                    workspace.settings().tokens().ticketLife(),
                    new SecureRandom())),
            new Parts.Tools(
                new Drafts(new Secrets(workspace.catalog(), redaction), new Ids()),
                new Ids(),
                parser,
                config.clock()));
    return new Opening(parts, staff(config, parts, fold, keys), fold.refold());
  }

  /** What is folded out of the journal. */
  private record Fold(
      Parts.Book book,
      Refold refold,
      SpentTickets spent,
      SpentVotes votes,
      PolicyDecisionPoint decisions) {

    void accept(AuditEntry entry) {
      book.accept(entry);
      refold.accept(entry);
      if (entry.chain().type().equals(EntryType.EXECUTION_INTENT)) {
        var at = Refold.when(entry.chain().timestamp());
        entry.context().text("ticket_nonce").ifPresent(nonce -> spent.wasSpent(nonce, at));
      } else if (entry.chain().type().equals(EntryType.DECISION)) {
        decisions.recall(entry);
      } else if (entry.chain().type().equals(EntryType.VOTE)) {
        VoteStatement.read(entry.context()).ifPresent(votes::add);
      }
    }
  }

  private static PolicyDecisionPoint decisions(Workspace workspace) {
    return new PolicyDecisionPoint(
        new PolicyDecisionPoint.Config(
            workspace.catalog(),
            workspace.inventory(),
            workspace.settings().limits().rate(),
            workspace.settings().limits().risk(),
            workspace.settings().changeTickets()));
  }

  private static Identities identities(Workspace workspace, SharedKey.Pair keys) {
    var settings = workspace.settings();
    return new Identities(
        new IdentityTokens(
            new IdentityTokens.Config(
                settings.tokens().issuer(), keys, settings.identity().handing())),
        settings.identity().issuers());
  }

  private static Assembly.Staff staff(
      Governor.Config config, Parts parts, Fold fold, SharedKey.Pair keys) {
    var workspace = config.workspace();
    var inForce = new AtomicReference<>(workspace);
    var runner = new Runner(config.executors(), config.clock(), workspace.settings().credentials());
    var docket = new Docket();
    var runs = new RunDesk(parts, runner, fold.spent(), docket);
    var ballots =
        new BallotCheck(
            LocalOperator.roster(workspace, config.clock().instant()),
            new Reconsideration(inForce::get, parts.tools().parser(), config.clock()),
            new ProvenVotes(1_024),
            fold.votes());
    var reviews =
        new ReviewDesk(parts, docket, ballots, workspace.settings().approvals().reviewWithin());
    var approvals = new ApprovalDesk(parts, docket, ballots, reviews);
    Predicate<ActionRequest> isDeniedByNow =
        request -> Intake.isDeniedByNow(inForce.get(), request, config.clock());
    var claims =
        new ClaimDesk(
            parts,
            docket,
            new ClaimDesk.Checks(
                question -> isDeniedByNow.test(question.binding().request()),
                request -> Intake.look(runner, parts.drafts().secrets(), request),
                ballots));
    var identities = identities(workspace, keys);
    var ticker = new Ticker(config.clock().instant());
    var judge = new Judge(parts, inForce::get, fold.decisions(), ticker);
    var plans =
        new PlanDesk(
            parts,
            new PlanDesk.Desks(
                approvals,
                claims,
                new PlanEnds(parts, approvals, workspace.settings().approvals().claimLife())),
            judge,
            decision ->
                // Not by the fold: that would keep what it read of the journal for good.
                Refold.request(parts.tools().parser(), decision)
                    .filter(request ->
                        Intake.decideNow(inForce.get(), request, config.clock())
                            instanceof PolicyDecision.Allow));
    var intake =
        new Intake(
            parts,
            inForce::get,
            new Intake.Desks(approvals, runs, plans, runner),
            new Intake.Gate(judge, fold.decisions(), ticker));
    return new Assembly.Staff(
        intake,
        new Assembly.Voting(ballots.roster(), approvals, claims, reviews, plans),
        runs,
        new Assembly.Agency(
            new HoldDesk(parts, runs),
            new TokenDesk(
                new KeyDesk(parts, keys.keys()),
                new HandoverDesk(parts, identities),
                new BearerDesk(parts, identities)),
            new PolicyDesk(parts, inForce, new Reasking(parts, docket), plans::recordStops)),
        new Rollbacks(fold.book().threads(), new RollbackPlanner(workspace.catalog()), intake));
  }
}
