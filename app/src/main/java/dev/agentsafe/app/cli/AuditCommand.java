package dev.agentsafe.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Reads, verifies and proves the record. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Reads, verifies and proves the record.",
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
  private AuditCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new AuditCommand())
        .addSubcommand("verify", new CommandLine(new AuditVerify(session)))
        .addSubcommand("recompute", new CommandLine(new AuditRecompute(session)))
        .addSubcommand("rotate-key", new CommandLine(new RotateKeyCommand(session)))
        .addSubcommand("show", new CommandLine(new AuditShow(session)))
        .addSubcommand("prove", new CommandLine(new AuditProve(session)))
        .addSubcommand("check-proof", new CommandLine(new AuditCheckProof(session)))
        .addSubcommand("consistency", new CommandLine(new AuditConsistency(session)))
        .addSubcommand("checkpoint", new CommandLine(new AuditCheckpoint(session)))
        .addSubcommand("export", new CommandLine(new AuditExport(session)))
        .addSubcommand("show-state", new CommandLine(new AuditShowState(session)))
        .addSubcommand("state-coverage", new CommandLine(new AuditStateCoverage(session)))
        .addSubcommand("ship", new CommandLine(new ShipCommand(session)));
  }
}
