package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Deletes one pod and waits until its controller has another in its place. */
final class DeletePod implements Procedure<Pod> {
  private static final long LONGEST_GRACE = 300;

  @Override
  public Manual manual() {
    return new Manual(
        Map.of("grace_period", "whole seconds from 0 to 300; 0 kills it at once"),
        PodChecks.CHECKS,
        new Manual.Course(
            "`dryRun=All` of the same deletion; its controller, budgets without room, files that"
                + " end with it",
            "one deletion that holds for the version read (`uid`, `resourceVersion`)",
            "the pod gone and its replica set or stateful set at full strength again, before the"
                + " deadline",
            "its controller"),
        new Manual.Undoing.Irreversible(
            "the pod is gone; another that its controller started is in its place"));
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  @Override
  public Class<Pod> type() {
    return Pod.class;
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    var given = params.get("grace_period");
    return given.isEmpty() || grace(params).isPresent()
        ? Optional.empty()
        : Optional.of("Parameter `grace_period` must be a whole number from 0 to 300.");
  }

  private static OptionalLong grace(Value.Fields params) {
    return params.get("grace_period").orElse(Value.NULL) instanceof Value.Int(var given)
            && given.signum() >= 0
            && given.bitLength() < 32
            && given.longValue() <= LONGEST_GRACE
        ? OptionalLong.of(given.longValue())
        : OptionalLong.empty();
  }

  @Override
  public Value.Fields fields(Pod live, Value.Fields params) {
    return Pods.fields(live);
  }

  @Override
  public Change change(Pod live, Asked asked) {
    if (Pods.mirrored(live)) {
      return new Change.Impossible(
          "it mirrors a static pod of its node; change the file on the node");
    }
    return Pods.ending(live)
        ? new Change.Impossible("it is ending already")
        : new Change.Deleted(grace(asked.params()), "Deleting the pod");
  }

  @Override
  public Optional<PrecheckResult> check(String name, Optional<Pod> live, Asked asked) {
    return Optional.of(PodChecks.check(name, live, asked));
  }

  @Override
  public List<String> notes(Optional<Pod> live, Asked asked) {
    var notes = new ArrayList<String>();
    live.ifPresent(pod -> {
      Pods.controller(pod)
          .ifPresentOrElse(
              owner -> notes.add(Pods.words(owner) + " starts another in its place."),
              () -> notes.add("Nothing controls it: it will be gone for good."));
      if (Pods.keepsFiles(pod)) {
        notes.add("Files in its `emptyDir` volumes end with it.");
      }
      var hurdles = new Budgets(asked.around()).before(List.of(pod));
      hurdles.never().forEach(words -> notes.add(sentence(words)));
      hurdles.now().forEach(words -> notes.add(sentence(words)));
    });
    return notes;
  }

  private static String sentence(String budget) {
    return "A deletion is not held back by it, but " + budget + ".";
  }

  @Override
  public boolean same(Pod one, Pod other, Value.Fields params) {
    return Pods.ending(one) == Pods.ending(other);
  }

  @Override
  public Standing standing(Pod live, Pod taken, Asked asked) {
    return Pods.ending(live)
        ? new Standing.Moving("it is ending")
        : new Standing.Moving("it is still there");
  }

  @Override
  public Standing standingOfNone(Asked asked) {
    return new Standing.Holds("it is gone");
  }

  @Override
  public Standing standingAfter(Pod taken, Asked asked) {
    return Pods.controller(taken)
        .map(owner ->
            switch (owner.getKind()) {
              case "ReplicaSet" ->
                  owner(ReplicaSet.class, owner.getUid(), asked)
                      .map(set -> strength(owner, set.getSpec().getReplicas(), asked))
                      .orElseGet(() -> standingOfNone(asked));
              case "StatefulSet" ->
                  owner(StatefulSet.class, owner.getUid(), asked)
                      .map(set -> strength(owner, set.getSpec().getReplicas(), asked))
                      .orElseGet(() -> standingOfNone(asked));
              default -> standingOfNone(asked);
            })
        .orElseGet(() -> standingOfNone(asked));
  }

  private static <T extends HasMetadata> Optional<T> owner(Class<T> type, String uid, Asked asked) {
    return asked.around().all(type, asked.place().namespace()).stream()
        .filter(o -> uid.equals(o.getMetadata().getUid()))
        .findFirst();
  }

  /** Counts the pods themselves: what their owner says of them comes later. */
  private static Standing strength(OwnerReference owner, @Nullable Integer replicas, Asked asked) {
    long wanted = replicas == null ? 1 : replicas;
    long there =
        asked.around().pods(asked.place().namespace()).stream()
            .filter(
                p -> Pods.controller(p).filter(o -> owner.getUid().equals(o.getUid())).isPresent())
            .filter(p -> Pods.ready(p) && !Pods.ending(p))
            .count();
    var words =
        "it is gone; %s has %d of %s ready".formatted(Pods.words(owner), there, Words.pods(wanted));
    return there >= wanted ? new Standing.Holds(words) : new Standing.Moving(words);
  }
}
