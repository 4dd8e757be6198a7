package dev.agentsafe.app;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does in one process what several commands do, in a workspace made for it, so that an AOT cache
 * can be made of what they load. For the builds of the program; nobody else starts it.
 */
public final class Training {
  private Training() {}

  /**
   * Trains in the workspace of that folder; ends with the status of the first command that fails.
   */
  public static void main(String[] args) {
    System.exit(run(Path.of(args[0]).toAbsolutePath()));
  }

  private static int run(Path workspace) {
    var config = workspace.toString();
    var log = workspace.resolve("audit.jsonl").toString();
    var proof = workspace.resolve("proof").toString();
    var status =
        does(
            "check",
            "rollout-status",
            "--target",
            "staging/web",
            "--caller",
            "trainee",
            "--config",
            config);
    if (status == 0) {
      status = does("audit", "prove", "0", "--log", log, "--out", proof);
    }
    if (status == 0) {
      var keys = workspace.resolve("audit.tlog").resolve("keys.vkey");
      status =
          Files.exists(keys) ? does("audit", "check-proof", proof, "--key", keys.toString()) : 1;
    }
    return status;
  }

  private static int does(String... command) {
    return Main.run(command, System.out, System.err);
  }
}
