package dev.agentsafe.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does the main job from end to end on the embedded defaults. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Plays an agent through allow, deny, approval, execution and roll-back, on a small"
            + " Kubernetes API of its own.")
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/demo",
      description = "Where workspace, journal and pictures go. Default: ${DEFAULT-VALUE}.")
  private String out = "target/demo";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "So many more approvals afterwards, measured; only where nobody attends.")
  private int rounds;

  @Option(
      names = "--unattended",
      description = "Does the operator's part itself, also where there is a display.")
  private boolean unattended;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean good =
        session
            .backstage()
            .demo(
                session.resolve(out),
                new Backstage.Play(rounds, unattended),
                InitCommand::write,
                session.out());
    return good ? Exit.OK : Exit.CANNOT;
  }
}
