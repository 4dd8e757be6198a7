package dev.agentsafe.app.cli;

import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.SourceFiles;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies the approvals of a log with nothing but the operators' public keys. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Verifies votes, quorums and reviews of a log, offline; `audit verify` verifies its lines.")
final class VotesCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "The log.")
  private String file = "";

  @Option(
      names = "--operators",
      paramLabel = "FILE",
      required = true,
      description = "The operators with their public keys, as operators.yaml lists them.")
  private @Nullable String operators;

  VotesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var known = known();
    if (known.isEmpty()) {
      return Exit.CANNOT;
    }
    var verifier = new VoteVerifier(known.get());
    LogReader.read(session.resolve(file), verifier::accept);
    int wrong = 0;
    for (var finding : verifier.findings()) {
      if (finding.fault().isPresent()) {
        wrong++;
        session.say(
            Shown.line(
                "line %d: %s %s: %s"
                    .formatted(
                        finding.seq() + 1,
                        finding.requestId(),
                        finding.voter(),
                        finding.fault().get())));
      }
    }
    var checked = verifier.checked();
    session.say(
        wrong == 0
            ? ("%d votes, all signed by whom they name for what was shown; %d approvals had their"
                    + " quorum; %d reviews.")
                .formatted(checked.votes(), checked.approvals(), checked.reviews())
            : wrong + " findings that do not hold.");
    return wrong == 0 ? Exit.OK : Exit.NO;
  }

  private Optional<Operators> known() {
    var problems = new ArrayList<Problem>();
    var loaded =
        SourceFiles.read(session.resolve(String.valueOf(operators)), problems)
            .map(OperatorsLoader::load);
    if (loaded.isPresent() && loaded.get() instanceof Loaded.Good<Operators>(var all, var notes)) {
      return Optional.of(all);
    }
    if (loaded.isPresent() && loaded.get() instanceof Loaded.Bad<Operators>(var errors)) {
      problems.addAll(errors);
    }
    session.list(problems);
    return Optional.empty();
  }
}
