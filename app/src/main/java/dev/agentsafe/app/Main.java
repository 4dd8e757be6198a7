package dev.agentsafe.app;

import dev.agentsafe.app.cli.Cli;
import dev.agentsafe.app.cli.Session;
import java.io.PrintStream;
import java.nio.file.Path;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs one command in this process. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return new Cli(new Session(out, err, Path.of("").toAbsolutePath(), new Wiring())).run(args);
  }
}
