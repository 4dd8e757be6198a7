package dev.agentsafe.core.anchor;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket in memory. */
record ShelfOfLocks(Map<String, byte[]> objects) implements ObjectStore, ObjectStore.Provider {
  ShelfOfLocks() {
    this(new ConcurrentHashMap<>());
  }

  @Override
  public ObjectStore open(ShipperSettings.Bucket settings, EgressSettings egress) {
    return this;
  }

  @Override
  public Optional<String> put(String name, byte[] content) {
    return Optional.of("only what is locked is kept here");
  }

  @Override
  public Kept keep(String name, byte[] content, Lock lock) {
    objects.putIfAbsent(name, content);
    return new Kept.Held("v1", lock);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
