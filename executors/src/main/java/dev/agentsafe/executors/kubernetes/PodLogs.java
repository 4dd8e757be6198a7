package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the last lines that a container has written. */
final class PodLogs implements Errand<Pod> {
  private static final int LINES = 100;
  private static final int MOST_LINES = 10_000;

  /** How many bytes are answered; of more, the last. */
  static final int MOST_BYTES = 256 * 1024;

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            "tail_lines", "a whole number from 1 to 10000; 100 where it is left out",
            "container", "a name as Kubernetes takes it; one of the pod's"),
        PodChecks.CHECKS,
        new Manual.Course(
            "which container is read",
            "reads the last lines as a stream, 256 KiB of them at most",
            "read once; what looks like a secret is taken out before anybody sees it",
            "-"),
        new Manual.Undoing.ChangesNothing());
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
  public boolean readsOnly() {
    return true;
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    if (params.get("tail_lines").isPresent() && lines(params).isEmpty()) {
      return Optional.of("Parameter `tail_lines` must be a whole number from 1 to 10000.");
    }
    return params.text("container").flatMap(name -> Grammar.LABEL.objection("container", name));
  }

  private static Optional<Integer> lines(Value.Fields params) {
    return params.get("tail_lines").orElse(Value.of(LINES)) instanceof Value.Int(var given)
            && given.signum() > 0
            && given.bitLength() < 31
            && given.intValue() <= MOST_LINES
        ? Optional.of(given.intValue())
        : Optional.empty();
  }

  @Override
  public Value.Fields fields(Pod live, Site site) {
    return Pods.fields(live);
  }

  @Override
  public PrecheckResult check(String name, Optional<Pod> live, Asked asked) {
    // The lines of a pod that is ending are what one may want to see.
    return name.equals("pod-exists") && live.isPresent()
        ? Prechecks.pass(name, asked.place() + " exists")
        : PodChecks.check(name, live, asked);
  }

  @Override
  public Prospect prospect(Pod live, Site site) {
    var container = container(live, site);
    return missing(live, container)
        .<Prospect>map(Prospect.Impossible::new)
        .orElseGet(() ->
            new Prospect.Of(
                fields(live, site),
                List.of(),
                List.of("It only reads, from container `" + container + "`.")));
  }

  private static String container(Pod live, Site site) {
    return Pods.container(live, site.asked().params().text("container"));
  }

  static Optional<String> missing(Pod live, String container) {
    var names = Pods.containers(live);
    return names.contains(container)
        ? Optional.empty()
        : Optional.of(
            "it has no container `"
                + container
                + "`; there is "
                + String.join(", ", names.stream().map(n -> "`" + n + "`").toList()));
  }

  @Override
  public Effected run(Pod live, Site site, Permit permit, Consumer<String> progress) {
    var container = container(live, site);
    var missing = missing(live, container);
    if (missing.isPresent()) {
      return new Effected.NotDone(
          "It cannot be done to " + site.asked().place() + ": " + missing.get() + ".");
    }
    var tail = lines(site.asked().params()).orElse(LINES);
    var read = site.cluster().log(site.asked().place(), container, tail, MOST_BYTES);
    var text = read.text();
    progress.accept(
        "Read "
            + text.lines().count()
            + " lines of `"
            + container
            + "`"
            + (read.cut() ? ", the last 256 KiB of them" : ""));
    return new Effected.Done(
        Value.EMPTY
            .with("container", Value.of(container))
            .with("lines", Value.of(text.lines().count()))
            .with("truncated", Value.of(read.cut()))
            .with("log", Value.of(text)));
  }

  @Override
  public Readback happened(Pod live, Site site) {
    return new Readback.Absent("It only reads, so nothing was changed.");
  }
}
