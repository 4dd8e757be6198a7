package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command signs: whose key, and where its passphrase comes from. */
final class Signing {
  private static final Duration EVIDENCE = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(50);

  @Option(
      names = "--as",
      paramLabel = "OPERATOR",
      description = "Whose key signs, where there are several on this machine.")
  private @Nullable String as;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Its first line is the passphrase; else it is asked for.")
  private @Nullable String file;

  /** The file that holds the passphrase, where one is named. */
  Optional<Path> passphraseFile(Session session) {
    return Optional.ofNullable(file).map(session::resolve);
  }

  /**
   * Shows a question, then signs an answer to it.
   *
   * @param show puts the question before the operator
   */
  Desk.Reply answer(
      Session session, Workspace workspace, Desk desk, Ask ask, Consumer<Value.Fields> show) {
    var reply = shown(desk, ask);
    if (!(reply instanceof Desk.Reply.Done(var question))) {
      return reply;
    }
    var seen = SeenAtDesk.of(workspace, question);
    var since = System.nanoTime();
    show.accept(question);
    var hand = session.backstage().hand(workspace, Optional.ofNullable(as));
    var signer = signer(session, hand);
    var seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
    return desk.vote(signed(question, seen, ask, new Pen(hand, signer, seconds)));
  }

  /**
   * Shows the open questions of a plan, then signs an answer to each and gives them together.
   *
   * @param show puts a question before the operator
   */
  Desk.Reply answerPlan(
      Session session, Workspace workspace, Desk desk, Ask ask, Consumer<Value.Fields> show) {
    var plan = desk.plan(ask.id());
    if (!(plan instanceof Desk.Reply.Done(var card))) {
      return plan;
    }
    var asked = new ArrayList<Ask>();
    var questions = new ArrayList<Value.Fields>();
    for (var id : open(card)) {
      var one = new Ask(id, ask.approves(), ask.choice());
      if (shown(desk, one) instanceof Desk.Reply.Done(var question)) {
        asked.add(one);
        questions.add(question);
      }
    }
    var seen = questions.stream().map(q -> SeenAtDesk.of(workspace, q)).toList();
    var since = System.nanoTime();
    questions.forEach(show);
    var hand = session.backstage().hand(workspace, Optional.ofNullable(as));
    var signer = signer(session, hand);
    var seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
    var votes = new ArrayList<SignedVote>();
    for (var i = 0; i < asked.size(); i++) {
      votes.add(
          signed(questions.get(i), seen.get(i), asked.get(i), new Pen(hand, signer, seconds)));
    }
    return desk.votePlan(ask.id(), votes);
  }

  private static List<String> open(Value.Fields card) {
    return card.objects("steps").stream()
        .map(step -> step.object("question"))
        .filter(question -> question.textOrEmpty("status").equals("pending"))
        .map(question -> question.textOrEmpty("request_id"))
        .toList();
  }

  /** What is answered to which question. */
  record Ask(String id, boolean approves, Function<Value.Fields, VoteStatement.Choice> choice) {}

  /** Signs a review of an approval that somebody gave alone. */
  Desk.Reply review(
      Session session,
      Workspace workspace,
      Desk desk,
      ApprovalId id,
      ReviewStatement.Judgement judgement) {
    if (!(desk.reviews() instanceof Desk.Reply.Done(var body))) {
      return desk.reviews();
    }
    var waiting =
        body.objects("reviews").stream()
            .filter(r -> r.textOrEmpty("request_id").equals(id.value()))
            .findFirst();
    if (waiting.isEmpty()) {
      return new Desk.Reply.Refused("unknown_request", "`" + id + "` waits for no review.");
    }
    session.say(
        Shown.line(
            "%s approved %s -> %s alone: %s"
                .formatted(
                    waiting.get().textOrEmpty("by"),
                    waiting.get().textOrEmpty("action"),
                    waiting.get().textOrEmpty("target"),
                    waiting.get().textOrEmpty("reason"))));
    var hand = session.backstage().hand(workspace, Optional.ofNullable(as));
    var signer = signer(session, hand);
    return desk.review(
        new ReviewStatement(
                id,
                waiting.get().textOrEmpty("break_glass_entry"),
                judgement,
                new VoteStatement.By(hand.operator().id(), signer.publicKey().id()),
                Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .sign(signer));
  }

  /** Who signs, and how long they were shown what they sign. */
  private record Pen(OperatorHand hand, OperatorSigner signer, long seconds) {}

  private static SignedVote signed(Value.Fields question, Seen seen, Ask ask, Pen pen) {
    return new VoteStatement(
            new ApprovalId(ask.id()),
            seen,
            ask.choice().apply(question),
            new VoteStatement.By(pen.hand().operator().id(), pen.signer().publicKey().id()),
            new VoteStatement.Moment(Instant.now().truncatedTo(ChronoUnit.MILLIS), pen.seconds()))
        .sign(pen.signer());
  }

  /** The key of that person, unlocked. */
  OperatorSigner signer(Session session, OperatorHand hand) {
    if (hand.state() instanceof OperatorHand.State.Locked(var key)) {
      hand.unlock(Passphrase.get(passphraseFile(session), "Passphrase of `" + key + "`"))
          .ifPresent(why -> {
            throw new CoreException(why);
          });
    }
    return switch (hand.state()) {
      case OperatorHand.State.Ready(var signer) -> signer;
      case OperatorHand.State.Locked(var key) ->
          throw new CoreException("The key `" + key + "` is still locked.");
      case OperatorHand.State.Without(var why) -> throw new CoreException(why);
    };
  }

  /** The question with its evidence; nobody approves what they could not see. */
  private static Desk.Reply shown(Desk desk, Ask ask) {
    var until = System.nanoTime() + EVIDENCE.toNanos();
    var reply = desk.question(ask.id());
    try {
      while (ask.approves() && isGathering(reply) && System.nanoTime() < until) {
        Thread.sleep(GLANCE);
        reply = desk.question(ask.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reply;
  }

  private static boolean isGathering(Desk.Reply reply) {
    return reply instanceof Desk.Reply.Done(var question)
        && question.object("evidence").textOrEmpty("status").equals("gathering")
        && question.textOrEmpty("status").equals("pending");
  }
}
