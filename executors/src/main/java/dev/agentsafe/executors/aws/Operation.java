package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Awaiting;
import dev.agentsafe.executors.order.Deadline;
import dev.agentsafe.executors.order.Declared;
import dev.agentsafe.executors.order.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One order on one thing.
 *
 * @param <T> what AWS says of the thing
 */
final class Operation<T> {
  private final Procedure<T> procedure;
  private final Aim aim;
  private final Action action;
  private final Services.Reach reach;
  private final Deadline deadline;

  Operation(
      Procedure<T> procedure, Aim aim, Action action, Services.Reach reach, Deadline deadline) {
    this.procedure = procedure;
    this.aim = aim;
    this.action = action;
    this.reach = reach;
    this.deadline = deadline;
  }

  private Optional<T> live() {
    return reading(services -> procedure.find(services, aim));
  }

  /**
   * Reads.
   *
   * @throws ExecutorException in words for people
   */
  private <R> R reading(Function<Services, R> read) {
    try (var services = Services.reading(reach, deadline)) {
      try {
        return read.apply(services);
      } catch (SdkException e) {
        throw new ExecutorException(
            aim + " could not be read: " + Failure.of(e, services).words() + ".", e);
      }
    }
  }

  Value.Fields read() {
    return state(live());
  }

  /** The state fields, and all that AWS tells. */
  Seen look() {
    var live = live();
    return new Seen(state(live), live.flatMap(procedure::whole));
  }

  private Value.Fields state(Optional<T> live) {
    return live.filter(found -> Declared.any(action))
        .map(found -> Declared.of(action, procedure.fields(found, aim)))
        .orElse(Value.EMPTY);
  }

  List<PrecheckResult> precheck() {
    return precheck(live());
  }

  private List<PrecheckResult> precheck(Optional<T> live) {
    return action.scope().prechecks().stream().map(check -> check(check.name(), live)).toList();
  }

  private PrecheckResult check(String name, Optional<T> live) {
    return live.isEmpty()
        ? new PrecheckResult(name, false, "there is no " + aim, false)
        : reading(services -> procedure.check(name, live.get(), services, aim))
            .map(check -> new PrecheckResult(name, check.passed(), check.words(), false))
            .orElseGet(() ->
                new PrecheckResult(name, false, "not known here, so nothing was checked", true));
  }

