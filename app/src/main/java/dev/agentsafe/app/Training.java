package dev.agentsafe.app;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
    return status == 0 ? editor(workspace) : status;
  }

  /** What an editor asks first. Comes last: its answers go where the others print. */
  private static int editor(Path workspace) {
    var file = workspace.resolve("policies/20-production.yaml").toUri();
    var place =
        "\"params\":{\"textDocument\":{\"uri\":\""
            + file
            + "\"},\"position\":{\"line\":8,\"character\":7}}}";
    var said =
        message(
                "\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{},\"rootUri\":\""
                    + workspace.toUri()
                    + "\"}}")
            + message("\"id\":2,\"method\":\"textDocument/completion\"," + place)
            + message("\"id\":3,\"method\":\"textDocument/hover\"," + place)
            + message("\"id\":4,\"method\":\"shutdown\"}")
            + message("\"method\":\"exit\"}");
    System.setIn(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)));
    return does("lsp");
  }

  private static String message(String members) {
    var json = "{\"jsonrpc\":\"2.0\"," + members;
    return "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
  }

  private static int does(String... command) {
    return Main.run(command, System.out, System.err);
  }
}
