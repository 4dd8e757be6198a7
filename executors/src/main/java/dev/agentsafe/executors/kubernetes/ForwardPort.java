package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Manual.Check;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Leaves a port of the loopback interface open that leads to a port of a pod, for a while;
 * thread-safe.
 */
final class ForwardPort implements Errand<Pod>, AutoCloseable {
  private static final int LOWEST = 1024;
  private static final int HIGHEST = 65_535;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 3_600;
  private static final int USUAL = 600;
  private static final int REMEMBERED = 1024;
  private static final Map<String, Check> CHECKS =
      Map.of(
          "pod-exists", PodChecks.CHECKS.get("pod-exists"),
          "pod-running", PodChecks.CHECKS.get("pod-running"),
          "port-available", Check.blocking("nothing listens on the local port yet"));

  /** How long a first connection may be refused. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Duration pulse;
  private final InstantSource clock;
  private final Map<String, LocalForward> open = new ConcurrentHashMap<>();

  /** Of those that this process is done with, whether they were open. */
  private final Past past = new Past(REMEMBERED);

  /**
   * Forwards to pods.
   *
   * @param pulse how often it is looked whether a pod is still there
   */
  ForwardPort(Duration pulse, InstantSource clock) {
    this.pulse = pulse;
    this.clock = clock;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            "local_port", "a port from 1024 to 65535; any that is free where it is left out or 0",
            "remote_port", "a port from 1 to 65535",
            "duration", "whole seconds from 10 to 3600; 600 where it is left out"),
        CHECKS,
        new Manual.Course(
            "the pod, and whether the local port is free; nothing is opened",
            "listens on the loopback interface of this machine; each connection goes over the"
                + " API's port-forward to the pod that was read (`uid`), until its time is over, it"
                + " is stopped, its agent is, the pod is gone or the console ends",
            "a first connection to the pod's port that is not refused",
            "-"),
        new Manual.Undoing.Irreversible(
            "what went through it cannot be taken back; the port itself is closed at any time and"
                + " without asking, by whoever opened it and by operators"));
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
    if (local(params).isEmpty()) {
      return Optional.of("Parameter `local_port` must be a port from 1024 to 65535, or 0 for any.");
    }
    if (remote(params).isEmpty()) {
      return Optional.of("Parameter `remote_port` must be a port from 1 to 65535.");
    }
    return seconds(params).isEmpty()
        ? Optional.of("Parameter `duration` must be a whole number of seconds from 10 to 3600.")
        : Optional.empty();
  }

  private static Optional<Integer> local(Value.Fields params) {
    return whole(params, "local_port", 0, 0, HIGHEST).filter(p -> p == 0 || p >= LOWEST);
  }

  private static Optional<Integer> remote(Value.Fields params) {
    return whole(params, "remote_port", 0, 1, HIGHEST);
  }

  private static Optional<Integer> seconds(Value.Fields params) {
    return whole(params, "duration", USUAL, SHORTEST, LONGEST);
  }

  private static Optional<Integer> whole(
      Value.Fields params, String name, int usual, int least, int most) {
    return params.get(name).orElse(Value.of(usual)) instanceof Value.Int(var given)
            && given.bitLength() < 31
            && given.intValue() >= least
            && given.intValue() <= most
        ? Optional.of(given.intValue())
        : Optional.empty();
  }

  @Override
  public Value.Fields fields(Pod live, Site site) {
    return Pods.fields(live);
  }

  @Override
  public PrecheckResult check(String name, Optional<Pod> live, Asked asked) {
    if (!name.equals("port-available")) {
      return PodChecks.check(name, live, asked);
    }
    int port = local(asked.params()).orElse(0);
    return port == 0
        ? Prechecks.pass(name, "any port that is free is taken")
        : isFree(port)
            ? Prechecks.pass(name, "nothing listens on port " + port)
            : Prechecks.fail(name, taken(port));
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral(LocalForward.HERE))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String taken(int port) {
    return "port `" + port + "` of this machine is taken; name another, or none for any free one";
  }

  @Override
  public Prospect prospect(Pod live, Site site) {
    var params = site.asked().params();
    int port = local(params).orElse(0);
    if (port != 0 && !isFree(port)) {
      return new Prospect.Impossible(taken(port));
    }
    return new Prospect.Of(
        fields(live, site),
        List.of(site.asked().place().toString()),
        List.of(
            "Opening %s of the console's machine for %d s, which leads to port %d of the pod."
                .formatted(
                    port == 0 ? "a free port" : "port " + port,
                    seconds(params).orElse(USUAL),
                    remote(params).orElse(0)),
            "Whatever runs on that machine can use it; what goes through is not looked at."));
  }

  private static String unopened(int port, IOException e) {
    return port != 0 && e instanceof BindException
        ? taken(port)
        : "this machine lets nobody listen on its loopback interface (" + e.getMessage() + ")";
  }

  @Override
  public Effected run(Pod live, Site site, Permit permit, Consumer<String> progress) {
    boolean opened = false;
    try {
      var effected = tried(live, site, permit, progress);
      opened = effected instanceof Effected.Done;
      return effected;
    } finally {
      past.put(site.auditId(), opened);
    }
  }

  private Effected tried(Pod live, Site site, Permit permit, Consumer<String> progress) {
    var params = site.asked().params();
    var place = site.asked().place();
    int port = local(params).orElse(0);
    int remote = remote(params).orElseThrow();
    if (!Pods.running(live)) {
      return new Effected.NotDone("It cannot be done to " + place + ": it does not run.");
    }
    var line = site.cluster().line(place);
    var lead = new LocalForward.Lead(line, live.getMetadata().getUid(), remote, pulse);
    LocalForward forward;
    try {
      forward =
          new LocalForward(port, lead, life(params, permit), () -> open.remove(site.auditId()));
    } catch (IOException e) {
      line.close();
      return new Effected.NotDone("Nothing was opened: " + unopened(port, e) + ".");
    }
    progress.accept("Trying port " + remote + " of " + place);
    try {
      var hasty = line.within(site.cluster().deadline().left());
      return opened(forward, Probe.of(hasty, remote, PATIENCE), site, permit);
    } catch (InterruptedException e) {
      forward.close();
      Thread.currentThread().interrupt();
      return new Effected.NotDone("It was stopped before anything was opened.");
    } catch (RuntimeException e) {
      forward.close();
      throw e;
    }
  }

  /** As long as was asked for, and never longer than its credential. */
  private Duration life(Value.Fields params, Permit permit) {
    var asked = Duration.ofSeconds(seconds(params).orElse(USUAL));
    return permit
        .credential()
        .flatMap(Credential::expiresAt)
        .map(end -> Duration.between(clock.instant(), end))
        .filter(left -> left.compareTo(asked) < 0)
        .orElse(asked);
  }

  private Effected opened(LocalForward forward, Probe probe, Site site, Permit permit) {
    if (probe instanceof Probe.Refused(var why)) {
      forward.close();
      return new Effected.NotDone(forward.leadsTo() + " takes no connections: " + why + ".");
    }
    open.put(site.auditId(), forward);
    var refused = permit.leave(forward);
    if (refused.isPresent()) {
      return new Effected.NotDone("It must not stay open: " + refused.get());
    }
    forward.open();
    return new Effected.Done(
        Value.EMPTY
            .with("address", Value.of(forward.address()))
            .with("port", Value.of(forward.port()))
            .with("leads_to", Value.of(forward.leadsTo()))
            .with("seconds", Value.of(forward.life().toSeconds()))
            .with("first_connection", Value.of(words(probe))));
  }

  private static String words(Probe probe) {
    return switch (probe) {
      case Probe.Answered answered -> "answered";
      case Probe.NotRefused silent -> "not refused";
      case Probe.Refused(var why) -> "refused: " + why;
      case Probe.Untried(var why) -> "could not be tried: " + why;
    };
  }

  @Override
  public Optional<Readback> known(Site site) {
    return Optional.of(
        Optional.ofNullable(open.get(site.auditId()))
            .filter(LocalForward::isOpen)
            .<Readback>map(
                f -> new Readback.Happened("`" + f.address() + "` leads to " + f.leadsTo() + "."))
            .or(() -> past.opened(site.auditId()).map(ForwardPort::ended))
            .orElseGet(() ->
                new Readback.Open(
                    "No port is open for it now: one ends with the process that opened it. Whether"
                        + " it was ever open, the entry `forward_opened` of its run says.")));
  }

  private static Readback ended(boolean opened) {
    return opened
        ? new Readback.Happened("The port was open, and is closed.")
        : new Readback.Absent("The port was never open.");
  }

  @Override
  public Readback happened(Pod live, Site site) {
    return known(site).orElseThrow();
  }

  @Override
  public void close() {
    List.copyOf(open.values()).forEach(LocalForward::close);
  }
}
