package dev.agentsafe.executors.kubernetes;

import static dev.agentsafe.executors.kubernetes.Prechecks.fail;
import static dev.agentsafe.executors.kubernetes.Prechecks.pass;
import static dev.agentsafe.executors.kubernetes.Prechecks.warn;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Manual.Check;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Closes a node to new pods and evicts those that are on it. */
final class DrainNode implements Errand<Node> {
  private static final Map<String, Check> CHECKS =
      Map.of(
          "node-exists",
          Check.blocking("the node is there"),
          "workload-check",
          Check.advisory("every pod on it has a controller that will start another elsewhere"),
          "pdb-check",
          Check.depends(
              "no disruption budget forbids an eviction for good (blocking), and none does at the"
                  + " moment (advisory: evictions are asked for again until the deadline)"),
          "capacity-check",
          Check.advisory("the other nodes have room for what all pods ask for"));

  /** So many evictions are rehearsed. */
  private static final int REHEARSED = 50;

  private static final int SHORTEST = 30;
  private static final int LONGEST = 600;

  @Override
  public Manual manual() {
    return new Manual(
        Map.of("timeout", "whole seconds from 30 to 600; the run's own deadline bounds it too"),
        CHECKS,
        new Manual.Course(
            "reads the node's pods; `dryRun=All` of the evictions; which pods go, which stay"
                + " (daemon sets, mirror pods), which are lost, whose files end",
            "the node is closed as by `cordon-node`; then one eviction for each pod (`uid`), asked"
                + " for again only where a budget held it back",
            "no pod left but those of daemon sets and mirror pods, before the deadline; else what"
                + " is left is named",
            "the pods' controllers"),
        new Manual.Undoing.Inverse(
            "the node takes new pods again; pods that went do not come back to it"));
  }

  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  @Override
  public Class<Node> type() {
    return Node.class;
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    return params.get("timeout").isEmpty() || timeout(params).isPresent()
        ? Optional.empty()
        : Optional.of("Parameter `timeout` must be a whole number of seconds from 30 to 600.");
  }

  private static Optional<Duration> timeout(Value.Fields params) {
    return params.get("timeout").orElse(Value.NULL) instanceof Value.Int(var given)
            && given.bitLength() < 31
            && given.intValue() >= SHORTEST
            && given.intValue() <= LONGEST
        ? Optional.of(Duration.ofSeconds(given.intValue()))
        : Optional.empty();
  }

  /** Unless it is told otherwise, a drain leaves them. */
  private static boolean leavesDaemons(Value.Fields params) {
    return !params.get("ignore_daemonsets").equals(Optional.of(Value.of(false)));
  }

  private static Workload workload(Site site) {
    return Workload.of(site.cluster().podsOn(site.asked().place().name()));
  }

  @Override
  public Value.Fields fields(Node live, Site site) {
    return fields(Schedule.schedulable(live), Schedule.ready(live), workload(site).movable());
  }

