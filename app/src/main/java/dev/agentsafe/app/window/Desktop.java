package dev.agentsafe.app.window;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.shell.Phase;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Painted;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.app.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** Opens the console's window, loads what it shows behind it, and remembers how it was left. */
public final class Desktop {
  private static final Logger LOG = Logger.getLogger(Desktop.class.getName());

  private Desktop() {}

  /** Loads what the window shows; runs away from the screen. */
  @FunctionalInterface
  public interface Opener {
    /** Opens workspace and journal, or says why not. */
    Opened open(Work.Progress progress);
  }

  /** What came of loading. */
  public sealed interface Opened {
    /** There is a seat to work at. */
    record Ready(Seat seat) implements Opened {}

    /** There is none. */
    record Bad(Phase.Failed why) implements Opened {}
  }

  /**
   * What to open.
   *
   * @param what for people
   * @param remembered the file that says how the window was left
   * @param opener loads what the window shows
   * @param milestones hears how far the start is
   */
  public record Start(String what, Path remembered, Opener opener, Milestones milestones) {}

  /** Opens the window and returns when it is closed. */
  public static void run(Start start) throws InterruptedException {
    Toolkit.start(false);
    var closed = new CountDownLatch(1);
    try (var work = new FxWork(new FxMonitor())) {
      Toolkit.call(() -> {
        var window = frame(start, work, closed);
        frameFirst(window, work, start);
        return window;
      });
      closed.await();
    }
  }

  private static ConsoleWindow frame(Start start, Work work, CountDownLatch closed) {
    var theme = new Theme();
    var was = Remembered.read(start.remembered());
    theme.look().set(was.look());
    theme.scale().set(was.scale());
    var window = new ConsoleWindow(work, theme, Clock.systemUTC(), start.what());
    window.shell().railOpen().set(was.railOpen());
    var scene = new Scene(window.view(), was.box().width(), was.box().height());
    theme.dress(scene);
    var stage = new Stage();
    stage.setTitle(Words.of("window.title", start.what()));
    stage.setMinWidth(1024);
    stage.setMinHeight(640);
    was.box()
        .corner()
        .ifPresent(c -> {
          stage.setX(c.x());
          stage.setY(c.y());
        });
    stage.setMaximized(was.box().maximized());
    stage.setScene(scene);
    askBeforeClosing(stage, window);
    stage.setOnHidden(e -> {
      keep(start.remembered(), stage, theme, window);
      closed.countDown();
    });
    stage.show();
    return window;
  }

  /** Has the stage close only where that loses nothing, or where somebody says so be it. */
  static void askBeforeClosing(Stage stage, ConsoleWindow window) {
    var leaving = window.shell().leaving();
    leaving.onLeave(stage::hide);
    stage.setOnCloseRequest(e -> {
      if (!leaving.mayLeave()) {
        e.consume();
      }
    });
  }

  /** Begins to load what a window shows when its frame has been painted, and not before. */
  static void frameFirst(ConsoleWindow window, Work work, Start start) {
    Painted.then(
        window.view().getScene(),
        () -> {
          start.milestones().reached(Milestones.Milestone.FRAME);
          window.warmUp();
          load(window, work, start);
        });
  }

  /** Loads what the window shows, and shows it or why there is nothing. */
  private static void load(ConsoleWindow window, Work work, Start start) {
    work.start(
        Words.of("loading.title"),
        progress ->
            start
                .opener()
                .open(
                    new Work.Progress() {
                      @Override
                      public void at(double fraction, String note) {
                        progress.at(fraction, note);
                        work.onScreen(() -> window.shell().loading(note));
                      }

                      @Override
                      public boolean cancelled() {
                        return progress.cancelled();
                      }
                    }),
        opened -> {
          switch (opened) {
            case Opened.Ready(var seat) -> {
              start.milestones().reached(Milestones.Milestone.WORKSPACE);
              window.open(seat);
              tellOfFirstScreen(window, start.milestones());
            }
            case Opened.Bad(var why) -> window.shell().failed(why);
          }
        },
        why ->
            window
                .shell()
                .failed(new Phase.Failed(Words.of("failed.title"), java.util.List.of(), why)));
  }

  private static void tellOfFirstScreen(ConsoleWindow window, Milestones milestones) {
    var told = new AtomicBoolean();
    window
        .shell()
        .current()
        .subscribe(screen -> {
          if (screen.isPresent() && told.compareAndSet(false, true)) {
            Painted.then(
                window.view().getScene(), () -> milestones.reached(Milestones.Milestone.SCREEN));
          }
        });
  }

  private static void keep(Path file, Stage stage, Theme theme, ConsoleWindow window) {
    var corner = new Remembered.Corner(stage.getX(), stage.getY());
    var scene = stage.getScene();
    var box =
        new Remembered.Box(
            Optional.of(corner), scene.getWidth(), scene.getHeight(), stage.isMaximized());
    try {
      new Remembered(box, theme.look().get(), theme.scale().get(), window.shell().railOpen().get())
          .write(file);
    } catch (IOException e) {
      LOG.log(Level.INFO, "the window could not be remembered", e);
    }
  }
}
