package dev.agentsafe.app.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as an editor starts it: a process with two pipes. */
final class LanguageProcessTest {
  private static final long PATIENCE_S = 60;

  @TempDir private Path root;

  private static String frame(String json) {
    return "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
  }

  @Test
  void nothingButTheProtocolIsWrittenToTheStandardOutput() throws Exception {
    Editor.starter(root);
    var file = root.resolve("policies/20-production.yaml");
    var uri = file.toUri();
    Files.writeString(file, Files.readString(file).replace("decision: allow", "decision: alow"));
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.agentsafe.app.Main",
                "lsp",
                "--stdio")
            .redirectError(root.resolve("errors").toFile())
            .start();
    // What is never said is not waited for: the end of the process ends the reading.
    CompletableFuture.delayedExecutor(PATIENCE_S, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try (var in = process.getOutputStream()) {
      var said =
          frame(
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"processId\":null,"
                      + "\"capabilities\":{},\"rootUri\":\""
                      + root.toUri()
                      + "\"}}")
              + frame(
                  "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/documentSymbol\","
                      + "\"params\":{\"textDocument\":{\"uri\":\""
                      + uri
                      + "\"}}}")
              + frame("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"nonsense\"}");
      in.write(said.getBytes(StandardCharsets.UTF_8));
      in.flush();
      var messages = new ArrayList<String>();
      while (messages.size() < 3) {
        messages.add(message(process));
      }
      in.write(
          (frame("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"shutdown\"}")
                  + frame("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}"))
              .getBytes(StandardCharsets.UTF_8));
      in.flush();
      while (true) {
        var next = message(process);
        if (next.isEmpty()) {
          break;
        }
        messages.add(next);
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(messages).allMatch(m -> m.startsWith("{\"jsonrpc\":\"2.0\""));
      assertThat(messages)
          .anyMatch(m -> m.contains("\"id\":1") && m.contains("completionProvider"));
      assertThat(messages)
          .anyMatch(m -> m.contains("\"id\":2") && m.contains("look-at-production"));
      assertThat(messages).anyMatch(m -> m.contains("\"id\":3") && m.contains("-32601"));
      assertThat(messages).anyMatch(m -> m.contains("\"id\":4"));
    } finally {
      process.destroyForcibly();
    }
  }

  /** The next message; empty at the end. Whatever stands between messages fails the test. */
  private static String message(Process process) throws Exception {
    var out = process.getInputStream();
    var header = new StringBuilder();
    while (!header.toString().endsWith("\r\n\r\n")) {
      int c = out.read();
      if (c < 0) {
        assertThat(header.toString()).as("the end of the output").isEmpty();
        return "";
      }
      header.append((char) c);
    }
    var lines = List.of(header.toString().strip().split("\r\n", -1));
    assertThat(lines).singleElement().asString().startsWith("Content-Length: ");
    var length = Integer.parseInt(lines.getFirst().substring("Content-Length: ".length()));
    return new String(out.readNBytes(length), StandardCharsets.UTF_8);
  }
}
