package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers the questions of agents. */
@Command(
    name = "approval",
    mixinStandardHelpOptions = true,
    description = "Answers what agents ask people.",
    synopsisSubcommandLabel = "COMMAND")
final class ApprovalCommand {
  private static final String PLAN = "pln-";

  private ApprovalCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new ApprovalCommand())
        .addSubcommand("list", new CommandLine(new Listing(session)))
        .addSubcommand("show", new CommandLine(new Show(session)))
        .addSubcommand("approve", new CommandLine(new Approve(session)))
        .addSubcommand("deny", new CommandLine(new Deny(session)))
        .addSubcommand("review", new CommandLine(new Review(session)))
        .addSubcommand("verify", new CommandLine(new VotesCommand(session)))
        .addSubcommand("reviews", new CommandLine(new ReviewsWaiting(session)));
  }

  /** Lists open questions. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the open questions, oldest first.")
  static final class Listing extends AtDesk {
    Listing(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.pending();
    }

    @Override
    void show(Value.Fields body) {
      var open = body.objects("approvals");
      for (var question : open) {
        session.say(
            Shown.line(
                "%s  %-8s  %s -> %s  by %s, until %s"
                    .formatted(
                        question.textOrEmpty("request_id"),
                        question.textOrEmpty("effective_risk"),
                        question.textOrEmpty("action"),
                        question.textOrEmpty("target"),
                        question.textOrEmpty("caller"),
                        question.textOrEmpty("expires_at"))));
      }
      session.say(open.isEmpty() ? "Nothing waits for an answer." : open.size() + " open");
    }
  }

  /** Shows one question. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one question with its evidence and votes.")
  static final class Show extends AtDesk {
    @Parameters(
        paramLabel = "REQUEST",
        description = "Its id: apr- and 12 hex digits; or that of a plan, pln-….")
    private String id = "";

    Show(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return id.startsWith(PLAN) ? desk.plan(id) : desk.question(id);
    }

    @Override
    void show(Value.Fields body) {
      if (body.text("plan_id").isPresent()) {
        PlanText.print(session, body);
      } else {
        QuestionText.print(session, body);
      }
    }
  }

  /** Says yes. */
  @Command(name = "approve", mixinStandardHelpOptions = true, description = "Approves a request.")
  static final class Approve extends Answering {
    @Option(
        names = "--set",
        paramLabel = "NAME=VALUE",
        description = "A smaller value than was asked; the agent may take it or leave it.")
    private List<String> changes = List.of();

    @Option(
        names = "--life",
        paramLabel = "TIME",
        description = "How long the ticket is good: 30s, 2m.")
    private @Nullable String life;

    @Option(
        names = "--break-glass",
        description = "Approves alone, where the rule lets you; it is told and reviewed.")
    private boolean breakGlass;

    Approve(Session session) {
      super(session, true);
    }

    @Override
    boolean alone() {
      return breakGlass;
    }

    @Override
    Changes changes(Workspace workspace, Value.Fields question) {
      return ChangedText.of(
          workspace, question.textOrEmpty("action"), changes, Optional.ofNullable(life));
    }
  }

  /** Says no. */
  @Command(name = "deny", mixinStandardHelpOptions = true, description = "Denies a request.")
  static final class Deny extends Answering {
    Deny(Session session) {
      super(session, false);
    }
  }

  /** Lists approvals that somebody gave alone. */
  @Command(
      name = "reviews",
      mixinStandardHelpOptions = true,
      description = "Lists approvals that somebody gave alone and nobody has reviewed.")
  static final class ReviewsWaiting extends AtDesk {
    ReviewsWaiting(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.reviews();
    }

    @Override
    void show(Value.Fields body) {
      ReviewText.print(session, body);
    }
  }

  /** Reviews one. */
  @Command(
      name = "review",
      mixinStandardHelpOptions = true,
      description = "Says what you found of an approval that somebody else gave alone.")
  static final class Review extends AtDesk {
    @Parameters(paramLabel = "REQUEST", description = "Its id: apr- and 12 hex digits.")
    private String id = "";

    @Option(
        names = {"--reason", "-r"},
        paramLabel = "TEXT",
        description = "What you found; it is recorded.")
    private String reason = "";

    @Option(names = "--unjustified", description = "It should not have been done.")
    private boolean unjustified;

    @Mixin private Signing signing = new Signing();

    Review(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return signing.review(
          session,
          workspace,
          desk,
          new ApprovalId(id),
          new ReviewStatement.Judgement(!unjustified, reason));
    }

    @Override
    void show(Value.Fields body) {
      session.say(Shown.line(id + " is reviewed."));
      ReviewText.print(session, body);
    }
  }

  /** What the two answers have in common. */
  abstract static class Answering extends AtDesk {
    private final boolean approves;

    @Parameters(
        paramLabel = "REQUEST",
        description = "Its id: apr- and 12 hex digits; or that of a plan, pln-….")
    private String id = "";

    @Option(
        names = {"--reason", "-r"},
        paramLabel = "TEXT",
        description = "Why; it is recorded.")
    private String reason = "";

    @Mixin private Signing signing = new Signing();

    /** Whether it is approved without the others whom the rule asks. */
    boolean alone() {
      return false;
    }

    /** What is other than asked. */
    Changes changes(Workspace workspace, Value.Fields question) {
      return Changes.NONE;
    }

    Answering(Session session, boolean approves) {
      super(session);
      this.approves = approves;
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      var ask =
          new Signing.Ask(
              id,
              approves,
              question -> new Choice(approves, reason, changes(workspace, question), alone()));
      Consumer<Value.Fields> show =
          question -> {
            if (!json) {
              QuestionText.print(session, question);
            }
          };
      return id.startsWith(PLAN)
          ? signing.answerPlan(session, workspace, desk, ask, show)
          : signing.answer(session, workspace, desk, ask, show);
    }

    @Override
    void show(Value.Fields body) {
      var plan = body.text("plan_id");
      session.say(
          Shown.line(
              plan.isPresent()
                  ? plan.get() + ": your answer to all its open questions is recorded."
                  : body.textOrEmpty("request_id") + " is " + body.textOrEmpty("status") + "."));
    }
  }
}
