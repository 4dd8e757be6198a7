package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.preview.MapDifference;
import dev.agentsafe.core.preview.MapSpace;
import dev.agentsafe.core.preview.PolicyMap;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;

/** Every possible request under the draft and in force; belongs to the FX thread. */
public final class MapViewModel {
  /** Any hour of the week. */
  public static final int ANY_HOUR = -1;

  private final DraftDesk desk;
  private final Work work;
  private final Clock clock;
  private final AtomicLong wanted = new AtomicLong();
  private final ReadOnlyObjectWrapper<Optional<MapDifference>> maps =
      new ReadOnlyObjectWrapper<>(this, "maps", Optional.empty());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final IntegerProperty subject = new SimpleIntegerProperty(this, "subject", 0);
  private final IntegerProperty hour = new SimpleIntegerProperty(this, "hour", ANY_HOUR);
  private final IntegerProperty row = new SimpleIntegerProperty(this, "row", 0);
  private final IntegerProperty column = new SimpleIntegerProperty(this, "column", 0);
  private Optional<PolicySet> rules = Optional.empty();
  private boolean open;
  private boolean isLate;

  /**
   * What a cell of the map shows.
   *
   * @param effect the most that is possible at the hours that are looked at
   * @param always whether it is so at all of them
   * @param changed whether the policies in force say something else at one of them
   */
  public record Cell(Effect effect, boolean always, boolean changed) {}

  MapViewModel(DraftDesk desk, Work work, Clock clock) {
    this.desk = desk;
    this.work = work;
    this.clock = clock;
  }

  /** The maps of the policies in force and of the draft, and where they differ. */
  public ReadOnlyObjectProperty<Optional<MapDifference>> maps() {
    return maps.getReadOnlyProperty();
  }

  /** What went wrong. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Whose map is shown, by place. */
  public IntegerProperty subject() {
    return subject;
  }

  /** The hour of the week that is shown, Monday first; {@link #ANY_HOUR}: any. */
  public IntegerProperty hour() {
    return hour;
  }

  /** The place of the selected action. */
  public IntegerProperty row() {
    return row;
  }

  /** The place of the selected target. */
  public IntegerProperty column() {
    return column;
  }

  /** Somebody looks at it. */
  public void open() {
    open = true;
    if (isLate) {
      run();
    }
  }

  /** Nobody looks at it any more: it is made of the rules that are there when somebody does. */
  void close() {
    open = false;
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
    long mine = wanted.incrementAndGet();
    var week = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    work.quietly(
        progress ->
            MapDifference.between(
                desk.space(draft, week),
                desk.ground().policies(),
                draft,
                (done, of) -> wanted.get() == mine),
        found -> {
          if (mine == wanted.get()) {
            take(found);
          }
        },
        message::set);
  }

  private void take(Optional<MapDifference> found) {
    found.ifPresent(now -> {
      var space = now.after().space();
      subject.set(Math.min(subject.get(), space.subjects().size() - 1));
      row.set(Math.clamp(row.get(), 0, Math.max(0, space.actions().size() - 1)));
      column.set(Math.clamp(column.get(), 0, Math.max(0, space.targets().size() - 1)));
      message.set("");
    });
    maps.set(found);
  }

  /** Moves to where a change has its example. */
  public void show(MapDifference.Change change) {
    var cell = change.example();
    subject.set(cell.subject());
    row.set(cell.action());
    column.set(cell.target());
    hour.set(cell.minute() / 60);
  }

  /** Keeps the example of a change as a policy test: what is in force must go on. */
  public void keep(MapDifference.Change change) {
    maps.get()
        .ifPresent(now -> {
          var cell = change.example();
          var facts =
              now.after()
                  .space()
                  .facts(cell.action(), cell.target(), cell.subject(), cell.minute());
          var name =
              Words.of(
                  "replay.test",
                  facts.action().value(),
                  facts.target().map(t -> t.id().value()).orElse(""),
                  DecideViewModel.word(change.kind().then()));
          work.quietly(
              progress ->
                  desk.keep(
                      name,
                      facts,
                      OptionalLong.empty(),
                      new PolicyTest.Expectation(
                          change.kind().then(), Optional.empty(), Optional.empty())),
              kept -> message.set(DecideViewModel.words(kept)),
              message::set);
        });
  }

