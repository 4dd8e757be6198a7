package dev.agentsafe.core;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Python as an independent judge; a test that wants it is skipped, and says so, where it is not.
 */
public final class Python {
  private Python() {}

  /** Runs a script and returns the lines that it prints. */
  public static List<String> run(Path folder, String script, String... arguments)
      throws IOException, InterruptedException {
    var source = Files.writeString(folder.resolve("script.py"), script);
    var command = new java.util.ArrayList<>(List.of("python3", source.toString()));
    command.addAll(List.of(arguments));
    var out = folder.resolve("script.out");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      return abort("skipped: there is no python3 to compare with");
    }
    if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("python3 failed: " + Files.readString(out));
    }
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }
}
