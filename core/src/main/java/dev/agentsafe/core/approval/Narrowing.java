package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.state.Rehearsal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says whether changes make a request smaller: an approver may agree to less than was asked, never
 * to something else.
 *
 * <p>A number lies between what was asked and where it starts from: the state of the same name that
 * was shown, else the least that the action allows, else 0. A list is a part of the list that was
 * asked for, in its order. Texts and flags have nothing smaller and stay as they are, and so do
 * secrets, which the approver was not shown. Pure.
 */
public final class Narrowing {
  private Narrowing() {}

  /**
   * A parameter that can be made smaller.
   *
   * @param range from where to where, of a number; empty: a list, which may lose items
   */
  public record Room(Parameter parameter, Value asked, Optional<Range> range) {}

  /** Both inclusive. */
  public record Range(BigDecimal least, BigDecimal most) {}

  /** What of a request can be made smaller, in the order of the action's parameters. */
  public static List<Room> rooms(ApprovalRequest question) {
    var request = question.binding().request();
    var rooms = new ArrayList<Room>();
    for (var parameter : request.action().parameters()) {
      var asked = request.params().get(parameter.name());
      if (asked.isPresent() && !parameter.use().secret()) {
        room(question, parameter, asked.get()).ifPresent(rooms::add);
      }
    }
    return rooms;
  }

  private static Optional<Room> room(ApprovalRequest question, Parameter parameter, Value asked) {
    return switch (parameter.type()) {
      case INTEGER, NUMBER ->
          range(question, parameter, asked)
              .filter(range -> range.least().compareTo(range.most()) < 0)
              .map(range -> new Room(parameter, asked, Optional.of(range)));
      case ARRAY ->
          asked instanceof Value.Items(var items) && !items.isEmpty()
              ? Optional.of(new Room(parameter, asked, Optional.empty()))
              : Optional.empty();
      case STRING, BOOLEAN -> Optional.empty();
    };
  }

  /** Between what was asked and where it starts from. */
  private static Optional<Range> range(ApprovalRequest question, Parameter parameter, Value asked) {
    return exact(asked)
        .map(to -> {
          var from =
              shown(question, parameter.name())
                  .or(() -> parameter.constraints().minValue().flatMap(Narrowing::exact))
                  .orElse(BigDecimal.ZERO);
          return new Range(from.min(to), from.max(to));
        });
  }

  /**
   * What is wrong with changes, in words; empty: nothing.
   *
   * @param longestLife of a ticket, in seconds
   */
  public static Optional<String> fault(
      ApprovalRequest question, Changes changes, long longestLife) {
    var request = question.binding().request();
    for (var change : changes.params().values().entrySet()) {
      var name = change.getKey();
      var asked = request.params().get(name);
      var parameter =
          request.action().parameters().stream().filter(p -> p.name().equals(name)).findFirst();
      if (asked.isEmpty() || parameter.isEmpty()) {
        return Optional.of("`" + name + "` was not asked for, so it cannot be made smaller.");
      }
      var fault = fault(question, parameter.get(), asked.get(), change.getValue());
      if (fault.isPresent()) {
        return fault;
      }
    }
    return changes
        .lifeSeconds()
        .filter(life -> life < 1 || life > longestLife)
        .map(life ->
            "A ticket lives at most `"
                + longestLife
                + "` seconds here; `"
                + life
                + "` is not less.");
  }

  private static Optional<String> fault(
      ApprovalRequest question, Parameter parameter, Value asked, Value given) {
    var name = parameter.name();
    if (parameter.use().secret()) {
      return Optional.of("`" + name + "` is a secret and stays as it was asked.");
    }
    if (given.equals(asked)) {
      return Optional.of("`" + name + "` is what was asked; leave it out.");
    }
    return switch (parameter.type()) {
      case INTEGER, NUMBER -> number(question, parameter, asked, given);
      case ARRAY ->
          isPart(asked, given)
              ? Optional.empty()
              : Optional.of("`" + name + "` may only lose items of the list that was asked for.");
      case STRING, BOOLEAN ->
          Optional.of("`" + name + "` has no smaller value; approve it as it is, or deny.");
    };
  }

  private static Optional<String> number(
      ApprovalRequest question, Parameter parameter, Value asked, Value given) {
    var range = range(question, parameter, asked);
    var value = exact(given);
    if (range.isEmpty() || value.isEmpty()) {
      return Optional.of("`" + parameter.name() + "` must be a number.");
    }
    var least = range.get().least();
    var most = range.get().most();
    return value.get().compareTo(least) < 0 || value.get().compareTo(most) > 0
        ? Optional.of(
            "`"
                + parameter.name()
                + "` must be from `"
                + least.toPlainString()
                + "` to `"
                + most.toPlainString()
                + "`: less than was asked, not more or other.")
        : Optional.empty();
  }

  /** The number of that name in the state that approvers were shown. */
  private static Optional<BigDecimal> shown(ApprovalRequest question, String name) {
    return question.asked().evidence() instanceof Rehearsal.Outcome.Done(var seen)
        ? seen.now().get(name).flatMap(Narrowing::exact)
        : Optional.empty();
  }

  private static Optional<BigDecimal> exact(Value value) {
    return switch (value) {
      case Value.Int(var i) -> Optional.of(new BigDecimal(i));
      case Value.Real(var d) when Double.isFinite(d) -> Optional.of(new BigDecimal(d));
      default -> Optional.empty();
    };
  }

  private static boolean isPart(Value asked, Value given) {
    if (!(asked instanceof Value.Items(List<Value> all))
        || !(given instanceof Value.Items(List<Value> some))) {
      return false;
    }
    int at = 0;
    for (var item : all) {
      if (at < some.size() && some.get(at).equals(item)) {
        at++;
      }
    }
    return at == some.size();
  }
}
