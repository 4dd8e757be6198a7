package dev.agentsafe.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets a journal look as if the process that held it were gone: here it is the test's own. */
final class Dead {
  private Dead() {}

  static void leaveTheLock(Path folder) throws IOException {
    var holder = folder.resolve("audit.jsonl.holder");
    if (Files.exists(holder)) {
      Files.writeString(holder, Files.readString(holder).replaceAll("pid=\\d+", "pid=1"));
    }
  }
}
