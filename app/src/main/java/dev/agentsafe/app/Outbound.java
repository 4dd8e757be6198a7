package dev.agentsafe.app;

import dev.agentsafe.app.notify.Notifiers;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.anchor.AnchorStatus;
import dev.agentsafe.core.anchor.Anchoring;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.Rounds;
import dev.agentsafe.core.ship.ShipStatus;
import dev.agentsafe.core.ship.Shippers;
import dev.agentsafe.core.ship.Shipping;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All that leaves this machine by itself, until it is closed: lines, notices, checkpoints. */
record Outbound(Shipping shipping, Rounds alarms, Anchoring anchoring) implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Ships what that governor records, tells people of it, and anchors its journal. */
  static Outbound start(Governor governor) {
    var shipping = ship(governor);
    try {
      return new Outbound(shipping, alarms(governor), anchor(governor));
    } catch (CoreException e) {
      shipping.close();
      throw e;
    }
  }

  private static Rounds alarms(Governor governor) {
    var outside = governor.workspace().settings().outside();
    return Rounds.start(
        Notifiers.alarms(outside.notifiers(), outside.egress(), governor::journalHealth),
        RETRY,
        wake -> governor.journal().watch(health -> wake.run()));
  }

  private static Shipping ship(Governor governor) {
    var workspace = governor.workspace();
    var outside = workspace.settings().outside();
    var posts = new ArrayList<>(posts(workspace));
    posts.addAll(Notifiers.open(outside.notifiers(), outside.egress()));
    return Shipping.start(
        new Shipping.Source(
            workspace.settings().paths().auditLog(),
            governor::journalSize,
            ShipStatus.folder(workspace.local())),
        posts,
        wake -> governor.subscribe(entry -> wake.run()));
  }

  private static Anchoring anchor(Governor governor) {
    var workspace = governor.workspace();
    var outside = workspace.settings().outside();
    return Anchoring.start(
        new Anchoring.Source(
            SealFolder.of(workspace.settings().paths().auditLog()),
            AnchorStatus.folder(workspace.local()),
            outside.anchors(),
            Clock.systemUTC()),
        new Anchoring.Ways(outside.egress(), stores(), RETRY),
        governor.journal()::record);
  }

  /** The shippers of a workspace, each opened. */
  static List<Shipping.Post> posts(Workspace workspace) {
    var outside = workspace.settings().outside();
    return Shippers.open(outside.shippers(), outside.egress(), stores());
  }

  private static Optional<ObjectStore.Provider> stores() {
    return ServiceLoader.load(ObjectStore.Provider.class).findFirst();
  }

  @Override
  public void close() {
    anchoring.close();
    alarms.close();
    shipping.close();
  }
}
