package dev.agentsafe.app.policy;

import dev.agentsafe.app.seat.Reloading;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.preview.DraftRules;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Draft;
import dev.agentsafe.editors.git.Checkout;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** What the draft does: its rules as they load while somebody types; belongs to the FX thread. */
public final class PreviewViewModel {
  private final DraftDesk desk;
  private final PolicyViewModel policies;
  private final Work work;
  private final ReadOnlyObjectWrapper<Optional<DraftRules>> rules =
      new ReadOnlyObjectWrapper<>(this, "rules", Optional.empty());
  private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale");
  private final ReadOnlyStringWrapper staleness = new ReadOnlyStringWrapper(this, "staleness", "");
  private final DecideViewModel decide;
  private final ReplayViewModel replay;
  private final MapViewModel map;
  private final HistoryViewModel history;
  private final ReloadViewModel reload;
  private final TestsViewModel tests;
  private final FormViewModel form;
  private final GitViewModel git;
  private boolean loading;
  private boolean again;
  private boolean shown;
  private Optional<Path> loaded = Optional.empty();

  /**
   * Who is asked.
   *
   * @param versions what a file held before, the newest first
   * @param reloading puts what changed on disk into force
   * @param settings those of the workspace
   * @param checkout its files, as Git knows them
   */
  public record Desk(
      DraftDesk drafts,
      Function<Path, List<FileDesk.Version>> versions,
      Reloading reloading,
      Path settings,
      Checkout checkout) {}

  /** Looks at what that model edits. */
  public PreviewViewModel(Desk asked, PolicyViewModel policies, Work work, Clock clock) {
    desk = asked.drafts();
    history = new HistoryViewModel(asked.versions(), policies, work);
    reload = new ReloadViewModel(asked.reloading(), work, policies::tell);
    form = new FormViewModel(new FormDesk(asked.settings()), policies, work);
    git = new GitViewModel(asked.checkout(), policies, work);
    this.policies = policies;
    this.work = work;
    decide = new DecideViewModel(desk, work, clock);
    replay = new ReplayViewModel(desk, work);
    map = new MapViewModel(desk, work, clock);
    tests = new TestsViewModel(desk, policies, work, clock);
    policies.draft().subscribe(draft -> draft.ifPresent(this::typed));
    rules.subscribe(now -> now.ifPresent(this::hand));
    // Other files beside the draft, or other rules in force to compare it with.
    reload.notice().subscribe(notice -> load());
    // A test may have been kept.
    List.of(decide.message(), replay.message(), map.message())
        .forEach(message -> message.subscribe(said -> tests.start()));
    stale.bind(staleness.isNotEmpty());
    stale.subscribe(isStale -> {
      if (isStale) {
        tests.stale();
      }
    });
    policies
        .dirty()
        .subscribe(dirty -> {
          if (!dirty && shown) {
            reload.look();
          }
        });
  }

  private void hand(DraftRules now) {
    decide.rules(now);
    replay.rules(now.policies());
    map.rules(now.policies());
  }

  /** The rules of the draft as they loaded last; empty until they have. */
  public ReadOnlyObjectProperty<Optional<DraftRules>> rules() {
    return rules.getReadOnlyProperty();
  }

  /** Whether the draft does not load as it is, so that what is shown is of an earlier one. */
  public ReadOnlyBooleanProperty stale() {
    return stale.getReadOnlyProperty();
  }

  /** Says that what is shown is of an earlier draft, and why; empty where it is of this one. */
  public ReadOnlyStringProperty staleness() {
    return staleness.getReadOnlyProperty();
  }

  /** One request under the draft. */
  public DecideViewModel decide() {
    return decide;
  }

  /** All recorded requests under the draft. */
  public ReplayViewModel replay() {
    return replay;
  }

  /** All possible requests under the draft. */
  public MapViewModel map() {
    return map;
  }

  /** The draft as a form. */
  public FormViewModel form() {
    return form;
  }

  /** What the file held before. */
  public HistoryViewModel history() {
    return history;
  }

  /** The policy tests under the draft. */
  public TestsViewModel tests() {
    return tests;
  }

  /** How the files stand to the last commit. */
  public GitViewModel git() {
    return git;
  }

  /** What on disk is not in force. */
  public ReloadViewModel reload() {
    return reload;
  }

  /** Somebody looks: from now on it follows the draft. */
  public void show() {
    shown = true;
    git.show();
    reload.show();
    load();
  }

  /** It is not in front any more: the disk is not asked for what nobody sees. */
  void hide() {
    git.hide();
    reload.hide();
  }

  /** Rules are those of the disk whatever is typed into a file that has none. */
  private void typed(Draft draft) {
    var folders = desk.ground().folders();
    var folder = draft.file().getParent();
    if (folders.policies().equals(folder) || !loaded.equals(Optional.of(draft.file()))) {
      load();
    } else if (folders.tests().equals(folder)) {
      tests.start();
    }
  }

  private void load() {
    if (loading || !shown) {
      again = loading;
      return;
    }
    policies.draft().get().ifPresent(this::load);
  }

  private void load(Draft draft) {
    loading = true;
    again = false;
    loaded = Optional.of(draft.file());
    var typed = policies.aside().texts();
    work.quietly(
        progress -> desk.rules(typed),
        loaded -> {
          loading = false;
          take(loaded, draft);
          follow();
        },
        why -> {
          loading = false;
          staleness.set(Words.of("preview.stale.unread", why));
          follow();
        });
  }

  private void take(Loaded<DraftRules> loaded, Draft from) {
    switch (loaded) {
      case Loaded.Good<DraftRules>(var now, var warnings) -> {
        staleness.set("");
        rules.set(Optional.of(now));
        tests.rules(now.policies(), from);
      }
      case Loaded.Bad<DraftRules>(var problems) -> staleness.set(why(problems, from));
    }
  }

  /** What is wrong with the draft stands below it; of another file it is said here. */
  private static String why(List<Problem> problems, Draft draft) {
    var first = problems.getFirst();
    var at = first.location();
    return problems.stream().anyMatch(p -> Path.of(p.location().file()).equals(draft.file()))
        ? Words.of("preview.stale")
        : Words.of(
            "preview.stale.elsewhere",
            String.valueOf(Path.of(at.file()).getFileName()),
            String.valueOf(at.line()),
            first.message());
  }

  private void follow() {
    if (again) {
      load();
    }
  }
}
