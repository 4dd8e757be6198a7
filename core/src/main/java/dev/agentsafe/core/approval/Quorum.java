package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.policy.Rule.QuorumClause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts votes: every clause must be met by people of its own, and one deny denies.
 *
 * <p>Pure and thread-safe.
 */
public final class Quorum {
  private static final QuorumClause ANYBODY = new QuorumClause(List.of(), List.of(), List.of(), 1);

  private Quorum() {}

  /** What the votes come to. */
  public sealed interface Verdict {
    /** All clauses are met. */
    record Met(Vote last) implements Verdict {}

    /** Somebody denied. */
    record Vetoed(Vote by) implements Verdict {}

    /**
     * More people must agree.
     *
     * @param missing how many
     */
    record Open(int missing) implements Verdict {}
  }

  /** How many people clauses ask for. */
  public static int size(List<QuorumClause> clauses) {
    return seats(clauses).size();
  }

  /** Counts votes against clauses; no clause at all means one person, whoever may vote. */
  public static Verdict tally(List<QuorumClause> clauses, List<Vote> votes) {
    for (var vote : votes) {
      if (!vote.approves()) {
        return new Verdict.Vetoed(vote);
      }
    }
    var seats = seats(clauses);
    var people = distinct(votes);
    var taken = new int[seats.size()];
    Arrays.fill(taken, -1);
    int seated = 0;
    for (int person = 0; person < people.size(); person++) {
      if (seat(person, people, seats, taken, new boolean[seats.size()])) {
        seated++;
      }
    }
    return seated == seats.size() && !votes.isEmpty()
        ? new Verdict.Met(votes.getLast())
        : new Verdict.Open(seats.size() - seated);
  }

  /** Whether that person can fill a seat of one of the clauses. */
  public static boolean admits(List<QuorumClause> clauses, Operator person) {
    return seats(clauses).stream().anyMatch(clause -> fits(clause, person));
  }

  /** What clauses ask for, in words: {@code 2 of role sre, 1 of group security}. */
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

  private static List<Operator> distinct(List<Vote> votes) {
    var people = new ArrayList<Operator>();
    for (var vote : votes) {
      if (people.stream().noneMatch(p -> p.id().equals(vote.voter().id()))) {
        people.add(vote.voter());
      }
    }
    return people;
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
