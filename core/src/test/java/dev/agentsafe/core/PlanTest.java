package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several steps submitted together: their order, their one answer, their one end. */
final class PlanTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void aStepHasItsTicketOnceTheStepsItDependsOnHaveSucceeded() throws Exception {
    try (var governor = world.open()) {
      var plan = submit(governor, step("a", "dev/web", 3), step("b", "dev/web", 4, "a"));
      assertThat(plan.rulings().getFirst().ticket()).isPresent();
      assertThat(plan.rulings().getLast().ticket()).isEmpty();
      var id = plan.course().id();
      assertThat(claim(governor, id, "b")).isEmpty();
      run(governor, claim(governor, id, "a").orElseThrow());
      assertThat(stage(governor, id, "a")).isInstanceOf(Stage.Succeeded.class);
      assertThat(governor.plans().claim(id, "b", Caller.of(new AgentId("other-bot")))).isEmpty();
      var ticket = claim(governor, id, "b").orElseThrow();
      assertThat(claim(governor, id, "b")).contains(ticket);
      run(governor, ticket);
      assertThat(governor.plans().course(id).orElseThrow().isDone()).isTrue();
      assertThat(claim(governor, id, "b")).isEmpty();
      assertThat(world.replicas).containsEntry("dev/web", 4L);
    }
  }

  @Test
  void theFirstStepThatFailsVoidsTheTicketsOfTheOthersAndItIsRecorded() throws Exception {
    try (var governor = world.open()) {
      var plan =
          submit(
              governor,
              step("a", "dev/web", 3),
              step("b", "dev/web", 4),
              step("c", "dev/web", 5, "a"));
      var id = plan.course().id();
      var issued = claim(governor, id, "b").orElseThrow();
      world.answer.set(new Effected.NotDone("no room"));
      run(governor, claim(governor, id, "a").orElseThrow());
      assertThat(governor.redeem(issued.token(), SmallWorld.agent()))
          .isInstanceOfSatisfying(
              Redeemed.Refused.class,
              r -> assertThat(r.why()).contains("was stopped: step `a` did not succeed"));
      assertThat(claim(governor, id, "c")).isEmpty();
      assertThat(world.effects).hasValue(1);
      var stop = awaitStop(governor);
      assertThat(stop.context().text("plan_id")).contains(id.value());
      assertThat(stop.line().get("context").orElseThrow().toString()).contains("b").contains("c");
    }
  }

  @Test
  void anUnknownOutcomeStopsThePlanToo() throws Exception {
    try (var governor = world.open()) {
      var id =
          submit(governor, step("a", "dev/web", 3), step("b", "dev/web", 4, "a")).course().id();
      world.answer.set(new Effected.InDoubt("no answer"));
      run(governor, claim(governor, id, "a").orElseThrow());
      assertThat(governor.plans().course(id).orElseThrow().stopped()).isPresent();
      assertThat(claim(governor, id, "b")).isEmpty();
    }
  }

  @Test
  void whereAStepIsDeniedNothingOfThePlanIsAskedOrBegun() {
    try (var governor = world.open()) {
      var plan =
          submit(
              governor, step("a", "dev/web", 3), step("b", "prod/web", 4), step("c", "nowhere", 5));
      assertThat(plan.rulings()).allSatisfy(r -> assertThat(r.ticket()).isEmpty());
      assertThat(governor.pending()).isEmpty();
      assertThat(plan.course().stopped()).contains("step `c` was denied");
      assertThat(claim(governor, plan.course().id(), "a")).isEmpty();
      assertThat(types(governor)).endsWith(EntryType.PLAN, EntryType.PLAN_STOPPED);
    }
  }

  @Test
  void oneVoteAnswersThePlanAsAWholeWithTheEvidenceOfEachStep() throws Exception {
    try (var governor = world.open()) {
      var plan =
          submit(
              governor,
              step("a", "prod/web", 5),
              step("b", "prod/web", 6, "a"),
              step("c", "dev/web", 4, "b"));
      var id = plan.course().id();
      assertThat(governor.plans().questions(id)).hasSize(2);
      for (var question : governor.plans().questions(id)) {
        assertThat(evidence(governor, question.id())).isInstanceOf(Rehearsal.Outcome.Done.class);
      }
      assertThat(claim(governor, id, "a")).isEmpty();
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("release")))
          .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "release")));
      assertThat(governor.pending()).isEmpty();
      var second = plan.rulings().get(1).approval().orElseThrow();
      assertThat(governor.claim(second, SmallWorld.agent()))
          .as("not by the way of its own question either")
          .isEmpty();
      run(governor, claim(governor, id, "a").orElseThrow());
      run(governor, claim(governor, id, "b").orElseThrow());
      run(governor, claim(governor, id, "c").orElseThrow());
      assertThat(governor.plans().course(id).orElseThrow().isDone()).isTrue();
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("again")))
          .isInstanceOf(Voted.Refused.class);
    }
  }

  @Test
  void oneDenyDeniesThePlan() {
    try (var governor = world.open()) {
      var plan = submit(governor, step("a", "prod/web", 5), step("b", "prod/web", 6));
      assertThat(
              vote(governor, plan.course().id(), SmallWorld.ANNAS_HAND, Choice.deny("not today")))
          .isInstanceOfSatisfying(
              Voted.Counted.class,
              v -> assertThat(v.standing()).isInstanceOf(Standing.Denied.class));
      assertThat(governor.pending()).isEmpty();
      for (var ruling : plan.rulings()) {
        assertThat(governor.standing(ruling.approval().orElseThrow()).orElseThrow())
            .isInstanceOf(Standing.Denied.class);
      }
      assertThat(types(governor)).contains(EntryType.PLAN_STOPPED);
    }
  }

  @Test
  void whoMayNotAnswerOneStepAnswersNone() {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 5), step("b", "prod/web", 6)).course().id();
      var before = governor.journalSize();
      assertThat(vote(governor, id, SmallWorld.BOTS_HAND, Choice.approve("please")))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.plans().questions(id)).hasSize(2);
      assertThat(types(governor).subList((int) before, (int) governor.journalSize()))
          .doesNotContain(EntryType.VOTE);
    }
  }

  @Test
  void aPlanGoesOnWhereItWasAfterARestart() throws Exception {
    PlanId id;
    try (var governor = world.open()) {
      id = submit(governor, step("a", "dev/web", 3), step("b", "dev/web", 4, "a")).course().id();
      run(governor, claim(governor, id, "a").orElseThrow());
    }
    try (var governor = world.open()) {
      assertThat(stage(governor, id, "a")).isInstanceOf(Stage.Succeeded.class);
      run(governor, claim(governor, id, "b").orElseThrow());
      assertThat(governor.plans().course(id).orElseThrow().isDone()).isTrue();
    }
  }

  @Test
  void aPlanThatWasStoppedStaysSoAfterARestart() throws Exception {
    PlanId id;
    Ticket issued;
    try (var governor = world.open()) {
      id = submit(governor, step("a", "dev/web", 3), step("b", "dev/web", 4)).course().id();
      issued = claim(governor, id, "b").orElseThrow();
      world.answer.set(new Effected.NotDone("no room"));
      run(governor, claim(governor, id, "a").orElseThrow());
    }
    try (var governor = world.open()) {
      assertThat(governor.plans().course(id).orElseThrow().stopped()).isPresent();
      assertThat(governor.redeem(issued.token(), SmallWorld.agent()))
          .isInstanceOf(Redeemed.Refused.class);
      awaitStop(governor);
      assertThat(types(governor).stream().filter(EntryType.PLAN_STOPPED::equals)).hasSize(1);
    }
  }

  @Test
  void noStepBeginsAfterAnotherHasFailedWhateverHappensAtTheSameMoment() throws Exception {
    int rounds = Boolean.getBoolean("deep") ? 300 : 25;
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        world.answer.set(new Effected.NotDone("no room"));
        var id =
            submit(
                    governor,
                    step("a", "dev/web", 3),
                    step("b", "dev/web", 4),
                    step("c", "dev/web", 5))
                .course()
                .id();
        var calls = new ArrayList<Callable<Redeemed>>();
        for (var name : List.of("a", "b", "c")) {
          var ticket = claim(governor, id, name).orElseThrow();
          calls.add(() -> governor.redeem(ticket.token(), SmallWorld.agent()));
        }
        for (var call : threads.invokeAll(calls)) {
          if (call.get() instanceof Redeemed.Started(var run)) {
            governor.awaitRun(run, PATIENCE);
          }
        }
        assertThat(stepsBegunAfterAFailure(governor, id)).isEmpty();
      }
    }
  }

  /** Read from the journal alone: intents of the plan that stand after a failed execution of it. */
  private static List<String> stepsBegunAfterAFailure(Governor governor, PlanId id) {
    var ids =
        governor.plans().course(id).orElseThrow().steps().stream()
            .map(Course.Step::auditId)
            .toList();
    var late = new ArrayList<String>();
    var failed = false;
    for (var entry : entries(governor)) {
      if (!ids.contains(entry.subject().correlationId().orElse(""))) {
        continue;
      }
      if (entry.chain().type().equals(EntryType.EXECUTION)) {
        failed = true;
      } else if (failed && entry.chain().type().equals(EntryType.EXECUTION_INTENT)) {
        late.add(entry.chain().eventId());
      }
    }
    return late;
  }

  @Test
  void cyclesStrangersAndNamesakesAreRefusedWithTheirPlace() {
    assertThat(bad(step("z", "x", 1), step("a", "x", 1, "b"), step("b", "x", 1, "a")))
        .isEqualTo(
            new Plan.Made.Bad(
                1, "depends_on", "Step `a` depends on itself, directly or through others."));
    assertThat(bad(step("a", "x", 1, "a")).at()).isZero();
    assertThat(bad(step("a", "x", 1), step("a", "x", 1)).message())
        .isEqualTo("Two steps have the id `a`.");
    assertThat(bad(step("a", "x", 1), step("b", "x", 1, "q")))
        .isEqualTo(new Plan.Made.Bad(1, "depends_on", "There is no step `q`."));
    assertThat(bad(step("a b", "x", 1)).member()).isEqualTo("id");
    assertThat(bad().member()).isEqualTo("steps");
  }

  @Test
  void aPlanWithAsManyLinksAsAreLetInStillFitsOneLineOfTheJournal() {
    var steps = new ArrayList<Plan.Step>();
    for (int i = 0; i < Plan.MOST_STEPS; i++) {
      var earlier = steps.stream().limit(Math.min(i, 40)).map(Plan.Step::id).toArray(String[]::new);
      steps.add(step("s" + i, "dev/web", 3, earlier));
    }
    try (var governor = world.open()) {
      var made = (Plan.Made.Good) Plan.of(steps);
      assertThat(governor.submit(made.plan(), SmallWorld.agent()).rulings()).hasSize(100);
    }
  }

  private static Rehearsal.Outcome evidence(
      Governor governor, dev.agentsafe.core.approval.ApprovalId id) throws InterruptedException {
    while (governor.approval(id).orElseThrow().asked().evidence()
        instanceof Rehearsal.Outcome.Gathering) {
      Thread.sleep(5);
    }
    return governor.approval(id).orElseThrow().asked().evidence();
  }

  /** Answers a plan as it is shown now. */
  private static Voted vote(Governor governor, PlanId id, OperatorHand hand, Choice choice) {
    var signer = ((OperatorHand.State.Ready) hand.state()).signer();
    var votes =
        governor.plans().questions(id).stream()
            .map(q -> {
              SmallWorld.awaitEvidence(governor, q.id());
              return governor.approval(q.id()).orElseThrow();
            })
            .map(q ->
                new VoteStatement(
                        q.id(),
                        Seen.of(q),
                        choice,
                        new VoteStatement.By(hand.operator().id(), signer.publicKey().id()),
                        new VoteStatement.Moment(Instant.now().truncatedTo(ChronoUnit.MILLIS), 4))
                    .sign(signer))
            .toList();
    return governor.plans().vote(id, votes);
  }

  private static AuditEntry awaitStop(Governor governor) throws InterruptedException {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var found =
          entries(governor).stream()
              .filter(e -> e.chain().type().equals(EntryType.PLAN_STOPPED))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the stop was not recorded");
  }

  private static Plan.Step step(String id, String target, long replicas, String... dependsOn) {
    return new Plan.Step(id, List.of(dependsOn), SmallWorld.scale(target, replicas));
  }

  private static PlanDesk.Submitted submit(Governor governor, Plan.Step... steps) {
    var made = Plan.of(List.of(steps));
    assertThat(made).isInstanceOf(Plan.Made.Good.class);
    return governor.submit(((Plan.Made.Good) made).plan(), SmallWorld.agent());
  }

  private static Plan.Made.Bad bad(Plan.Step... steps) {
    return (Plan.Made.Bad) Plan.of(List.of(steps));
  }

  private static Optional<Ticket> claim(Governor governor, PlanId id, String step) {
    return governor.plans().claim(id, step, SmallWorld.agent());
  }

  private static Stage stage(Governor governor, PlanId id, String step) {
    return governor.plans().course(id).flatMap(c -> c.step(step)).orElseThrow().stage();
  }

  private static void run(Governor governor, Ticket ticket) throws InterruptedException {
    var redeemed = governor.redeem(ticket.token(), SmallWorld.agent());
    assertThat(redeemed).isInstanceOf(Redeemed.Started.class);
    governor.awaitRun(((Redeemed.Started) redeemed).run(), PATIENCE);
  }

  private static List<EntryType> types(Governor governor) {
    return entries(governor).stream().map(e -> e.chain().type()).toList();
  }

  private static List<AuditEntry> entries(Governor governor) {
    var all = new ArrayList<AuditEntry>();
    governor.history(0, all::add);
    return all;
  }
}
