package dev.agentsafe.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a picture of every screen. */
@Command(
    name = "tour",
    mixinStandardHelpOptions = true,
    description =
        "Takes a picture of every screen, light and dark, large and small, without a" + " display.")
final class TourCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/tour",
      description = "Where the pictures go. Default: ${DEFAULT-VALUE}.")
  private String out = "target/tour";

  TourCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var pictures =
        session.backstage().tour(session.resolve(out), InitCommand::write, session.out());
    pictures.forEach(p -> session.say(p.toString()));
    return Exit.OK;
  }
}
