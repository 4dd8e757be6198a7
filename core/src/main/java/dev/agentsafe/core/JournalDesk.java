package dev.agentsafe.core;

import dev.agentsafe.core.anchor.AnchorNews;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What concerns the journal itself: how it does as that changes, its keys, its anchors. */
public final class JournalDesk {
  private static final System.Logger LOG = System.getLogger(JournalDesk.class.getName());
  private static final String US = "agent-safe";

  private final Parts parts;
  private final List<Consumer<JournalHealth>> watchers = new CopyOnWriteArrayList<>();
  private @Nullable JournalHealth last;

  JournalDesk(Parts parts) {
    this.parts = parts;
  }

  /**
   * Calls back with how the journal does, at once and then within a second whenever something
   * begins or ends to be wrong with it. Callbacks must be quick; one that throws is not called
   * again.
   *
   * @return ends it
   */
  public synchronized Runnable watch(Consumer<JournalHealth> watcher) {
    var now = parts.book().journal().health();
    // INVARIANT: what a watcher was told is never newer than what the next look compares with.
    if (last == null) {
      last = now;
    }
    watchers.add(watcher);
    tell(watcher, now);
    return () -> watchers.remove(watcher);
  }

  /** Tells the watchers what has changed since it last looked; called often. */
  synchronized void look() {
    var now = parts.book().journal().health();
    var before = last;
    last = now;
    if (before != null
        && !(before.blocked().equals(now.blocked())
            && before.sealFailure().equals(now.sealFailure()))) {
      watchers.forEach(watcher -> tell(watcher, now));
    }
  }

  private void tell(Consumer<JournalHealth> watcher, JournalHealth health) {
    try {
      watcher.accept(health);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a watcher failed and is not told any more", e);
      watchers.remove(watcher);
    }
  }

  /**
   * Puts new keys in the place of those that sign the journal's checkpoints, and records it.
   *
   * @return the entry that announces them
   */
  public AuditEntry rotateKeys(Operator operator, String reason) {
    return parts
        .book()
        .journal()
        .rotateKeys(
            Eligibility.OPERATOR_PREFIX + operator.id().value(),
            parts.drafts().secrets().clean(reason));
  }

  /**
   * Seals what is recorded; the checkpoint is on the disk when it returns.
   *
   * @throws CoreException where it could not be signed or written
   */
  public JournalHealth seal() {
    parts.book().journal().seal();
    return parts.book().journal().health();
  }

  /** Records that somebody gave a receipt for a checkpoint, or has given none for long. */
  public AuditEntry record(AnchorNews news) {
    return parts.record(
        switch (news) {
          case AnchorNews.Obtained(var receipt, var at, var sha256) -> {
            var fields = new LinkedHashMap<String, Value>();
            fields.put("anchor", Value.of(receipt.anchor()));
            fields.put("kind", Value.of(receipt.kind().suffix()));
            fields.put("receipt", Value.of(receipt.file()));
            fields.put("receipt_sha256", Value.of(sha256));
            fields.put("receipt_time", Value.of(at.toString()));
            fields.put("size", Value.of(receipt.size()));
            yield parts
                .drafts()
                .aside(
                    EntryType.ANCHORED,
                    US,
                    new Drafts.Words(
                        "allow",
                        "`%s` gave a receipt (%s) for the checkpoint of %d lines"
                            .formatted(receipt.anchor(), receipt.kind(), receipt.size())),
                    fields);
          }
          case AnchorNews.Overdue(var anchor, var kind, var since, var why) -> {
            var fields = new LinkedHashMap<String, Value>();
            fields.put("anchor", Value.of(anchor));
            fields.put("failing_since", Value.of(since.toString()));
            fields.put("kind", Value.of(kind.suffix()));
            fields.put("why", Value.of(why));
            yield parts
                .drafts()
                .aside(
                    EntryType.ANCHOR_OVERDUE,
                    US,
                    new Drafts.Words(
                        "allow", "`%s` has given no receipt for long: %s".formatted(anchor, why)),
                    fields);
          }
        });
  }
}
