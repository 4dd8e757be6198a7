package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the latest checkpoint. */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    description =
        "Prints the latest checkpoint of a log as it is signed, to be kept elsewhere; whether it"
            + " holds, `audit verify` says. Who gave receipts for it stands on standard error.")
final class AuditCheckpoint implements Callable<Integer> {
  private final Session session;

  @Mixin private LogChoice.ByArgument log = new LogChoice.ByArgument();

  @Option(
      names = "--now",
      description = "Seals the workspace's journal first, so that the checkpoint covers all of it.")
  private boolean now;

  @Option(names = "--json-output", description = "Prints its parts as JSON.")
  private boolean json;

  AuditCheckpoint(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return now ? log.inWorkspace(session, this::seal) : log.with(session, this::show);
  }

  private int seal(Workspace workspace) throws IOException {
    try (var desk = session.backstage().desk(workspace)) {
      return switch (desk.sealJournal()) {
        case Desk.Reply.Done done -> show(workspace.settings().paths().auditLog());
        case Desk.Reply.Refused(var code, var message) -> {
          session.complain(message);
          yield Exit.NO;
        }
      };
    }
  }

  private int show(Path file) throws IOException {
    var latest = SealFolder.of(file).checkpoint();
    if (!Files.exists(latest)) {
      session.complain("`" + file + "` is not sealed: there is no `" + latest + "`.");
      return Exit.NO;
    }
    var bytes = Files.readAllBytes(latest);
    if (!(SignedNote.read(bytes) instanceof SignedNote.Read.Good(var note))
        || Checkpoint.parse(note.text()).isEmpty()) {
      session.complain("`" + latest + "` is no checkpoint.");
      return Exit.NO;
    }
    var checkpoint = Checkpoint.parse(note.text()).get();
    var anchors = AnchorText.of(file, Optional.of(checkpoint), AnchorText.Wanted.NOTHING);
    if (!json) {
      session.out().print(new String(bytes, StandardCharsets.UTF_8));
      // Beside the note, which may be on its way into a file.
      anchors.lines().forEach(session::complain);
      return Exit.OK;
    }
    session.print(
        Value.EMPTY
            .with("origin", Value.of(checkpoint.origin()))
            .with("size", Value.of(checkpoint.size()))
            .with("root", Value.of(checkpoint.root().base64()))
            .with("written", Value.of(Times.text(Files.getLastModifiedTime(latest).toInstant())))
            .with(
                "signatures",
                Value.texts(
                    note.signatures().stream()
                        .map(s -> s.name() + "+%08x".formatted(s.id()))
                        .toList()))
            .with("anchors", anchors.form()));
    return Exit.OK;
  }
}
