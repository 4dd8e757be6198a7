package dev.agentsafe.app;

import dev.agentsafe.app.seat.GovernorSeat;
import dev.agentsafe.app.shell.Phase;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.window.Desktop;
import dev.agentsafe.app.window.Milestones;
import dev.agentsafe.app.window.Remembered;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The console for real use: a window over a workspace, with its gateway behind it. */
final class ConsoleProgram {
  private ConsoleProgram() {}

  /**
   * Opens the window and returns when it is closed.
   *
   * @throws CoreException where no window can be opened
   */
  static int run(Path folder, Milestones milestones) {
    if (!Toolkit.hasDisplay()) {
      throw new CoreException(
          "There is no display to open the console on; `agent-safe serve` runs the gateway without"
              + " a window.");
    }
    var serving = new AtomicReference<AutoCloseable>(() -> {});
    try {
      Desktop.run(
          new Desktop.Start(
              String.valueOf(folder.getFileName()),
              Remembered.file(),
              progress -> {
                progress.at(0.1, folder.toString());
                return open(folder, serving);
              },
              milestones));
      serving.get().close();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } catch (CoreException e) {
      throw e;
    } catch (Exception e) {
      throw new CoreException("The console could not be closed: " + e.getMessage(), e);
    }
  }

  private static Desktop.Opened open(Path folder, AtomicReference<AutoCloseable> serving) {
    return switch (Workspace.load(folder)) {
      case Loaded.Bad<Workspace>(var problems) ->
          new Desktop.Opened.Bad(
              new Phase.Failed(Words.of("failed.title"), problems, Words.of("failed.advice")));
      case Loaded.Good<Workspace>(var workspace, var warnings) -> serve(workspace, serving);
    };
  }

  private static Desktop.Opened serve(Workspace workspace, AtomicReference<AutoCloseable> serving) {
    var governor = Wiring.govern(workspace);
    try {
      var gateway = Wiring.gateway(governor, workspace.settings().gateway());
      serving.set(() -> {
        gateway.close();
        governor.close();
      });
      var outbound = Outbound.start(governor);
      serving.set(() -> {
        gateway.close();
        outbound.close();
        governor.close();
      });
      return new Desktop.Opened.Ready(
          new GovernorSeat(governor, Wiring.operator(workspace), gateway.url().getAuthority()));
    } catch (CoreException e) {
      governor.close();
      return new Desktop.Opened.Bad(
          new Phase.Failed(Words.of("failed.title"), List.of(), String.valueOf(e.getMessage())));
    }
  }
}
