package dev.agentsafe.app.tour;

import dev.agentsafe.app.audit.LogLine;
import dev.agentsafe.app.audit.LogViewModel;
import dev.agentsafe.app.audit.VerifyViewModel;
import dev.agentsafe.app.rollback.RollbackViewModel;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.shell.Phase;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.window.ConsoleWindow;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.index.Row;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Drives every screen over a filled workspace and writes a PNG of each, light and dark. */
public final class Tour {
  private final FxWork work = new FxWork(new FxMonitor());
  private final Theme theme = new Theme();
  private final ConsoleWindow window;
  private final Camera camera;

  private Tour(Path out) throws InterruptedException {
    Toolkit.start(true);
    window =
        Toolkit.call(() -> new ConsoleWindow(work, theme, Clock.systemUTC(), "agent-safe.yaml"));
    camera = new Camera(out, theme, window.view());
  }

  /**
   * Writes the pictures below a folder.
   *
   * @param seat at a workspace that has questions, runs and entries
   * @return the files that were written
   */
  public static List<Path> run(Path out, Seat seat) throws IOException, InterruptedException {
    Files.createDirectories(out);
    var tour = new Tour(out);
    try {
      tour.frames();
      tour.screens(seat);
      return tour.camera.written();
    } finally {
      tour.close();
    }
  }

  private void frames() throws IOException, InterruptedException {
    picture("loading");
    var problem =
        Problem.error(
            new Location("policies/production.yaml", 14, 7),
            "unknown-key",
            "`action` is no key of a match; did you mean `actions`?");
    Toolkit.call(() -> {
      window
          .shell()
          .failed(
              new Phase.Failed(
                  Words.of("failed.title"), List.of(problem), Words.of("failed.advice")));
      return true;
    });
    picture("problems");
  }

  private void screens(Seat whole) throws IOException, InterruptedException {
    var trouble = new Trouble(whole);
    var seat = trouble.seat();
    Toolkit.call(() -> {
      window.open(seat);
      return true;
    });
    until(() -> window.models().isPresent());
    var models = window.models().orElseThrow();
    var inbox = models.inbox();
    until(() -> inbox.open().get() > 0 && inbox.selected().get().isPresent());
    new InboxTour(inbox, camera).take();
    agents(models);
    runs(models);
    log(models);
    verify(models);
    policies(models);
    show("settings");
    picture("settings");
    trouble.journal("`audit.jsonl` could not be forced to the disk: No space left on device.");
    until(() -> window.shell().journal().get().blocked().isPresent());
    show("inbox");
    picture("blocked");
    Toolkit.call(() -> {
      window.shell().paletteOpen().set(true);
      return true;
    });
    picture("palette");
  }

  private void agents(ConsoleWindow.Models models) throws IOException, InterruptedException {
    show("agents");
    until(() -> models.agents().agents().size() > 1);
    Toolkit.call(() -> {
      models.agents().select(models.agents().agents().getLast());
      models.agents().reason().set("It asked for prod/web five times in a minute");
      models.agents().toggle();
      return true;
    });
    until(() -> models.agents().hold().isPresent());
    picture("agents");
    var freeze = window.shell().freeze().get().orElseThrow();
    Toolkit.call(() -> {
      freeze.open();
      freeze.reason().set("Checkout errors; nobody touches production until we know why");
      freeze.commit();
      return true;
    });
    until(freeze::frozen);
    picture("frozen");
    Toolkit.call(() -> {
      freeze.open();
      freeze.reason().set("Found: a certificate had run out");
      freeze.commit();
      return true;
    });
    picture("unfreeze");
    Toolkit.call(() -> {
      freeze.commit();
      return true;
    });
    until(() -> !freeze.frozen());
  }

