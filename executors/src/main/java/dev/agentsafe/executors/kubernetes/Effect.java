package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.kubernetes.Procedure.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The change of one object: rehearsed, or sent once and looked after.
 *
 * @param <T> what the object is
 */
final class Effect<T extends HasMetadata> {
  private static final int CONFLICTS = 5;

  private final Procedure<T> procedure;
  private final Asked asked;
  private final Cluster cluster;
  private final String auditId;

  Effect(Procedure<T> procedure, Asked asked, Cluster cluster, String auditId) {
    this.procedure = procedure;
    this.asked = asked;
    this.cluster = cluster;
    this.auditId = auditId;
  }

  /** What the API would make of a change. */
  sealed interface After<T> {
    /** This; empty: nothing is left. */
    record Known<T>(Optional<T> object) implements After<T> {}

    /** It would say no. */
    record Refused<T>(String why) implements After<T> {}
  }

  /** What would be there afterwards, once all controllers have done their part. */
  After<T> rehearsed(Optional<T> live, Change.Write write) {
    if (!cluster.keepsDryRun()) {
      return new After.Known<>(imagined(live, write).map(after -> procedure.settled(after, asked)));
    }
    return switch (send(live, write, true)) {
      case Written.Taken(var answer) ->
          new After.Known<>(
              write instanceof Change.Deleted
                  ? Optional.empty()
                  : Optional.of(procedure.settled(procedure.type().cast(answer), asked)));
      case Written.Refused(var why, var conflict) -> new After.Refused<>(why);
      case Written.Lost(var why) -> throw new ExecutorException("The dry run failed: " + why);
    };
  }

  /** For APIs that are too old to be asked. */
  private Optional<T> imagined(Optional<T> live, Change.Write write) {
    return switch (write) {
      case Change.Made(var edit, var words) -> {
        var found = live.orElseThrow();
        var changed = edit.appliedTo(found, procedure.type());
        var generation = found.getMetadata().getGeneration();
        if (!procedure.same(found, changed, asked.params()) && generation != null) {
          changed.getMetadata().setGeneration(generation + 1);
        }
        yield Optional.of(changed);
      }
      case Change.Created(var object, var words) -> Optional.of(procedure.type().cast(object));
      case Change.Deleted gone -> Optional.empty();
    };
  }

  private Written send(Optional<T> live, Change.Write write, boolean dry) {
    return switch (write) {
      case Change.Made(var edit, var words) ->
          cluster.patch(asked.place(), edit.marked(live.orElseThrow(), auditId), dry);
      case Change.Created(var object, var words) ->
          cluster.create(Edit.signed(object, auditId), procedure.type(), dry);
      case Change.Deleted(var grace, var words) -> cluster.delete(live.orElseThrow(), grace, dry);
    };
  }

  /** Sends it once, then looks until it holds. */
  Effected execute(Optional<T> first, Consumer<String> progress) {
    var live = first;
    for (int attempt = 1; ; attempt++) {
      var change =
          live.map(found -> procedure.change(found, asked)).or(() -> procedure.changeOfNone(asked));
      if (change.isEmpty()) {
        return new Effected.NotDone("There is no " + asked.place() + ".");
      }
      switch (change.get()) {
        case Change.Impossible(var why) -> {
          return new Effected.NotDone("It cannot be done to " + asked.place() + ": " + why + ".");
        }
        case Change.None none -> {
          progress.accept(none.words());
          return unsent(none, live, progress);
        }
        case Change.Write write -> {
          progress.accept(write.words());
          if (attempt == 1) {
            live.map(Owners::notes).orElse(List.of()).forEach(progress);
          }
          switch (send(live, write, false)) {
            case Written.Taken(var taken) -> {
              progress.accept("The cluster took it; waiting until it holds");
              return verify(
                  Optional.of(procedure.type().cast(taken)),
                  "The cluster took the change of " + asked.place(),
                  progress);
            }
            case Written.Lost(var why) -> {
              return new Effected.InDoubt(
                  "The change was sent to "
                      + asked.place()
                      + " and "
                      + why
                      + ". "
                      + readBack(live, write));
            }
            case Written.Refused(var why, var conflict) when !conflict -> {
              return new Effected.NotDone("The cluster did not take it: " + why + ".");
            }
            case Written.Refused(var why, var conflict) -> {
              // A refused write surely did not happen, so another attempt cannot double it; it is
              // made only while what people approved is still what is there.
              var again = attempt < CONFLICTS ? find() : Optional.<T>empty();
              if (!isUnchanged(first, again)) {
                return new Effected.NotDone(
                    asked.place()
                        + " changed meanwhile; nothing was done. Look again and ask anew.");
              }
              progress.accept("Its status moved; trying with the newer version");
              live = again;
            }
          }
        }
      }
    }
  }

  private Optional<T> find() {
    return cluster.find(asked.place(), procedure.type());
  }

  private boolean isUnchanged(Optional<T> first, Optional<T> now) {
    return first.isPresent()
        && now.isPresent()
        && isSameObject(first.get(), now.get())
        && procedure.same(first.get(), now.get(), asked.params());
  }

  private static boolean isSameObject(HasMetadata one, HasMetadata other) {
    return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
  }

  private String readBack(Optional<T> before, Change.Write write) {
    try {
      var now = find();
      return write instanceof Change.Deleted
          ? goneBack(now.filter(found -> before.isPresent() && isSameObject(before.get(), found)))
          : now.flatMap(Edit::markOf).filter(auditId::equals).isPresent()
              ? "Read back, the object bears this decision's mark: the change is there."
              : "Read back, the object does not bear this decision's mark yet.";
    } catch (ExecutorException e) {
      return "It could not be read back.";
    }
  }

  private String goneBack(Optional<T> now) {
    if (now.isEmpty()) {
      return "Read back, the object is gone: the change is there.";
    }
    return now.get().getMetadata().getDeletionTimestamp() == null
        ? "Read back, the object is still there."
        : "Read back, the object is ending: the change is there.";
  }

  /** Nothing can be in doubt of what was not sent: where it does not hold, nothing was done. */
  private Effected unsent(Change.None none, Optional<T> live, Consumer<String> progress) {
    return switch (verify(live, none.words().replaceFirst("\\.$", ""), progress)) {
      case Effected.InDoubt(var why) ->
          new Effected.NotDone(why + " Nothing was sent, and " + none.unmet() + ".");
      case Effected.Done done -> done;
      case Effected.NotDone not -> not;
    };
  }

  private Effected verify(Optional<T> taken, String sofar, Consumer<String> progress) {
    return new Verification<>(procedure, asked, cluster).await(taken, sofar, progress);
  }
}
