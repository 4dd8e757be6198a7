package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command about a workspace: the one that is named, else the next one upwards. */
abstract class InWorkspace implements Callable<Integer> {
  final Session session;

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  InWorkspace(Session session) {
    this.session = session;
  }

  /**
   * Looks at the arguments before anything is opened.
   *
   * @throws picocli.CommandLine.ParameterException where they are wrong
   */
  void examine() {}

  /** Does what is asked for; the exit status is one of {@link Exit}. */
  abstract int run(Workspace workspace);

  @Override
  public final Integer call() {
    examine();
    return session.withWorkspace(Optional.ofNullable(config), this::run);
  }
}
