package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.ship.Shipping;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What commands need and do not assemble themselves. */
public interface Backstage {

  /**
   * The operator's desk: through the gateway that serves this workspace, else on a journal opened
   * for this command.
   *
   * @throws dev.agentsafe.core.CoreException where another process writes the journal
   */
  Desk desk(Workspace workspace);

  /** The operator's desk through the gateway that serves this workspace; empty: none answers. */
  Optional<Desk> serving(Workspace workspace);

  /**
   * Records, where nothing serves this workspace, that its operator looked at the policies on disk
   * and wants them.
   *
   * @throws dev.agentsafe.core.CoreException where another process writes the journal
   */
  void takeRules(Workspace workspace);

  /**
   * The operator at this machine.
   *
   * @param as whom to take where several could be meant
   */
  OperatorHand hand(Workspace workspace, Optional<String> as);

  /** The shippers of a workspace, each opened; the caller closes them. */
  List<Shipping.Post> shippers(Workspace workspace);

  /** The keys that sign the workspace's tokens; made where there are none yet. */
  SharedKey.Pair keys(Workspace workspace);

  /**
   * Begins to serve agents.
   *
   * @param host absent: as the workspace says
   * @param port absent: as the workspace says; 0: any free one
   */
  Serving serve(Workspace workspace, Optional<String> host, OptionalInt port);

  /** A gateway that serves. */
  interface Serving extends AutoCloseable {
    /** Where. */
    URI url();

    @Override
    void close();
  }

  /**
   * Opens the console's window on a workspace and returns when it is closed.
   *
   * @param timings where given: is told when frame, workspace and first screen were there
   * @return its exit status
   */
  int console(Path folder, Optional<PrintStream> timings);

  /**
   * How the demo is played.
   *
   * @param rounds so many more approvals afterwards, measured
   * @param unattended whether the operator's part is done for a person, also where there is a
   *     display
   */
  record Play(int rounds, boolean unattended) {}

  /** Plays the demo below a folder; says whether every step was what it should be. */
  boolean demo(Path out, Play play, Starter starter, PrintStream print)
      throws IOException, InterruptedException;

  /** Takes a picture of every screen; says which files were written. */
  List<Path> tour(Path out, Starter starter, PrintStream print)
      throws IOException, InterruptedException;

  /** Writes the starter workspace. */
  @FunctionalInterface
  interface Starter {
    /** Writes it into a folder that does not exist yet. */
    void write(Path folder) throws IOException;
  }
}
