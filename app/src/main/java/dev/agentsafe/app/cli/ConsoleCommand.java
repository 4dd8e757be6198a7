package dev.agentsafe.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the console for real use. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = "Opens the console on a workspace; agents reach its gateway meanwhile.")
final class ConsoleCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKSPACE",
      description = "Its folder. Default: the current one or the nearest above.")
  private @Nullable String workspace;

  @Option(
      names = "--timings",
      description = "Says on standard error when frame, workspace and first screen were there.")
  private boolean timings;

  ConsoleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var named = Optional.ofNullable(workspace);
    var settings = session.settings(named);
    if (settings.isEmpty()) {
      session.complain(session.missing(named));
      return Exit.CANNOT;
    }
    return session
        .backstage()
        .console(
            settings.get().resolveSibling("").toAbsolutePath().normalize(),
            timings ? Optional.of(session.err()) : Optional.empty());
  }
}
