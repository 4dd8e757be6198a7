package dev.agentsafe.core.audit;

import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.RecordedTerms;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.state.Rehearsal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A question as a journal tells it, with the votes on it that verify; counts them again. */
final class AskedQuestion {
  static final String GATHERING = Sealing.evidence(new Rehearsal.Outcome.Gathering());

  private final String digest;
  private final String policyVersion;
  private final Caller caller;
  private final Value.Fields params;
  private final Optional<RecordedTerms> terms;
  private final List<SignedVote> votes = new ArrayList<>();
  private String evidence = GATHERING;
  private boolean glassIsBroken;

  AskedQuestion(AuditEntry asked) {
    digest = Sealing.request(asked.sealedRequest());
    policyVersion = asked.context().text("policy_version").orElse("");
    caller = asked.caller();
    params = asked.params();
    terms = RecordedTerms.read(asked.context().get("approval").orElse(Value.NULL));
  }

  String digest() {
    return digest;
  }

  String policyVersion() {
    return policyVersion;
  }

  String evidence() {
    return evidence;
  }

  void evidence(AuditEntry entry) {
    var recorded = new LinkedHashMap<>(entry.context().values());
    recorded.remove("request_id");
    recorded.remove("evidence_digest");
    evidence = Sealing.evidence(new Value.Fields(recorded));
  }

  void verified(SignedVote vote) {
    votes.add(vote);
  }

  /** Everybody whom the rule asks was told that somebody approves alone. */
  void broken() {
    glassIsBroken = true;
  }

  /** What people agreed to, or why they did not. */
  private sealed interface Recount {
    record Agreed(Changes changes) implements Recount {}

    record Not(String why) implements Recount {}
  }

  /** Why it cannot have been approved by those who were operators then; empty: it can. */
  Optional<String> faultOfApproval(ListedOperators then) {
    return switch (recount(then)) {
      case Recount.Agreed agreed -> Optional.empty();
      case Recount.Not(var why) -> Optional.of("it was approved, but " + why);
    };
  }

  /** Why that ticket cannot have been issued for it; empty: it can. */
  Optional<String> faultOfTicket(AuditEntry ticket, ListedOperators then) {
    return switch (recount(then)) {
      case Recount.Not(var why) -> Optional.of("a ticket was issued, but " + why);
      case Recount.Agreed(var changes) ->
          changes.on(params).equals(ticket.params())
              ? changes
                  .lifeSeconds()
                  .filter(seconds -> !livesAtMost(ticket, seconds))
                  .map(seconds ->
                      "the ticket lives longer than the " + seconds + " s that people agreed to")
              : Optional.of("the ticket is for other parameters than people agreed to");
    };
  }

  private static boolean livesAtMost(AuditEntry ticket, long seconds) {
    try {
      var issued = Instant.parse(ticket.chain().timestamp());
      var expires = Instant.parse(ticket.context().text("expires_at").orElse(""));
      return !expires.isAfter(issued.plusSeconds(seconds));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Recount recount(ListedOperators then) {
    if (terms.isEmpty()) {
      return new Recount.Not("the journal does not say whom its rule asks");
    }
    var counted = new ArrayList<Vote>();
    for (var signed : votes) {
      var voter = then.find(signed.statement().by().voter());
      var involved = voter.flatMap(v -> Eligibility.involvement(caller, v));
      if (involved.isPresent()) {
        return new Recount.Not(involved.get().why());
      }
      voter.ifPresent(v -> counted.add(new Vote(v, signed)));
    }
    return switch (Quorum.tally(terms.get().terms(), counted)) {
      case Quorum.Verdict.Met(var last, var changes) ->
          liberty(last).<Recount>map(Recount.Not::new).orElseGet(() -> new Recount.Agreed(changes));
      case Quorum.Verdict.Vetoed(var by) ->
          new Recount.Not("`" + by.voter().id() + "` had denied it");
      case Quorum.Verdict.Open(var missing) -> new Recount.Not(open(counted));
    };
  }

  /** What the rule does not let the one do who completed the quorum; empty: nothing. */
  private Optional<String> liberty(Vote last) {
    var asks = terms.orElseThrow();
    if (!last.choice().breakGlass()) {
      return last.choice().changes().isEmpty() || asks.latitude().allowChanges()
          ? Optional.empty()
          : Optional.of("with changes, which its rule does not let anybody make");
    }
    var who = "`" + last.voter().id() + "` approved it alone, ";
    if (!asks.latitude().breakGlass()) {
      return Optional.of(who + "which its rule does not allow");
    }
    if (!Quorum.admits(asks.clauses(), last.voter())) {
      return Optional.of(who + "who is none of " + Quorum.describe(asks.clauses()));
    }
    return glassIsBroken
        ? Optional.empty()
        : Optional.of(who + "and nobody was told: there is no `break_glass` entry");
  }

  /** The clauses that nobody fills, in words. */
  private String open(List<Vote> counted) {
    var clauses = terms.orElseThrow().clauses();
    var places = Quorum.places(clauses, counted);
    var missing = new ArrayList<String>();
    places.stream()
        .filter(p -> p.by().isEmpty())
        .map(Quorum.Place::clause)
        .distinct()
        .forEach(clause -> {
          long there = places.stream().filter(p -> p.clause().equals(clause)).count();
          long filled =
              places.stream().filter(p -> p.clause().equals(clause) && p.by().isPresent()).count();
          missing.add("%s: %d of %d".formatted(Quorum.describe(List.of(clause)), filled, there));
        });
    return "the votes do not meet its quorum (" + String.join("; ", missing) + ")";
  }
}
