package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.policy.Rule.QuorumClause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Counts votes: every clause must be met by people of its own who agree to the same thing, and so
 * many denials as the rule says deny.
 *
 * <p>Of each person the latest vote counts. Pure and thread-safe.
 */
public final class Quorum {
  private static final QuorumClause ANYBODY = new QuorumClause(List.of(), List.of(), List.of(), 1);

  private Quorum() {}

  /**
   * What a rule asks for.
   *
   * @param denials how many people must deny
   */
  public record Terms(List<QuorumClause> clauses, int denials) {
    /** One person, whoever may vote; one denial denies. */
    public static final Terms ANYBODY = new Terms(List.of(), 1);

    public Terms {
      clauses = List.copyOf(clauses);
    }
  }

  /** What the votes come to. */
  public sealed interface Verdict {
    /** All clauses are met, by people who agree to these changes; or one broke the glass. */
    record Met(Vote last, Changes changes) implements Verdict {}

    /** Enough people denied. */
    record Vetoed(Vote by) implements Verdict {}

    /**
     * More people must agree.
     *
     * @param missing how many, for what most people agree to by now
     */
    record Open(int missing) implements Verdict {}
  }

  /**
   * One of the people that a rule asks for.
   *
   * @param by who takes this place; empty: somebody is missing
   */
  public record Place(QuorumClause clause, Optional<Operator> by) {}

  /** How many people clauses ask for. */
  public static int size(List<QuorumClause> clauses) {
    return seats(clauses).size();
  }

  /** Counts votes; no clause at all means one person, whoever may vote. */
  public static Verdict tally(Terms terms, List<Vote> votes) {
    var latest = latest(votes);
    for (var vote : latest) {
      if (vote.approves() && vote.choice().breakGlass()) {
        return new Verdict.Met(vote, Changes.NONE);
      }
    }
    var denials = latest.stream().filter(v -> !v.approves()).toList();
    if (denials.size() >= terms.denials()) {
      return new Verdict.Vetoed(denials.getLast());
    }
    int missing = size(terms.clauses());
    for (var agreeing : parties(latest)) {
      var taken = seated(terms.clauses(), people(agreeing));
      int open = (int) Arrays.stream(taken).filter(p -> p < 0).count();
      if (open == 0) {
        var last = agreeing.getLast();
        return new Verdict.Met(last, last.choice().changes());
      }
      missing = Math.min(missing, open);
    }
    return new Verdict.Open(missing);
  }

  /** The places of a rule and who takes them, for what most people agree to by now. */
  public static List<Place> places(List<QuorumClause> clauses, List<Vote> votes) {
    var best = List.<Operator>of();
    var taken = seated(clauses, best);
    long most = 0;
    for (var agreeing : parties(latest(votes))) {
      var party = people(agreeing);
      var seated = seated(clauses, party);
      long filled = Arrays.stream(seated).filter(p -> p >= 0).count();
      if (filled > most) {
        most = filled;
        best = party;
        taken = seated;
      }
    }
    var seats = seats(clauses);
    var places = new ArrayList<Place>();
    for (int s = 0; s < seats.size(); s++) {
      places.add(
          new Place(
              seats.get(s), taken[s] < 0 ? Optional.empty() : Optional.of(best.get(taken[s]))));
    }
    return places;
  }

  /** Whether that person can fill a seat of one of the clauses. */
  public static boolean admits(List<QuorumClause> clauses, Operator person) {
    return seats(clauses).stream().anyMatch(clause -> fits(clause, person));
  }

  /** What clauses ask for, in words: {@code 2 of role `sre`, 1 of group `security`}. */
  public static String describe(List<QuorumClause> clauses) {
    if (clauses.isEmpty()) {
      return "1 person";
    }
    return String.join(", ", clauses.stream().map(Quorum::describe).toList());
  }

  private static String describe(QuorumClause clause) {
    var who = new ArrayList<String>();
    clause.roles().forEach(r -> who.add("role `" + r + "`"));
    clause.groups().forEach(g -> who.add("group `" + g + "`"));
    clause.users().forEach(u -> who.add("`" + u + "`"));
    return clause.count() + " of " + (who.isEmpty() ? "anybody" : String.join(" or ", who));
  }

  private static List<QuorumClause> seats(List<QuorumClause> clauses) {
    var seats = new ArrayList<QuorumClause>();
    for (var clause : clauses.isEmpty() ? List.of(ANYBODY) : clauses) {
      for (int i = 0; i < clause.count(); i++) {
        seats.add(clause);
      }
    }
    return seats;
  }

  /** Each person's latest vote, in the order in which they were cast. */
  static List<Vote> latest(List<Vote> votes) {
    var byPerson = new LinkedHashMap<String, Vote>();
    for (var vote : votes) {
      byPerson.putLast(Operators.folded(vote.voter().id().value()), vote);
    }
    return List.copyOf(byPerson.values());
  }

  /** Those who agree to the same thing, party by party. */
  private static List<List<Vote>> parties(List<Vote> latest) {
    var parties = new LinkedHashMap<Changes, List<Vote>>();
    for (var vote : latest) {
      if (vote.approves()) {
        parties.computeIfAbsent(vote.choice().changes(), c -> new ArrayList<>()).add(vote);
      }
    }
    return List.copyOf(parties.values());
  }

  private static List<Operator> people(List<Vote> votes) {
    return votes.stream().map(Vote::voter).toList();
  }

  /** For each seat the person in it, as many seats filled as can be; -1: nobody. */
  private static int[] seated(List<QuorumClause> clauses, List<Operator> people) {
    var seats = seats(clauses);
    var taken = new int[seats.size()];
    Arrays.fill(taken, -1);
    for (int person = 0; person < people.size(); person++) {
      seat(person, people, seats, taken, new boolean[seats.size()]);
    }
    return taken;
  }

  private static boolean seat(
      int person, List<Operator> people, List<QuorumClause> seats, int[] taken, boolean[] tried) {
    for (int s = 0; s < seats.size(); s++) {
      if (tried[s] || !fits(seats.get(s), people.get(person))) {
        continue;
      }
      tried[s] = true;
      if (taken[s] < 0 || seat(taken[s], people, seats, taken, tried)) {
        taken[s] = person;
        return true;
      }
    }
    return false;
  }

  private static boolean fits(QuorumClause clause, Operator person) {
    boolean open =
        clause.roles().isEmpty() && clause.groups().isEmpty() && clause.users().isEmpty();
    return open
        || clause.users().contains(person.id().value())
        || person.roles().stream().anyMatch(clause.roles()::contains)
        || person.groups().stream().anyMatch(clause.groups()::contains);
  }
}
