package dev.agentsafe.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: says what there is. */
@Command(
    name = "agent-safe",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Decide, approve, execute, prove and roll back what agents do.",
    synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