  private static Value.Fields fields(boolean schedulable, boolean ready, List<Pod> movable) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("schedulable", Value.of(schedulable));
    fields.put("ready", Value.of(ready));
    fields.put("pods", Value.texts(Workload.names(movable.stream())));
    return new Value.Fields(fields);
  }

  @Override
  public PrecheckResult check(String name, Optional<Node> live, Asked asked) {
    if (!CHECKS.containsKey(name)) {
      return warn(name, "not known here, so nothing was checked");
    }
    if (live.isEmpty()) {
      return fail(name, asked.place() + " does not exist");
    }
    return switch (name) {
      case "workload-check" -> lost(name, on(asked));
      case "pdb-check" -> budgets(name, on(asked), asked);
      case "capacity-check" -> {
        var left =
            Capacity.without(
                asked.place().name(), asked.around().nodes(), asked.around().allPods());
        yield left.enough() ? pass(name, left.words()) : warn(name, left.words());
      }
      default -> pass(name, asked.place() + " exists");
    };
  }

  private static Workload on(Asked asked) {
    return Workload.of(
        asked.around().allPods().stream()
            .filter(p -> p.getSpec() != null)
            .filter(p -> asked.place().name().equals(p.getSpec().getNodeName()))
            .toList());
  }

  private static PrecheckResult lost(String name, Workload workload) {
    var lost = workload.lost();
    return lost.isEmpty()
        ? pass(name, Words.pods(workload.movable().size()) + " to move, each with a controller")
        : warn(name, "without a controller and lost: " + Workload.listed(lost));
  }

  private static PrecheckResult budgets(String name, Workload workload, Asked asked) {
    var budgets = new Budgets(asked.around());
    var twice = workload.movable().stream().filter(p -> budgets.of(p).size() > 1).toList();
    if (!twice.isEmpty()) {
      return fail(
          name,
          "counted by more than one budget, which evictions refuse: " + Workload.listed(twice));
    }
    var hurdles = budgets.before(workload.movable());
    if (!hurdles.never().isEmpty()) {
      return fail(
          name,
          String.join("; ", hurdles.never()) + ": it allows no eviction, however long one waits");
    }
    return hurdles.now().isEmpty()
        ? pass(name, "no budget stands in the way")
        : warn(
            name,
            String.join("; ", hurdles.now()) + "; evictions are asked for until the deadline");
  }

  @Override
  public Prospect prospect(Node live, Site site) {
    var workload = workload(site);
    var params = site.asked().params();
    if (!leavesDaemons(params) && !workload.daemons().isEmpty()) {
      return new Prospect.Impossible(comeBack(workload));
    }
    var affected = new ArrayList<String>();
    affected.add(site.asked().place().toString());
    Workload.names(workload.movable().stream()).forEach(pod -> affected.add("pod " + pod));
    return new Prospect.Of(
        fields(false, Schedule.ready(live), List.of()), affected, notes(workload, site));
  }

  private static String comeBack(Workload workload) {
    return "pods of daemon sets would come back at once: "
        + Workload.listed(workload.daemons())
        + "; leave out `ignore_daemonsets: false`";
  }

  private static List<String> notes(Workload workload, Site site) {
    var notes = new ArrayList<String>();
    notes.add("Closing the node and evicting " + Words.pods(workload.movable().size()) + ".");
    note(notes, workload.daemons(), "Pods of daemon sets stay: ");
    note(notes, workload.mirrors(), "Mirrors of static pods stay: ");
    note(notes, workload.lost(), "Nothing starts these again: ");
    note(notes, workload.emptied(), "Files in `emptyDir` volumes end with these: ");
    if (site.cluster().keepsDryRun()) {
      workload.movable().stream()
          .limit(REHEARSED)
          .forEach(pod ->
              held(site.cluster().evict(pod, true))
                  .ifPresent(
                      why -> notes.add("`" + Pods.name(pod) + "` could not go now: " + why + ".")));
      if (workload.movable().size() > REHEARSED) {
        notes.add("Of all these, the first " + REHEARSED + " evictions were rehearsed.");
      }
    }
    return notes;
  }

  private static Optional<String> held(Evicted answer) {
    return switch (answer) {
      case Evicted.Begun begun -> Optional.empty();
      case Evicted.Gone gone -> Optional.empty();
      case Evicted.Held(var why) -> Optional.of(why);
      case Evicted.Refused(var why) -> Optional.of(why);
      case Evicted.Lost(var why) -> Optional.of(why);
    };
  }

  private static void note(List<String> notes, List<Pod> pods, String words) {
    if (!pods.isEmpty()) {
      notes.add(words + Workload.listed(pods) + ".");
    }
  }

  @Override
  public Effected run(Node live, Site site, Permit permit, Consumer<String> progress) {
    var params = site.asked().params();
    var workload = workload(site);
    if (!leavesDaemons(params) && !workload.daemons().isEmpty()) {
      return new Effected.NotDone(
          "It cannot be done to " + site.asked().place() + ": " + comeBack(workload) + ".");
    }
    var closed =
        new Effect<>(new Schedule(false), site.asked(), site.cluster(), site.auditId())
            .execute(Optional.of(live), progress);
    return closed instanceof Effected.Done
        ? new Drain(site, !Schedule.schedulable(live), timeout(params), progress).run()
        : closed;
  }

  @Override
  public Readback happened(Node live, Site site) {
    var place = site.asked().place();
    boolean marked = Edit.markOf(live).equals(Optional.of(site.auditId()));
    if (Schedule.schedulable(live)) {
      return marked
          ? new Readback.Open(place + " was closed by this decision, and somebody opened it since.")
          : new Readback.Absent(place + " takes new pods, as before.");
    }
    var left = workload(site).movable();
    if (left.isEmpty()) {
      return new Readback.Happened(place + " takes no new pods and none is left to move.");
    }
    return marked
        ? new Readback.Partly(
            place + " is closed by this decision; left on it: " + Workload.listed(left) + ".")
        : new Readback.Open(
            place + " is closed, but not known to be so by this decision; pods are left on it.");
  }
}
