package dev.agentsafe.app.shell;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Job;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.audit.JournalHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the frame shows, and where one goes from it; belongs to the FX thread. */
public final class ShellViewModel {
  private static final int HITS = 50;

  private final Work work;
  private final Theme theme;
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(this, "phase", new Phase.Loading(""));
  private final ReadOnlyObjectWrapper<Optional<Screen>> current =
      new ReadOnlyObjectWrapper<>(this, "current", Optional.empty());
  private final ReadOnlyObjectWrapper<Chips> chips =
      new ReadOnlyObjectWrapper<>(this, "chips", Chips.NONE);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ObservableList<Screen> screens = FXCollections.observableArrayList();
  private final ObservableList<Screen> shownScreens =
      FXCollections.unmodifiableObservableList(screens);
  private final BooleanProperty railOpen = new SimpleBooleanProperty(this, "railOpen", true);
  private final BooleanProperty paletteOpen = new SimpleBooleanProperty(this, "paletteOpen");
  private final ReadOnlyObjectWrapper<JournalWords> journal =
      new ReadOnlyObjectWrapper<>(this, "journal", JournalWords.NONE);
  private final ReadOnlyObjectWrapper<Optional<FreezeViewModel>> freeze =
      new ReadOnlyObjectWrapper<>(this, "freeze", Optional.empty());
  private final LeavingViewModel leaving =
      new LeavingViewModel(
          () -> screens.stream().flatMap(s -> s.unsaved().getValue().stream()).toList());
  private List<Screen.Hit> names = List.of();

  /**
   * Who sits here.
   *
   * @param detail roles, for where there is room
   */
  public record Person(String name, String detail) {}

  /** The chips of the header; texts that nobody knows yet are empty. */
  public record Chips(String workspace, String gateway, Person operator) {
    /** Nothing is known yet. */
    public static final Chips NONE = new Chips("", "", new Person("", ""));

    /** The same with other words on the operator. */
    public Chips withOperator(Person person) {
      return new Chips(workspace, gateway, person);
    }

    /** The same with another word on the gateway. */
    public Chips withGateway(String text) {
      return new Chips(workspace, text, operator);
    }
  }

  /**
   * What a seat brings.
   *
   * @param findable what else the palette finds
   */
  public record Contents(
      List<Screen> screens, Chips chips, List<Screen.Hit> findable, FreezeViewModel freeze) {
    public Contents {
      screens = List.copyOf(screens);
      findable = List.copyOf(findable);
    }
  }

  /** A frame that shows the loading of that. */
  public ShellViewModel(Work work, Theme theme, String what) {
    this.work = work;
    this.theme = theme;
    phase.set(new Phase.Loading(what));
  }

  /** How far the window is. */
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** The screen in front. */
  public ReadOnlyObjectProperty<Optional<Screen>> current() {
    return current.getReadOnlyProperty();
  }

  /** The header's chips. */
  public ReadOnlyObjectProperty<Chips> chips() {
    return chips.getReadOnlyProperty();
  }

  /** The way to stop all agents; empty until there is a seat. */
  public ReadOnlyObjectProperty<Optional<FreezeViewModel>> freeze() {
    return freeze.getReadOnlyProperty();
  }

  /** Whether the window may close. */
  public LeavingViewModel leaving() {
    return leaving;
  }

  /** How the journal does. */
  public ReadOnlyObjectProperty<JournalWords> journal() {
    return journal.getReadOnlyProperty();
  }

  /** The last problem, for people; empty: none. */
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** The screens in the order of the rail. */
  public ObservableList<Screen> screens() {
    return shownScreens;
  }

  /** What is running. */
  public ObservableList<Job> running() {
    return work.running();
  }

  /** Whether the rail shows words beside its icons. */
  public BooleanProperty railOpen() {
    return railOpen;
  }

  /** Whether the palette is open. */
  public BooleanProperty paletteOpen() {
    return paletteOpen;
  }

  /** How it looks. */
  public Theme theme() {
    return theme;
  }

  /** Says what is being done while the workspace is read. */
  public void loading(String what) {
    phase.set(new Phase.Loading(what));
  }

  /**
   * What puts the screens in place, none of them in front yet: steps to be done in this order, with
   * room between them for what else waits for the screen.
   */
  public List<Runnable> ready(Contents contents) {
    var steps = new ArrayList<Runnable>();
    contents.screens().stream()
        .sorted(Comparator.comparing(screen -> screen.entry().group()))
        .forEach(screen ->
            steps.add(() -> {
              screens.add(screen);
              screen.unsaved().subscribe(names -> leaving.look());
            }));
    steps.add(() -> {
      names = contents.findable();
      chips.set(contents.chips());
    });
    steps.add(() -> freeze.set(Optional.of(contents.freeze())));
    steps.add(() -> phase.set(new Phase.Ready()));
    return steps;
  }

  /** Other names can be found by the palette from now on. */
  public void findable(List<Screen.Hit> others) {
    names = List.copyOf(others);
  }

  /** Says why there is nothing to show. */
  public void failed(Phase.Failed why) {
    phase.set(why);
  }

  /** Says how the journal stands. */
  public void journal(JournalHealth health, Instant now) {
    journal.set(JournalWords.of(health, now));
  }

  /** Says where agents reach the gateway, and how many did lately. */
  public void gateway(String address, long agents) {
    chips.set(chips.get().withGateway(Words.of("chip.agents", address, agents)));
  }

  /** Says who sits here. */
  public void operator(Person person) {
    chips.set(chips.get().withOperator(person));
  }

  /** Brings a screen to the front. */
  public void show(Screen screen) {
    paletteOpen.set(false);
    current.set(Optional.of(screen));
  }

  /** Brings the screen of that id to the front, where there is one. */
  public void show(String id) {
    screens.stream().filter(s -> s.entry().id().equals(id)).findFirst().ifPresent(this::show);
  }

  /** Tells of a problem in the status bar. */
  public void tell(String sentence) {
    problem.set(sentence);
  }

  /** What the palette finds for these words, best first; all words must occur. */
  public List<Screen.Hit> find(String words) {
    var wanted = words.toLowerCase(Locale.ROOT).strip().split("\\s+");
    var all = new ArrayList<Screen.Hit>();
    for (var screen : screens) {
      var entry = screen.entry();
      all.add(new Screen.Hit(Words.of("palette.screen"), entry.title(), "", () -> show(screen)));
    }
    screens.forEach(s -> all.addAll(s.hits()));
    all.addAll(names);
    return all.stream().filter(h -> matches(h, wanted)).limit(HITS).toList();
  }

  private static boolean matches(Screen.Hit hit, String[] wanted) {
    var text = (hit.kind() + " " + hit.text() + " " + hit.note()).toLowerCase(Locale.ROOT);
    for (var word : wanted) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
