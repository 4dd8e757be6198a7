package dev.agentsafe.app.window;

import dev.agentsafe.app.inbox.InboxScreen;
import dev.agentsafe.app.inbox.InboxViewModel;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.shell.ShellView;
import dev.agentsafe.app.shell.ShellViewModel;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Work;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The console in one window: the frame at once, the screens when there is a seat. */
public final class ConsoleWindow {
  private final Work work;
  private final Clock clock;
  private final ShellViewModel shell;
  private final ShellView view;

  /** A window that shows the loading of that. */
  public ConsoleWindow(Work work, Theme theme, Clock clock, String what) {
    this.work = work;
    this.clock = clock;
    shell = new ShellViewModel(work, theme, what);
    view = new ShellView(shell);
  }

  /** The frame's model. */
  public ShellViewModel shell() {
    return shell;
  }

  /** The root of the scene. */
  public ShellView view() {
    return view;
  }

  /** Puts the screens of that seat in place. */
  public void open(Seat seat) {
    var screens = new ArrayList<Screen>();
    screens.add(new InboxScreen(new InboxViewModel(seat, work, clock), auditId -> {}, shell::show));
    var place = seat.place();
    shell.ready(
        screens,
        new ShellViewModel.Chips(
            String.valueOf(place.root().getFileName()),
            "",
            place.gateway(),
            seat.operator().name()),
        List.of());
    work.quietly(p -> seat.size(), shell::journal, shell::tell);
    seat.subscribe(entry -> work.onScreen(() -> shell.journal(entry.seq() + 1)));
  }
}