  Rehearsal.Outcome rehearse() {
    var found = live();
    if (found.isEmpty()) {
      return new Rehearsal.Outcome.NotPossible(
          "There is no " + aim + ".",
          Optional.of(
              "Check its id; the target is in account `%s`, region `%s`."
                  .formatted(aim.home().account(), aim.home().region())));
    }
    var live = found.get();
    var state = Declared.shown(action, procedure.fields(live, aim));
    var checks = precheck(found);
    return switch (procedure.change(live, aim)) {
      case Procedure.Change.Impossible(var why) ->
          new Rehearsal.Outcome.NotPossible(
              "It cannot be done to " + aim + ": " + why + ".", Optional.empty());
      case Procedure.Change.None(var words) ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(state, state, List.of(), checks, List.of(words)));
      case Procedure.Change.Made(var words, var after, var effects) -> {
        var notes = new ArrayList<String>();
        notes.add(words + ".");
        notes.addAll(effects);
        notes.addAll(procedure.owners(live));
        notes.addAll(taggedOwners(live));
        yield new Rehearsal.Outcome.Done(
            new Rehearsal(
                state, Declared.shown(action, after), List.of(aim.toString()), checks, notes));
      }
    };
  }

  /** That the tags may not be read is no reason to know nothing of the rest. */
  private List<String> taggedOwners(T live) {
    try {
      return Owners.of(reading(services -> procedure.tags(live, services, aim)));
    } catch (ExecutorException e) {
      return List.of("Who else has a say in it is not known: its tags could not be read.");
    }
  }

  /**
   * Does it once, then looks until it holds.
   *
   * @param writing how the one write reaches AWS; everything else is read
   */
  Effected execute(Services.Reach writing, Consumer<String> progress) {
    var found = live();
    if (found.isEmpty()) {
      return new Effected.NotDone("There is no " + aim + ".");
    }
    var live = found.get();
    return switch (procedure.change(live, aim)) {
      case Procedure.Change.Impossible(var why) ->
          new Effected.NotDone("It cannot be done to " + aim + ": " + why + ".");
      case Procedure.Change.None(var words) -> {
        progress.accept(words);
        yield switch (verify(live, Optional.empty(), progress)) {
          case Effected.InDoubt _ ->
              new Effected.NotDone(words + " Nothing was sent, and it does not hold.");
          case Effected.Done done -> done;
          case Effected.NotDone not -> not;
        };
      }
      case Procedure.Change.Made(var words, var after, var notes) -> {
        progress.accept(words);
        procedure.owners(live).forEach(progress);
        yield send(writing, live, progress);
      }
    };
  }

  private Effected send(Services.Reach writing, T live, Consumer<String> progress) {
    Procedure.Sent sent;
    var patience = procedure.patience(live, writing.wire().callTimeout());
    try (var services = Services.writing(writing, deadline, patience)) {
      try {
        sent = procedure.send(services, live, aim);
      } catch (SdkException e) {
        var told = Failure.of(e, services);
        var failure = givesSecrets() ? told.bare() : told;
        return switch (failure.kind()) {
          case NOT_SENT, REFUSED ->
              new Effected.NotDone("AWS did not take it: " + failure.words() + ".");
          case LOST ->
              new Effected.InDoubt(
                  "The change was sent to %s and %s. %s"
                      .formatted(aim, failure.words(), readBack(live)));
        };
      }
    }
    if (sent.doubt().isPresent()) {
      return new Effected.InDoubt("AWS did it to " + aim + ", but " + sent.doubt().get() + ".");
    }
    progress.accept("AWS took it; waiting until it holds");
    return verify(live, sent.output(), progress);
  }

  /** AWS quotes in its errors what it was given. */
  private boolean givesSecrets() {
    return action.parameters().stream()
        .anyMatch(p -> p.use().secret() && aim.params().get(p.name()).isPresent());
  }

  /** Whether it happened, by what is there now; AWS keeps no mark of who did it. */
  Readback happened(Value.Fields before) {
    if (!procedure.shows(aim)) {
      return new Readback.Open("AWS does not show of " + aim + " whether it was done.");
    }
    try {
      var live = live();
      var now = live.map(found -> procedure.fields(found, aim)).orElse(Value.EMPTY);
      var standing = procedure.standing(Optional.empty(), live, aim);
      var words = aim + ": " + standing.words();
      return switch (standing) {
        case Standing.Holds _ -> new Readback.Happened(words + ".");
        case Standing.Moving _, Standing.Broken _ when !procedure.isRecorded(aim) ->
            new Readback.Open(words + "; what is recorded does not tell whether it was so before.");
        case Standing.Moving _, Standing.Broken _ when Declared.unchanged(action, before, now) ->
            new Readback.Absent(words + ", as before.");
        // Where nothing was known before, what is there may be what was there.
        case Standing.Moving _ when before.values().isEmpty() -> new Readback.Open(words + ".");
        case Standing.Moving _ -> new Readback.Partly(words + ".");
        case Standing.Broken _ -> new Readback.Open(words + ".");
      };
    } catch (ExecutorException e) {
      return new Readback.Open(String.valueOf(e.getMessage()));
    }
  }

  private String readBack(T before) {
    if (!procedure.shows(aim)) {
      return "Nothing of it can be read back.";
    }
    try {
      var standing = procedure.standing(Optional.of(before), live(), aim);
      return standing instanceof Standing.Holds
          ? "Read back, it is done: " + standing.words() + "."
          : "Read back, it does not hold yet: " + standing.words() + ".";
    } catch (ExecutorException e) {
      return "It could not be read back.";
    }
  }

  private Effected verify(T before, Optional<Value> answer, Consumer<String> progress) {
    return new Awaiting<T>(aim.toString(), "AWS took the change of " + aim, deadline)
        .until(
            this::live,
            found -> procedure.standing(Optional.of(before), found, aim),
            found ->
                answer.orElseGet(
                    () -> found.map(live -> procedure.fields(live, aim)).orElse(Value.EMPTY)),
            progress);
  }
}