  /** What is shown of an action on a target; empty where it does not apply. */
  public Optional<Cell> cell(int action, int target) {
    return maps.get().flatMap(now -> cell(now, action, target));
  }

  private Optional<Cell> cell(MapDifference now, int action, int target) {
    var stretches = shown(now.after(), action, target);
    if (stretches.isEmpty()) {
      return Optional.empty();
    }
    var most =
        stretches.stream()
            .map(s -> s.answer().effect())
            .min(MapViewModel::byFreedom)
            .orElse(Effect.DENY);
    return Optional.of(
        new Cell(
            most,
            stretches.stream().allMatch(s -> s.answer().effect() == most),
            differs(now, action, target)));
  }

  private boolean differs(MapDifference now, int action, int target) {
    return !effects(shown(now.before(), action, target))
        .equals(effects(shown(now.after(), action, target)));
  }

  /** Minutes by effect, neighbours of one effect as one. */
  private static List<String> effects(List<PolicyMap.Stretch> stretches) {
    var all = new ArrayList<String>();
    var before = Optional.<Effect>empty();
    for (var stretch : stretches) {
      var now = Optional.of(stretch.answer().effect());
      if (!now.equals(before)) {
        before = now;
        all.add(stretch.from() + " " + stretch.answer().effect());
      }
    }
    return all;
  }

  /** What is allowed comes first, what is denied last. */
  private static int byFreedom(Effect a, Effect b) {
    return Integer.compare(freedom(a), freedom(b));
  }

  private static int freedom(Effect effect) {
    return switch (effect) {
      case ALLOW -> 0;
      case REQUIRE_APPROVAL -> 1;
      case DENY -> 2;
    };
  }

  /** The stretches of the week that are looked at, cut to them. */
  private List<PolicyMap.Stretch> shown(PolicyMap map, int action, int target) {
    var week = map.week(action, target, subject.get());
    if (hour.get() == ANY_HOUR) {
      return week;
    }
    int from = hour.get() * 60;
    return week.stream()
        .filter(s -> s.from() < from + 60 && s.to() > from)
        .map(s ->
            new PolicyMap.Stretch(
                Math.max(s.from(), from), Math.min(s.to(), from + 60), s.answer()))
        .toList();
  }

  /** What the draft says of the selected cell, from one change of the answer to the next. */
  public List<PolicyMap.Stretch> selected() {
    return maps.get().map(now -> shown(now.after(), row.get(), column.get())).orElse(List.of());
  }

  /** The whole week of the selected cell. */
  public List<PolicyMap.Stretch> week() {
    return maps.get()
        .map(now -> now.after().week(row.get(), column.get(), subject.get()))
        .orElse(List.of());
  }

  /** The selected cell in words, for the screen and for who does not see it. */
  public String words() {
    if (maps.get().isEmpty()) {
      return Words.of("map.working");
    }
    var space = maps.get().get().after().space();
    if (space.actions().isEmpty() || space.targets().isEmpty()) {
      return Words.of("map.nothing");
    }
    var name = space.actions().get(row.get()).name().value();
    var id = space.targets().get(column.get()).id().value();
    var shown = selected();
    if (shown.isEmpty()) {
      return Words.of("map.unfit", name, id);
    }
    return Words.of(
        "map.cell",
        name,
        id,
        space.subjects().get(subject.get()).name(),
        DecideViewModel.word(shown.getFirst().answer().effect()));
  }

  /** A minute of the week in words, such as {@code Mon 09:30}. */
  public static String minute(int ofWeek) {
    var days = Words.of("map.days").split(",", -1);
    int day = Math.min(ofWeek, MapSpace.WEEK - 1) / (24 * 60);
    int rest = ofWeek - day * 24 * 60;
    return "%s %02d:%02d".formatted(days[day], rest / 60, rest % 60);
  }
}
