package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How plans end that nobody goes on with, and what people may do to their steps. */
final class PlanLivesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration TO_CLAIM = Duration.ofMinutes(15);
  private static final String RULES =
      """
      rules:
        - name: people-decide
          priority: 20
          decision: require_approval
          reason: People decide
          match: {targets: {environments: [prod]}}
          approval: {quorum: [{roles: [operator], count: 1}], allow_changes: true}
        - name: dev-is-free
          priority: 10
          decision: allow
          reason: Development is free
          match: {targets: {environments: [dev]}}
      """;
  private static final String TWO_OR_AN_EMERGENCY =
      RULES
          .replace("count: 1", "count: 2")
          .replace("allow_changes: true", "break_glass: true")
          .replace("decision: allow", "decision: require_approval");

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write("policies/rules.yaml", RULES);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void aStepThatNobodyComesForEndsThePlan(long millis) throws Exception {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "dev/web", 3), step("b", "dev/web", 4, "a"));
      run(governor, claim(governor, id, "a").orElseThrow());
      world.clock.advance(TO_CLAIM.plusMillis(millis));
      assertThat(claim(governor, id, "b").isPresent()).isEqualTo(millis < 0);
      if (millis >= 0) {
        assertThat(course(governor, id).stopped())
            .contains("nobody came for the ticket of step `b` in time");
        assertThat(stops(governor))
            .singleElement()
            .satisfies(
                e -> assertThat(e.context().get("void_steps")).contains(Value.texts(List.of("b"))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void anApprovedStepThatNobodyComesForEndsThePlanAndTheRestIsCancelled(long millis) {
    try (var governor = world.open()) {
      var id =
          submit(
              governor,
              step("a", "prod/web", 5),
              step("b", "prod/web", 6, "a"),
              step("c", "dev/web", 4, "b"));
      vote(governor, id, q -> Choice.approve("release"));
      world.clock.advance(TO_CLAIM.plusMillis(millis));
      assertThat(claim(governor, id, "a").isPresent()).isEqualTo(millis < 0);
      if (millis >= 0) {
        var stop = awaitStop(governor);
        assertThat(stop.ruling().reason())
            .isEqualTo("step `a` did not succeed: nobody came for its ticket in time");
        assertThat(stop.context().get("void_steps")).contains(Value.texts(List.of("b", "c")));
        assertThat(standing(governor, id, "a")).isEqualTo(new Standing.Unclaimed("anna"));
        assertThat(standing(governor, id, "b"))
            .isInstanceOfSatisfying(
                Standing.Denied.class, d -> assertThat(d.by()).isEqualTo("plan"));
        assertThat(claim(governor, id, "b")).isEmpty();
        assertThat(claim(governor, id, "c")).isEmpty();
      }
    }
  }

  @Test
  void aTicketThatNobodyRedeemsEndsThePlan() throws Exception {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "dev/web", 3), step("b", "prod/web", 4));
      var ticket = claim(governor, id, "a").orElseThrow();
      world.clock.advance(Duration.between(world.clock.instant(), ticket.expiresAt()));
      var stop = awaitStop(governor);
      assertThat(stop.ruling().reason()).isEqualTo("the ticket of step `a` expired unused");
      assertThat(governor.pending()).as("people need not answer any more").isEmpty();
      assertThat(governor.redeem(ticket.token(), SmallWorld.agent()))
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(0);
    }
  }

  @Test
  void theLifeOfALaterStepBeginsWhenItsTurnHasComeAlsoOverARestart() throws Exception {
    PlanId id;
    try (var governor = world.open()) {
      id = submit(governor, step("a", "prod/web", 5), step("b", "prod/web", 6, "a"));
      vote(governor, id, q -> Choice.approve("release"));
      world.clock.advance(TO_CLAIM.minusSeconds(1));
      assertThat(governor.claimUntil(question(governor, id, "b"))).isEmpty();
      run(governor, claim(governor, id, "a").orElseThrow());
      world.clock.advance(TO_CLAIM.minusSeconds(1));
    }
    try (var governor = world.open()) {
      assertThat(governor.claimUntil(question(governor, id, "b"))).isPresent();
      run(governor, claim(governor, id, "b").orElseThrow());
      assertThat(course(governor, id).isDone()).isTrue();
    }
  }

  @Test
  void aPlanThatRanOutWhileTheConsoleWasOffIsStoppedAtTheNextStart() throws Exception {
    PlanId id;
    try (var governor = world.open()) {
      id = submit(governor, step("a", "prod/web", 5), step("b", "dev/web", 6, "a"));
      vote(governor, id, q -> Choice.approve("release"));
    }
    world.clock.advance(TO_CLAIM);
    try (var governor = world.open()) {
      assertThat(stops(governor)).hasSize(1);
      assertThat(course(governor, id).stopped()).isPresent();
      assertThat(claim(governor, id, "b")).isEmpty();
    }
    try (var governor = world.open()) {
      assertThat(stops(governor)).as("once").hasSize(1);
    }
  }

  @Test
  void aStepThatPeopleNarrowGoesOnAsWhatTheAgentTakes() throws Exception {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 9), step("b", "prod/web", 8, "a"));
      var first = question(governor, id, "a");
      vote(governor, id, q -> q.equals(first) ? less(5) : Choice.approve("as asked"));
      assertThat(standing(governor, id, "a")).isInstanceOf(Standing.Offered.class);
      assertThat(standing(governor, id, "b")).isInstanceOf(Standing.Approved.class);
      assertThat(stage(governor, id, "a")).isInstanceOf(Stage.Asked.class);
      assertThat(claim(governor, id, "a")).as("not before it is taken").isEmpty();
      assertThat(governor.answerOffer(first, SmallWorld.agent(), true)).isEmpty();
      var ticket = claim(governor, id, "a").orElseThrow();
      assertThat(ticket.claims().params().get("replicas")).contains(Value.of(5));
      run(governor, ticket);
      assertThat(world.replicas).containsEntry("prod/web", 5L);
      run(governor, claim(governor, id, "b").orElseThrow());
      assertThat(course(governor, id).isDone()).isTrue();
    }
  }

  @Test
  void anOfferThatTheAgentLeavesOrThatRunsOutEndsThePlan() throws Exception {
    try (var governor = world.open()) {
      var left = submit(governor, step("a", "prod/web", 9), step("b", "dev/web", 8, "a"));
      vote(governor, left, q -> less(5));
      assertThat(governor.answerOffer(question(governor, left, "a"), SmallWorld.agent(), false))
          .isEmpty();
      assertThat(course(governor, left).stopped())
          .hasValueSatisfying(why -> assertThat(why).contains("left what was offered"));
      assertThat(claim(governor, left, "b")).isEmpty();
      var late = submit(governor, step("a", "prod/web", 9), step("b", "dev/web", 8, "a"));
      vote(governor, late, q -> less(5));
      world.clock.advance(governor.workspace().settings().approvals().life());
      assertThat(governor.answerOffer(question(governor, late, "a"), SmallWorld.agent(), true))
          .isPresent();
      assertThat(course(governor, late).stopped()).isPresent();
    }
  }

  /** Its questions go with it, offers too: a stopped plan leaves nothing to be taken. */
  @Test
  void anOfferOfAPlanThatStoppedCannotBeTakenAnyMore() {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 9), step("b", "prod/web", 8));
      var first = question(governor, id, "a");
      vote(governor, id, q -> q.equals(first) ? less(5) : Choice.approve("as asked"));
      assertThat(governor.cancel(question(governor, id, "b"), SmallWorld.agent())).isEmpty();
      awaitStop(governor);
      assertThat(governor.answerOffer(first, SmallWorld.agent(), true)).isPresent();
      assertThat(standing(governor, id, "a")).isInstanceOf(Standing.Denied.class);
    }
  }

  @Test
  void onePersonBreaksTheGlassForAPlanAsAWholeAndEachStepIsMarkedAndReviewed() throws Exception {
    world.write("policies/rules.yaml", withGlass(TWO_OR_AN_EMERGENCY));
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 5), step("b", "dev/web", 6, "a"));
      assertThat(vote(governor, id, q -> alone("prod is down")))
          .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "prod is down")));
      assertThat(entries(governor, EntryType.BREAK_GLASS)).hasSize(2);
      assertThat(governor.reviews().open()).hasSize(2);
      run(governor, claim(governor, id, "a").orElseThrow());
      run(governor, claim(governor, id, "b").orElseThrow());
      assertThat(entries(governor, EntryType.EXECUTION_INTENT))
          .hasSize(2)
          .allSatisfy(e -> assertThat(e.context().get("break_glass")).contains(Value.of(true)));
    }
  }

  @Test
  void whereOneStepForbidsItNobodyBreaksTheGlassForAnyOfThePlan() throws Exception {
    world.write("policies/rules.yaml", TWO_OR_AN_EMERGENCY);
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 5), step("b", "dev/web", 6));
      refused(vote(governor, id, q -> alone("prod is down")), "break-glass-forbidden");
      nothingCounted(governor, id);
    }
  }

  @Test
  void anOverdueReviewKeepsAWholePlanFromItsEmergencyWay() throws Exception {
    world.write("policies/rules.yaml", withGlass(TWO_OR_AN_EMERGENCY));
    try (var governor = world.open()) {
      var before = submit(governor, step("a", "prod/web", 5));
      vote(governor, before, q -> alone("prod is down"));
      world.clock.advance(Duration.ofDays(1));
      var id = submit(governor, step("a", "prod/web", 5), step("b", "dev/web", 6));
      refused(vote(governor, id, q -> alone("again")), "review-overdue");
      assertThat(entries(governor, EntryType.VOTE)).hasSize(1);
      assertThat(governor.plans().questions(id)).hasSize(2);
    }
  }

  @Test
  void aReasonThatHoldsASecretCountsForNoStep() throws Exception {
    try (var governor = world.open()) {
      var id = submit(governor, step("a", "prod/web", 5), step("b", "prod/web", 6));
      var second = question(governor, id, "b");
      refused(
          vote(
              governor,
              id,
              q -> Choice.approve(q.equals(second) ? "password=hunter2-but-longer" : "fine")),
          "reason-secret");
      nothingCounted(governor, id);
    }
  }

  /** Development asks for two people too, or an emergency; else it knows no emergency. */
  private static String withGlass(String rules) {
    return rules + "    approval: {quorum: [{roles: [operator], count: 2}], break_glass: true}\n";
  }

  private static void nothingCounted(Governor governor, PlanId id) {
    assertThat(governor.plans().questions(id)).hasSize(2);
    assertThat(entries(governor, EntryType.VOTE)).isEmpty();
    assertThat(entries(governor, EntryType.BREAK_GLASS)).isEmpty();
  }

  private static Choice less(long replicas) {
    var changes = new Changes(Value.EMPTY.with("replicas", Value.of(replicas)), Optional.empty());
    return new Choice(true, "less will do", changes, false);
  }

  private static Choice alone(String reason) {
    return new Choice(true, reason, Changes.NONE, true);
  }

  private static void refused(Voted voted, String clause) {
    assertThat(voted)
        .isInstanceOfSatisfying(Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo(clause));
  }

  /** Answers each open question of a plan, together. */
  private Voted vote(Governor governor, PlanId id, Function<ApprovalId, Choice> choice) {
    var signer = ANNAS_HAND.signer().orElseThrow();
    var votes =
        governor.plans().questions(id).stream()
            .map(ApprovalRequest::id)
            .map(q -> {
              SmallWorld.awaitEvidence(governor, q);
              return governor.approval(q).orElseThrow();
            })
            .map(q ->
                new VoteStatement(
                        q.id(),
                        Seen.of(q),
                        choice.apply(q.id()),
                        new VoteStatement.By(ANNAS_HAND.operator().id(), signer.publicKey().id()),
                        new VoteStatement.Moment(world.clock.instant(), 4))
                    .sign(signer))
            .toList();
    return governor.plans().vote(id, votes);
  }

  private static AuditEntry awaitStop(Governor governor) {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var found = stops(governor);
      if (!found.isEmpty()) {
        return found.getFirst();
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError("the stop was not recorded");
  }

  private static List<AuditEntry> stops(Governor governor) {
    return entries(governor, EntryType.PLAN_STOPPED);
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var all = new ArrayList<AuditEntry>();
    governor.history(0, all::add);
    return all.stream().filter(e -> e.chain().type().equals(type)).toList();
  }

  private static Plan.Step step(String id, String target, long replicas, String... dependsOn) {
    return new Plan.Step(id, List.of(dependsOn), SmallWorld.scale(target, replicas));
  }

  private static PlanId submit(Governor governor, Plan.Step... steps) {
    var made = (Plan.Made.Good) Plan.of(List.of(steps));
    return governor.submit(made.plan(), SmallWorld.agent()).course().id();
  }

  private static Course course(Governor governor, PlanId id) {
    return governor.plans().course(id).orElseThrow();
  }

  private static ApprovalId question(Governor governor, PlanId id, String step) {
    return new ApprovalId(
        course(governor, id).step(step).flatMap(Course.Step::request).orElseThrow());
  }

  private static Standing standing(Governor governor, PlanId id, String step) {
    return governor.standing(question(governor, id, step)).orElseThrow();
  }

  private static Stage stage(Governor governor, PlanId id, String step) {
    return course(governor, id).step(step).orElseThrow().stage();
  }

  private static Optional<Ticket> claim(Governor governor, PlanId id, String step) {
    return governor.plans().claim(id, step, SmallWorld.agent());
  }

  private static void run(Governor governor, Ticket ticket) throws InterruptedException {
    var redeemed = governor.redeem(ticket.token(), SmallWorld.agent());
    assertThat(redeemed).isInstanceOf(Redeemed.Started.class);
    governor.awaitRun(((Redeemed.Started) redeemed).run(), PATIENCE);
  }
}
