package dev.agentsafe.app.gateway;

import dev.agentsafe.core.Readiness;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.anchor.AnchorStatus;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.ship.ShipStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far what leaves this machine has come, for whoever watches it. */
record Abroad(
    List<ShipStatus> shipped, List<AnchorStatus> anchored, Readiness limits, Instant now) {

  /** As it is now; reads small files. */
  static Abroad of(Workspace workspace, long journalSize, Instant now) {
    return new Abroad(
        workspace.shipped(journalSize),
        workspace.anchored(),
        workspace.settings().outside().readiness(),
        now);
  }

  /** Why no calls are taken, where the settings say so; empty: they are. */
  Optional<String> objection() {
    return limits
        .mostLag()
        .flatMap(this::behind)
        .or(() -> limits.mostAnchorAge().flatMap(this::old));
  }

  private Optional<String> behind(long most) {
    return shipped.stream()
        .filter(s -> s.lag() > most)
        .findFirst()
        .map(s ->
            "`%s` is %d entries behind; `readiness.max_lag` allows %d."
                .formatted(s.name(), s.lag(), most));
  }

  private Optional<String> old(Duration most) {
    return anchored.stream()
        .filter(a -> a.at().isEmpty() || age(a.at().get()).compareTo(most) > 0)
        .findFirst()
        .map(a ->
            "The latest receipt of `%s` is %s; `readiness.max_anchor_age` allows %d seconds."
                .formatted(
                    a.name(),
                    a.at().map(at -> age(at).toSeconds() + " seconds old").orElse("not there yet"),
                    most.toSeconds()));
  }

  private Duration age(Instant at) {
    var age = Duration.between(at, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  Value shippers() {
    var all = new ArrayList<Value>();
    shipped.forEach(s ->
        all.add(
            Value.EMPTY
                .with("name", Value.of(s.name()))
                .with("lag", Value.of(s.lag()))
                .with("failing", Value.of(s.problem().isPresent()))));
    return new Value.Items(all);
  }

  Value anchors() {
    var all = new ArrayList<Value>();
    anchored.forEach(a ->
        all.add(
            Value.EMPTY
                .with("name", Value.of(a.name()))
                .with("entries", Value.of(a.size()))
                .with(
                    "age_seconds",
                    a.at().map(at -> Value.of(age(at).toSeconds())).orElse(Value.NULL))
                .with("failing", Value.of(a.problem().isPresent()))));
    return new Value.Items(all);
  }
}
