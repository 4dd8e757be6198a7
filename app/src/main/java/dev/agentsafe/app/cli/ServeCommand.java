package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves agents without a window. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the gateway without a window, until it is interrupted.")
final class ServeCommand extends InWorkspace {
  @Option(names = "--host", paramLabel = "HOST", description = "Default: as the workspace says.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Default: as the workspace says; 0 takes any free one.")
  private @Nullable Integer port;

  ServeCommand(Session session) {
    super(session);
  }

  @Override
  int run(Workspace workspace) {
    var given = port == null ? OptionalInt.empty() : OptionalInt.of(port);
    var serving = session.backstage().serve(workspace, Optional.ofNullable(host), given);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  serving.close();
                  stopped.countDown();
                }));
    session.say("Serving " + workspace.root() + " at " + serving.url() + "; Ctrl+C stops.");
    session.out().flush();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      serving.close();
      Thread.currentThread().interrupt();
    }
    return Exit.OK;
  }
}
