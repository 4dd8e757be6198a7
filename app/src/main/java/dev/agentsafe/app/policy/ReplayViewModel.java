package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.History;
import dev.agentsafe.core.preview.Replay;
import dev.agentsafe.core.preview.Watch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** Every recorded decision under the draft, as somebody types; belongs to the FX thread. */
public final class ReplayViewModel {
  private final DraftDesk desk;
  private final Work work;
  private final AtomicLong wanted = new AtomicLong();
  private final BooleanProperty againstLive = new SimpleBooleanProperty(this, "againstLive");
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", new State.Waiting());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private Optional<PolicySet> rules = Optional.empty();
  private Optional<Replay> last = Optional.empty();
  private boolean open;
  private boolean isLate;

  /** How far it is. */
  public sealed interface State {
    /** Nobody has looked yet. */
    record Waiting() implements State {}

    /** The journal is read, or decided again. */
    record Working() implements State {}

    /**
     * It is done.
     *
     * @param asked how many decisions had to be made for it
     */
    record Done(History history, List<Flip> flips, int asked) implements State {}

    /** It was called off, or the journal cannot be read. */
    record Failed(String why) implements State {}
  }

  private record Outcome(Replay now, List<Flip> flips) {}

  ReplayViewModel(DraftDesk desk, Work work) {
    this.desk = desk;
    this.work = work;
    againstLive.subscribe(live -> run());
  }

  /** What is known. */
  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether the draft is compared with the policies in force instead of with the record. */
  public BooleanProperty againstLive() {
    return againstLive;
  }

  /** What came of keeping a flip as a test. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Somebody looks at it. */
  public void open() {
    open = true;
    if (isLate) {
      run();
    }
  }

  /** Nobody looks at it any more: it is done for the rules that are there when somebody does. */
  void close() {
    open = false;
  }

  /** Reads what has been recorded since, and decides again. */
  public void refresh() {
    last = Optional.empty();
    run();
  }

  void rules(PolicySet now) {
    rules = Optional.of(now);
    isLate = true;
    run();
  }

  private void run() {
    if (rules.isEmpty() || !open) {
      return;
    }
    isLate = false;
    var draft = rules.get();
    var known = last;
    long mine = wanted.incrementAndGet();
    if (known.isEmpty()) {
      state.set(new State.Working());
      work.start(
          Words.of("replay.job"),
          progress -> {
            var history = desk.history();
            Watch watch =
                (done, of) -> {
                  progress.at(of == 0 ? 1 : (double) done / of, Words.of("replay.at", done, of));
                  return !progress.cancelled() && wanted.get() == mine;
                };
            var found = decided(Replay.of(history, draft, watch), watch);
            if (progress.cancelled()) {
              // Nobody is given the answer of work that was called off.
              work.onScreen(() -> failed(mine, Words.of("replay.cancelled")));
            }
            return found;
          },
          done -> take(mine, done),
          why -> failed(mine, why));
    } else {
      Watch watch = (done, of) -> wanted.get() == mine;
      work.quietly(
          progress -> decided(known.get().under(draft, watch), watch),
          done -> take(mine, done),
          why -> failed(mine, why));
    }
  }

  private Optional<Outcome> decided(Optional<Replay> replay, Watch watch) {
    if (replay.isEmpty()) {
      return Optional.empty();
    }
    var now = replay.get();
    if (!againstLive.get()) {
      return Optional.of(new Outcome(now, now.flips()));
    }
    return now.under(desk.ground().policies(), watch)
        .map(live -> new Outcome(now, now.flips(live)));
  }

  private void take(long mine, Optional<Outcome> done) {
    if (mine != wanted.get()) {
      return;
    }
    if (done.isEmpty()) {
      state.set(new State.Failed(Words.of("replay.cancelled")));
      return;
    }
    var replay = done.get().now();
    last = Optional.of(replay);
    state.set(new State.Done(replay.history(), done.get().flips(), replay.asked()));
  }

  private void failed(long mine, String why) {
    if (mine == wanted.get()) {
      state.set(new State.Failed(why));
    }
  }

  /**
   * Keeps a flip as a policy test: what the rules said then they must go on saying, without what
   * cumulative risk made of it, which no test knows.
   */
  public void keep(Flip flip) {
    var facts = flip.decision().facts();
    var expected =
        againstLive.get()
            ? Decision.under(desk.ground().policies(), facts).decision().effect()
            : flip.decision().outcome().ruled();
    var name =
        Words.of(
            "replay.test",
            facts.action().value(),
            facts.target().map(t -> t.id().value()).orElse(""),
            DecideViewModel.word(expected));
    work.quietly(
        progress ->
            desk.keep(
                name,
                facts,
                OptionalLong.of(flip.decision().seq()),
                new PolicyTest.Expectation(expected, Optional.empty(), Optional.empty())),
        kept -> message.set(DecideViewModel.words(kept)),
        message::set);
  }
}
