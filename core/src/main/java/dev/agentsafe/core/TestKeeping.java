package dev.agentsafe.core;

import dev.agentsafe.core.DraftDesk.Kept;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.durable.LockFile;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTestText;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Adds policy tests to a file of them, below what stands there; thread-safe, and safe from other
 * processes that keep tests too: each is written below what the one before it wrote.
 *
 * @param turns the lock of those who keep tests in this process; waits for those of others
 * @param oneAtATime the lock of those who save files in this process; waits for nobody else
 */
record TestKeeping(Authoring.Saves saves, Object turns, Object oneAtATime) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int TRIES = 5;

  Kept keep(Path file, PolicyTest test) {
    synchronized (turns) {
      try (var _ = turn(file)) {
        synchronized (oneAtATime) {
          return keepInTurn(file, test);
        }
      } catch (IOException e) {
        throw new CoreException("`" + file + "` cannot be written: " + e.getMessage() + ".", e);
      }
    }
  }

  private Kept keepInTurn(Path file, PolicyTest test) throws IOException {
    Files.createDirectories(DurableFile.folderOf(file));
    for (int i = 0; i < TRIES; i++) {
      var text = FileWrite.held(file);
      switch (PolicyTestText.append(new Source(file.toString(), text), test)) {
        case PolicyTestText.Added.Refused(var why) -> {
          return new Kept.Refused(why);
        }
        case PolicyTestText.Added.Done(var more, var as) -> {
          if (new FileWrite(saves).write(file, text, more).isEmpty()) {
            return new Kept.Done(file, as);
          }
          // Somebody who keeps no turn wrote meanwhile: it goes below that.
        }
      }
    }
    return new Kept.Refused("`" + file + "` changes all the time; try again.");
  }

  /** Waits until nobody else keeps a test in this workspace. */
  private static LockFile turn(Path file) throws IOException {
    var guarded = DurableFile.folderOf(file).resolveSibling(".agent-safe").resolve("kept-tests");
    long until = System.nanoTime() + PATIENCE.toNanos();
    var taken = Optional.of("");
    while (taken.isPresent()) {
      switch (LockFile.acquire(guarded, "keeps a test")) {
        case LockFile.Outcome.Held(var lock) -> {
          return lock;
        }
        case LockFile.Outcome.Taken(var holder) -> taken = Optional.of(holder);
      }
      if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    throw new IOException("the tests are being written by " + taken.orElse("somebody else"));
  }
}