  private void runs(ConsoleWindow.Models models) throws IOException, InterruptedException {
    show("runs");
    until(() -> models.runs().rows().stream().allMatch(r -> r.run().get().over()));
    picture("runs");
    var undoable =
        Toolkit.call(() ->
            models.runs().rows().stream()
                .map(r -> r.run().get())
                .filter(r -> r.deed().reversible() && r.origin().rollbackOf().isEmpty())
                .map(Execution::origin)
                .findFirst());
    if (undoable.isEmpty()) {
      return;
    }
    Toolkit.call(() -> {
      models.runs().undo(undoable.get().auditId());
      return true;
    });
    var rollback = models.runs().rollback();
    until(() -> !(rollback.stage().get() instanceof RollbackViewModel.Stage.Reading));
    picture("rollback");
    if (Toolkit.call(() -> rollback.stage().get()) instanceof RollbackViewModel.Stage.Ready) {
      Toolkit.call(() -> {
        rollback.submit();
        return true;
      });
      until(() -> ended(rollback.stage().get()));
      picture("rollback-done");
    }
  }

  private static boolean ended(RollbackViewModel.Stage stage) {
    return switch (stage) {
      case RollbackViewModel.Stage.Running(var preview, var run) ->
          run.filter(Execution::over).isPresent();
      case RollbackViewModel.Stage.Sending s -> false;
      case RollbackViewModel.Stage.Reading r -> false;
      case RollbackViewModel.Stage.Ready r -> true;
      case RollbackViewModel.Stage.Closed c -> true;
      case RollbackViewModel.Stage.Impossible i -> true;
      case RollbackViewModel.Stage.Asked a -> true;
      case RollbackViewModel.Stage.Refused r -> true;
    };
  }

  private void log(ConsoleWindow.Models models) throws IOException, InterruptedException {
    show("log");
    var log = models.log();
    until(() -> log.progress().get().isCurrent() && log.selected().get().isPresent());
    picture("log");
    query(log, "type:execution");
    until(() -> hit(log).isPresent());
    Toolkit.call(() -> {
      log.select(hit(log).orElseThrow().seq());
      return true;
    });
    until(() ->
        log.selected()
            .get()
            .filter(d -> d.entry().chain().type().equals(EntryType.EXECUTION))
            .isPresent());
    picture("log-entry");
    query(log, "decision:maybe risk>=severe since:yesterday");
    picture("log-query");
    query(log, "");
  }

  private static void query(LogViewModel log, String text) throws InterruptedException {
    Toolkit.call(() -> {
      log.query().set(text);
      return true;
    });
  }

  private static Optional<Row> hit(LogViewModel log) {
    return log.found().get().stream().findFirst().flatMap(LogLine::row);
  }

  private void verify(ConsoleWindow.Models models) throws IOException, InterruptedException {
    show("verify");
    Toolkit.call(() -> {
      models.verify().verify();
      return true;
    });
    until(() -> models.verify().stage().get() instanceof VerifyViewModel.Stage.Done);
    picture("verify");
    Toolkit.call(() -> {
      models.verify().key().set("somebody.example+00000000+AQ==");
      models.verify().verify();
      return true;
    });
    until(() -> models.verify().stage().get() instanceof VerifyViewModel.Stage.Failed);
    picture("verify-key");
    var log = Path.of(Toolkit.call(() -> models.verify().file().get()));
    var copy = Files.createTempDirectory("tour").resolve("audit.jsonl");
    Files.writeString(copy, Files.readString(log).replaceFirst("deploy-bot", "sneaky-bot"));
    Toolkit.call(() -> {
      models.verify().key().set("");
      models.verify().file().set(copy.toString());
      models.verify().verify();
      return true;
    });
    until(() ->
        models.verify().stage().get() instanceof VerifyViewModel.Stage.Done(var report)
            && report.file().equals(copy));
    picture("verify-failed");
    Files.delete(copy);
    Files.delete(copy.getParent());
  }

  private void policies(ConsoleWindow.Models models) throws IOException, InterruptedException {
    show("policies");
    new PolicyTour(models, window.view(), camera).take();
  }

  private void show(String screen) throws InterruptedException {
    Toolkit.call(() -> {
      window.shell().show(screen);
      return true;
    });
  }

  private void picture(String name) throws IOException, InterruptedException {
    camera.picture(name);
  }

  private static void until(Callable<Boolean> there) throws InterruptedException {
    Camera.until(there);
  }

  private void close() throws InterruptedException {
    camera.close();
    work.close();
  }
}
