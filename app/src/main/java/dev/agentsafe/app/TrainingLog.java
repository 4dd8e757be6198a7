package dev.agentsafe.app;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks for thousands of decisions in a workspace made for it, so that its log is long enough for an
 * AOT cache to learn which code a verification runs. For the builds of the program; nobody else
 * starts it.
 */
public final class TrainingLog {
  private static final int DECISIONS = 10_000;

  /** On a slow disk fewer have to do. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private TrainingLog() {}

  /** Lengthens the log of the workspace of that folder. */
  public static void main(String[] args) {
    switch (Workspace.load(Path.of(args[0]).toAbsolutePath())) {
      case Loaded.Good<Workspace>(var workspace, var _) -> lengthen(workspace);
      case Loaded.Bad<Workspace>(var problems) -> throw new IllegalArgumentException("" + problems);
    }
  }

  private static void lengthen(Workspace workspace) {
    var ask =
        new Desk.Ask(
            "rollout-status",
            Optional.of("staging/web"),
            Optional.of(new Desk.Who.Vouched("trainee", Caller.Grants.NONE)),
            Value.EMPTY,
            Optional.empty());
    var end = System.nanoTime() + PATIENCE.toNanos();
    try (var desk = new Wiring().desk(workspace)) {
      // Two at a time share a sync of the disk.
      if (!IntStream.range(0, DECISIONS).parallel().allMatch(i -> ask(desk, ask, end))) {
        throw new IllegalStateException("a decision was refused");
      }
    }
  }

  private static boolean ask(Desk desk, Desk.Ask ask, long end) {
    return System.nanoTime() - end > 0 || desk.check(ask) instanceof Desk.Reply.Done;
  }
}
