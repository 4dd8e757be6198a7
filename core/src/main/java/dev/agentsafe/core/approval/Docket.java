package dev.agentsafe.core.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The questions that were asked and where each stands: a fold over the journal, kept in memory.
 *
 * <p>Thread-safe. Whoever settles a question does so inside {@link #deciding}, so that one answer
 * wins; settled questions beyond the newest {@value #KEPT} are forgotten.
 */
public final class Docket {
  private static final int KEPT = 10_000;

  /**
   * A question and where it stands.
   *
   * @param since since when it stands there
   */
  private record Item(ApprovalRequest request, Standing standing, Instant since, Claim claim) {
    private Item(ApprovalRequest request) {
      this(request, new Standing.Pending(), request.span().asked(), new Claim());
    }

    private boolean isOver() {
      return !(standing instanceof Standing.Pending || standing instanceof Standing.Offered);
    }

    /** Whether nothing can become of it any more. */
    private boolean isDone() {
      return isOver() && !isUnclaimed();
    }

    private boolean isUnclaimed() {
      return standing instanceof Standing.Approved && !claim.taken;
    }
  }

  /** Whether the ticket of a question was handed out; guarded by the docket's lock. */
  private static final class Claim {
    private final ReentrantLock turn = new ReentrantLock();
    private boolean taken;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Map<ApprovalId, Item> items = new LinkedHashMap<>();

  /** An empty docket. */
  public Docket() {}

  /** Does something while nobody else can settle a question. */
  public <T> T deciding(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something while nobody else claims the ticket of that question; it may take long, and may
   * call {@link #deciding}.
   */
  public <T> Optional<T> claiming(ApprovalId id, Supplier<Optional<T>> body) {
    var item = item(id);
    if (item.isEmpty()) {
      return Optional.empty();
    }
    var turn = item.get().claim().turn;
    turn.lock();
    try {
      return body.get();
    } finally {
      turn.unlock();
    }
  }

  /** The ticket of that question was handed out. */
  public void claimed(ApprovalId id) {
    deciding(() -> {
      item(id).ifPresent(i -> i.claim().taken = true);
      return id;
    });
  }

  /** Whether the ticket of that question was handed out. */
  public boolean isClaimed(ApprovalId id) {
    return deciding(() -> item(id).filter(i -> i.claim().taken).isPresent());
  }

  /** A new question. */
  public void add(ApprovalRequest request) {
    lock.lock();
    try {
      items.put(request.id(), new Item(request));
      forgetOldest();
    } finally {
      lock.unlock();
    }
  }

  /** Changes what is known of a question: a vote, its evidence. */
  public void update(ApprovalId id, UnaryOperator<ApprovalRequest> change) {
    lock.lock();
    try {
      items.computeIfPresent(
          id, (k, i) -> new Item(change.apply(i.request()), i.standing(), i.since(), i.claim()));
    } finally {
      lock.unlock();
    }
  }

  /** Says where a question stands since then, and wakes those who wait for it. */
  public void settle(ApprovalId id, Standing standing, Instant since) {
    lock.lock();
    try {
      items.computeIfPresent(id, (k, i) -> new Item(i.request(), standing, since, i.claim()));
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** That question. */
  public Optional<ApprovalRequest> request(ApprovalId id) {
    return item(id).map(Item::request);
  }

  /** Where that question stands. */
  public Optional<Standing> standing(ApprovalId id) {
    return item(id).map(Item::standing);
  }

  /** When an approval that nobody has claimed is worth nothing any more; empty where it is none. */
  public Optional<Instant> claimUntil(ApprovalId id) {
    return deciding(() ->
        item(id)
            .filter(Item::isUnclaimed)
            .map(i -> i.since().plus(i.request().span().claimLife())));
  }

  /** The approvals that nobody has claimed. */
  public List<ApprovalRequest> unclaimed() {
    return deciding(
        () -> items.values().stream().filter(Item::isUnclaimed).map(Item::request).toList());
  }

  /** The open questions, oldest first. */
  public List<ApprovalRequest> pending() {
    lock.lock();
    try {
      var open = new ArrayList<ApprovalRequest>();
      for (var item : items.values()) {
        if (item.standing() instanceof Standing.Pending) {
          open.add(item.request());
        }
      }
      open.sort(Comparator.comparing(r -> r.span().asked()));
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** The questions that wait for people or for the agent, in the order in which they were asked. */
  public List<ApprovalRequest> waiting() {
    return deciding(
        () -> items.values().stream().filter(i -> !i.isOver()).map(Item::request).toList());
  }

  /** Questions whose time is over at that moment, though they wait for people or the agent. */
  public List<ApprovalId> overdue(Instant now) {
    return deciding(() ->
        items.values().stream()
            .filter(i -> !i.isOver() && !now.isBefore(i.request().span().expires()))
            .map(i -> i.request().id())
            .toList());
  }

  /** Waits until a question is settled or the time is over, and says where it stands. */
  public Optional<Standing> await(ApprovalId id, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0 && isPending(id)) {
        left = settled.awaitNanos(left);
      }
      return Optional.ofNullable(items.get(id)).map(Item::standing);
    } finally {
      lock.unlock();
    }
  }

  private boolean isPending(ApprovalId id) {
    var item = items.get(id);
    return item != null && item.standing() instanceof Standing.Pending;
  }

  private Optional<Item> item(ApprovalId id) {
    lock.lock();
    try {
      return Optional.ofNullable(items.get(id));
    } finally {
      lock.unlock();
    }
  }

  private void forgetOldest() {
    if (items.size() <= KEPT) {
      return;
    }
    items.entrySet().stream()
        .filter(e -> e.getValue().isDone())
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(items::remove);
  }
}
