package dev.agentsafe.app;

import dev.agentsafe.app.cli.Cli;
import dev.agentsafe.app.cli.Session;
import java.io.PrintStream;
import java.nio.file.Path;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends with its exit status.
   *
   * <p>A command that is done has closed what it opened, and its process ends at once: an orderly
   * exit looks for a logger to tell, in all libraries, which takes a tenth of a second.
   */
  public static void main(String[] args) {
    var status = run(args, System.out, System.err);
    if (Cli.lasts(args)) {
      System.exit(status);
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /** Runs one command in this process. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return new Cli(new Session(out, err, Path.of("").toAbsolutePath(), new Wiring())).run(args);
  }
}
