package dev.agentsafe.app.cli;

import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.DraftRules;
import dev.agentsafe.core.preview.RecordedRequest;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how rules come to a decision, or why one of them does not. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says what the rules, or a draft of them, say of a request and why; records nothing. Exit"
            + " status: 0 allow, 1 deny, 3 approval required.")
final class ExplainCommand extends InWorkspace {
  private static final List<String> TYPED =
      List.of("--target", "--param", "--caller", "--roles", "--groups", "--ticket-id", "--at");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ACTION", arity = "0..1", description = "Name of the action.")
  private @Nullable String action;

  @Mixin private DraftChoice draft = new DraftChoice();

  @Mixin private AskOptions asked = new AskOptions();

  @Option(
      names = {"--caller", "-c"},
      paramLabel = "AGENT",
      description = "The agent that asks. Default: nobody said who asks.")
  private @Nullable String caller;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it is asked, such as 2026-03-01T22:30:00Z. Default: now.")
  private @Nullable String at;

  @Option(
      names = "--entry",
      paramLabel = "SEQ",
      description = "Takes the request of that journal entry, with what rules saw of it then.")
  private @Nullable Long entry;

  @Option(
      names = "--request",
      paramLabel = "ID",
      description = "Takes the request of that question (apr-…), with what rules saw of it then.")
  private @Nullable String question;

  @Option(
      names = "--why-not",
      paramLabel = "RULE",
      description = "Says condition by condition why that rule does not decide.")
  private @Nullable String whyNot;

  @Option(names = "--json-output", description = "Prints all of it as JSON.")
  private boolean json;

  ExplainCommand(Session session) {
    super(session);
  }

  @Override
  void examine() {
    int sources = (action == null ? 0 : 1) + (entry == null ? 0 : 1) + (question == null ? 0 : 1);
    if (sources != 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "name an ACTION, `--entry` or `--request`, one of them");
    }
    if (action == null) {
      refuse(TYPED.stream().filter(spec.commandLine().getParseResult()::hasMatchedOption).toList());
    }
    if (caller == null && !asked.grants().equals(Caller.Grants.NONE)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "`--roles` and `--groups` are those of an agent that is typed; name it with `--caller`");
    }
    if (at != null && Facts.When.parse(at).isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--at: `" + at + "` is no time; write it as `2026-03-01T22:30:00Z`");
    }
  }

  /** A recorded request has all that rules saw of it: what is typed beside it would not count. */
  private void refuse(List<String> beside) {
    if (!beside.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "`%s` is of a request that is typed; a recorded one is asked as it was: leave it out, or name an ACTION"
              .formatted(String.join("`, `", beside)));
    }
  }

  @Override
  int run(Workspace workspace) {
    return draft
        .rules(session, workspace)
        .map(rules -> explain(workspace, rules))
        .orElse(Exit.CANNOT);
  }

  private int explain(Workspace workspace, DraftRules rules) {
    var decision = decision(workspace, rules);
    if (decision.isEmpty()) {
      return Exit.CANNOT;
    }
    var text = new DecisionTrace(session, rules.places());
    return switch (decision.get()) {
      case Decision.Unfit(var reason) -> {
        text.unfit(reason, json);
        yield Exit.NO;
      }
      case Decision.Ruled ruled -> {
        if (whyNot == null) {
          text.ruled(ruled, json);
        } else {
          var why = ruled.whyNot(new RuleName(whyNot));
          if (why.isEmpty()) {
            session.complain("There is no rule `" + whyNot + "`.");
            yield Exit.CANNOT;
          }
          text.whyNot(ruled, why.get(), json);
        }
        yield exit(ruled.decision().effect());
      }
    };
  }

  private static int exit(Effect effect) {
    return switch (effect) {
      case ALLOW -> Exit.OK;
      case DENY -> Exit.NO;
      case REQUIRE_APPROVAL -> Exit.APPROVAL;
    };
  }

  private Optional<Decision> decision(Workspace workspace, DraftRules rules) {
    if (action != null) {
      var parser =
          new RequestParser(
              workspace.catalog(), workspace.inventory(), workspace.settings().changeTickets());
      return Optional.of(Decision.of(parser, rules.policies(), typed(workspace, action), when()));
    }
    return recorded(workspace).map(facts -> Decision.under(rules.policies(), facts));
  }

  private Facts.When when() {
    return Optional.ofNullable(at)
        .flatMap(Facts.When::parse)
        .orElseGet(() -> Facts.When.of(Instant.now()));
  }

  private Submission typed(Workspace workspace, String name) {
    return new Submission(
        new ActionName(name),
        asked.target().map(TargetId::new),
        Optional.ofNullable(caller)
            .map(id -> new Caller(new AgentId(id), "", asked.grants(), Caller.Delegation.NONE)),
        asked.params(workspace, name),
        asked.ticketId());
  }

  private Optional<Facts> recorded(Workspace workspace) {
    var log = workspace.settings().paths().auditLog();
    var found = new RecordedRequest(workspace.inventory(), entry, question);
    if (Files.isRegularFile(log)) {
      DraftDesk.Entries.of(log).readWhile(0, found::wantsMore);
    }
    return switch (found.found()) {
      case RecordedRequest.Found.Here(var decision) -> Optional.of(decision.facts());
      case RecordedRequest.Found.Left(var why) -> {
        session.complain("That request cannot be decided again: " + why.words() + ".");
        yield Optional.empty();
      }
      case RecordedRequest.Found.Nothing _ -> {
        session.complain(
            "The journal `"
                + log
                + "` has no decision "
                + (question == null ? "with the `seq` " + entry : "about `" + question + "`")
                + ".");
        yield Optional.empty();
      }
    };
  }
}
