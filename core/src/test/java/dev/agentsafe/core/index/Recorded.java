package dev.agentsafe.core.index;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A journal that only remembers. */
final class Recorded {
  private final List<AuditEntry> entries = new ArrayList<>();
  private final List<Consumer<AuditEntry>> listeners = new CopyOnWriteArrayList<>();
  private final String salt;

  Recorded(String salt) {
    this.salt = salt;
  }

  Feed feed() {
    return new Feed(this::size, this::read, this::subscribe);
  }

  synchronized long size() {
    return entries.size();
  }

  void read(long from, Consumer<AuditEntry> sink) {
    List<AuditEntry> copy;
    synchronized (this) {
      copy = List.copyOf(entries.subList((int) Math.min(from, entries.size()), entries.size()));
    }
    copy.forEach(sink);
  }

  Runnable subscribe(Consumer<AuditEntry> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A decision in which everything interesting is given. */
  void decision(String caller, String target, String decision, String risk, String timestamp) {
    var line =
        Value.EMPTY
            .with("action", Value.of("scale-deployment"))
            .with("caller", Value.of(caller))
            .with("target", Value.of(target))
            .with("params", Value.EMPTY.with("replicas", Value.of(3)));
    add(
        EntryType.DECISION,
        caller,
        target,
        new Said(decision, risk, timestamp, Optional.empty()),
        line);
  }

  /** An entry that belongs to another one. */
  void later(EntryType type, String correlation, Value.Fields context) {
    var line = Value.EMPTY.with("context", context);
    var said = new Said("", "", "2026-01-15T12:00:00Z", Optional.of(correlation));
    add(type, "deploy-bot", "prod/api", said, line);
  }

  String idOf(long seq) {
    return "evt-%012x".formatted(seq);
  }

  private record Said(
      String decision, String risk, String timestamp, Optional<String> correlation) {}

  private void add(EntryType type, String caller, String target, Said said, Value.Fields line) {
    AuditEntry entry;
    synchronized (this) {
      var seq = entries.size();
      entry =
          new AuditEntry(
              seq,
              new AuditEntry.Chain(idOf(seq), type, said.timestamp(), "0".repeat(64), salt + seq),
              new AuditEntry.Subject("scale-deployment", target, caller, said.correlation()),
              new AuditEntry.Ruling(
                  said.decision(),
                  "because",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(said.risk()).filter(r -> !r.isEmpty())),
              line);
      entries.add(entry);
    }
    listeners.forEach(l -> l.accept(entry));
  }
}
