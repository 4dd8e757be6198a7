package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.Target;
import java.util.List;
import java.util.Optional;

/** Turns submissions into requests, or says why they do not fit; immutable and thread-safe. */
public final class RequestParser {
  private final Catalog catalog;
  private final Inventory inventory;
  private final ChangeTickets changeTickets;

  /** A parser for the actions and targets of a workspace where any text is a change ticket. */
  public RequestParser(Catalog catalog, Inventory inventory) {
    this(catalog, inventory, ChangeTickets.ANY);
  }

  /** A parser for the actions and targets of one workspace. */
  public RequestParser(Catalog catalog, Inventory inventory, ChangeTickets changeTickets) {
    this.catalog = catalog;
    this.inventory = inventory;
    this.changeTickets = changeTickets;
  }

  /**
   * Checks action, parameters, target, target type, binding and change ticket, in this order.
   *
   * <p>What a bound target implies counts as given when parameters are checked, where the target is
   * known and its type fits.
   */
  public Parsed parse(Submission submission) {
    var action = catalog.find(submission.action());
    var target = submission.target().flatMap(inventory::find);
    return action
        .map(found -> parse(submission, found, target))
        .orElseGet(() ->
            new Parsed.Unfit(
                Parsed.Kind.UNKNOWN_ACTION,
                "Unknown action: " + submission.action(),
                Optional.empty(),
                target));
  }

  private Parsed parse(Submission submission, Action action, Optional<Target> target) {
    var known = Optional.of(action);
    var params =
        target
            .filter(found -> TargetTypes.applies(action, found.type()))
            .map(found -> BindingFill.fill(action, found, submission.params()))
            .orElse(submission.params());
    var problems = ParameterCheck.problems(action.parameters(), params);
    if (!problems.isEmpty()) {
      return new Parsed.Unfit(
          Parsed.Kind.INVALID_PARAMETERS,
          "Invalid parameters: " + Parsed.join(problems),
          known,
          target);
    }
    if (target.isEmpty()) {
      return submission
          .target()
          .map(id ->
              new Parsed.Unfit(Parsed.Kind.UNKNOWN_TARGET, "Unknown target: " + id, known, target))
          .orElseGet(
              () -> new Parsed.Unfit(Parsed.Kind.MISSING_TARGET, "Missing target", known, target));
    }
    return fit(submission, action, target.get(), params);
  }

  private Parsed fit(Submission submission, Action action, Target target, Value.Fields params) {
    if (!TargetTypes.applies(action, target.type())) {
      return new Parsed.Unfit(
          Parsed.Kind.TARGET_TYPE,
          "Action " + action.name() + " does not apply to target type " + target.type(),
          Optional.of(action),
          Optional.of(target));
    }
    var conflicts = BindingFill.conflicts(action, target, params);
    if (!conflicts.isEmpty()) {
      return new Parsed.Unfit(
          Parsed.Kind.BINDING_CONFLICT,
          String.join("; ", conflicts),
          Optional.of(action),
          Optional.of(target));
    }
    var fault = changeTickets.fault(submission.changeTicket());
    if (fault.isPresent()) {
      return new Parsed.Unfit(
          Parsed.Kind.CHANGE_TICKET, fault.get(), Optional.of(action), Optional.of(target));
    }
    return new Parsed.Fits(
        new ActionRequest(
            action, target, submission.callerOrAnonymous(), params, submission.changeTicket()));
  }

  /**
   * The text parameters that the binding of a target of one of the action's types may fill and must
   * agree with: for Kubernetes those that name the object, else those that the binding has by the
   * same name.
   */
  public static List<String> bindable(Action action) {
    return BindingFill.fillable(action);
  }
}
