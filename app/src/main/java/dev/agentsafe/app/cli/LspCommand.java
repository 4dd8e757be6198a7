package dev.agentsafe.app.cli;

import dev.agentsafe.app.lsp.LanguageServing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Helps other editors with the files of a workspace. */
@Command(
    name = "lsp",
    mixinStandardHelpOptions = true,
    description = "Serves an editor with the language server protocol over its standard streams.")
final class LspCommand implements Callable<Integer> {
  private final Session session;

  // Editors give it; there is nothing else to choose.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--stdio", description = "Over the standard streams, which is the only way.")
  private boolean stdio;

  LspCommand(Session session) {
    this.session = session;
  }

  /** What anything here prints for people goes to the error output, not among the messages. */
  @Override
  public Integer call() {
    System.setOut(session.err());
    return LanguageServing.serve(System.in, session.out(), session.err(), Version.text());
  }
}
