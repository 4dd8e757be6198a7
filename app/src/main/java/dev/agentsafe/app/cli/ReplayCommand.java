package dev.agentsafe.app.cli;

import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.HistoryReader;
import dev.agentsafe.core.preview.Replay;
import dev.agentsafe.core.preview.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides recorded decisions again under a draft of the policies. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Decides every recorded decision again under a draft of the policies; records nothing. Exit"
            + " status: 0 nothing is allowed that was not, 1 something is.")
final class ReplayCommand extends InWorkspace {
  @Mixin private DraftChoice draft = new DraftChoice();

  @Parameters(
      paramLabel = "JOURNAL",
      arity = "0..1",
      description = "The journal. Default: the workspace's.")
  private @Nullable String journal;

  @Option(
      names = "--against",
      paramLabel = "WHAT",
      converter = Against.Words.class,
      description =
          "What the draft is compared with: recorded (what was decided then) or live (what the"
              + " workspace's policies say now). Default: recorded.")
  private Against against = Against.RECORDED;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Shows so many of each kind. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(names = "--json-output", description = "Prints all of it as JSON.")
  private boolean json;

  ReplayCommand(Session session) {
    super(session);
  }

  /** What the answers of a draft are compared with. */
  enum Against {
    RECORDED,
    LIVE;

    /** Reads the lower-case word of the option's value, or says which there are. */
    static final class Words implements picocli.CommandLine.ITypeConverter<Against> {
      @Override
      public Against convert(String value) {
        return Format.oneOf(values(), value);
      }
    }
  }

  @Override
  int run(Workspace workspace) {
    return draft
        .rules(session, workspace)
        .map(rules -> replay(workspace, rules.policies()))
        .orElse(Exit.CANNOT);
  }

  private int replay(Workspace workspace, PolicySet rules) {
    var log = log(workspace);
    if (!Files.isRegularFile(log)) {
      session.complain("There is no journal `" + log + "`; nothing has been decided yet.");
      return Exit.CANNOT;
    }
    var reader = new HistoryReader(workspace.inventory());
    DraftDesk.Entries.of(log)
        .readWhile(
            0,
            entry -> {
              reader.accept(entry);
              return true;
            });
    var history = reader.history();
    var under = Replay.of(history, rules, Watch.NOBODY).orElseThrow();
    var flips =
        switch (against) {
          case RECORDED -> under.flips();
          case LIVE ->
              under.flips(Replay.of(history, workspace.policies(), Watch.NOBODY).orElseThrow());
        };
    if (json) {
      session.print(ReplayText.json(under, flips));
    } else {
      ReplayText.print(session, under, flips, limit);
    }
    return flips.stream().anyMatch(ReplayCommand::allows) ? Exit.NO : Exit.OK;
  }

  private Path log(Workspace workspace) {
    return journal == null
        ? workspace.settings().paths().auditLog()
        : LogChoice.inside(session.resolve(journal));
  }

  private static boolean allows(Flip flip) {
    return flip.kind().allows();
  }
}
