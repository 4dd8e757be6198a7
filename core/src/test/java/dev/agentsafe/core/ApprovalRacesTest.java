package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.BENS_HAND;
import static dev.agentsafe.core.SmallWorld.BOTS_HAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.durable.MemoryFolder;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T10: whoever comes at the same time, one wins, there is one ticket, and nobody approves their
 * own.
 */
@Order(1)
final class ApprovalRacesTest {
  private static final int ROUNDS = 1_000;
  private static ExecutorService threads;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  private SmallWorld world;
  private Governor governor;

  @BeforeAll
  static void hire() {
    threads = Executors.newFixedThreadPool(3);
  }

  @AfterAll
  static void dismiss() {
    threads.shutdownNow();
  }

  @BeforeEach
  void open() throws Exception {
    world = new SmallWorld(folder);
    governor = world.open();
  }

  @AfterEach
  void close() {
    governor.close();
  }

  @Test
  void ofTwoApproversOneCompletesTheQuorum() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var id = ask();
      var won = together(voter(id, ANNAS_HAND, true), voter(id, BENS_HAND, true));
      assertThat(won).as("round %d", round).isEqualTo(1);
      assertThat(tickets(id)).isEqualTo(1);
    }
    oneOutcomeEach();
  }

  @Test
  void ofApprovalAndDenialOneCounts() throws Exception {
    int approved = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var id = ask();
      var won = together(voter(id, ANNAS_HAND, true), voter(id, BENS_HAND, false));
      assertThat(won).as("round %d", round).isEqualTo(1);
      boolean yes = governor.standing(id).orElseThrow() instanceof Standing.Approved;
      assertThat(tickets(id)).isEqualTo(yes ? 1 : 0);
      approved += yes ? 1 : 0;
    }
    assertThat(approved).as("each of the two wins sometimes").isBetween(1, ROUNDS - 1);
    oneOutcomeEach();
  }

  @Test
  void aMillisecondBeforeTheEndCountsAndTheEndDoesNot() throws Exception {
    var life = governor.workspace().settings().approvals().life();
    for (int round = 0; round < ROUNDS; round++) {
      var id = ask();
      var early = ask();
      world.clock.advance(life.minusMillis(1));
      var vote = voter(early, ANNAS_HAND, true);
      assertThat(vote.call()).isTrue();
      assertThat(tickets(early)).isEqualTo(1);
      var late = voter(id, BENS_HAND, true);
      var won =
          together(
              late,
              () -> {
                world.clock.advance(Duration.ofMillis(1));
                return false;
              });
      boolean yes = governor.standing(id).orElseThrow() instanceof Standing.Approved;
      assertThat(won).as("round %d", round).isEqualTo(yes ? 1 : 0);
      assertThat(tickets(id)).as("an approval has a life of its own").isEqualTo(yes ? 1 : 0);
      world.clock.advance(Duration.ofMillis(1));
      assertThat(voter(id, ANNAS_HAND, true).call()).isFalse();
    }
    oneOutcomeEach();
  }

  @Test
  void ofApprovalAndCancellationOneCounts() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var id = ask();
      together(
          voter(id, ANNAS_HAND, true),
          () -> governor.cancel(id, SmallWorld.agent()).isEmpty(),
          () -> tickets(id) == 1);
      var standing = governor.standing(id).orElseThrow();
      if (standing instanceof Standing.Cancelled) {
        assertThat(tickets(id)).isZero();
      } else {
        assertThat(standing).isInstanceOf(Standing.Approved.class);
        assertThat(tickets(id)).isEqualTo(1);
      }
      assertThat(issued(id)).as("round %d", round).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void nobodyApprovesTheirOwnHoweverItIsSpelled() throws Exception {
    var spelled =
        List.of(
            "anna",
            "Anna",
            "ANNA",
            "operator/anna",
            "Operator/Anna",
            "anna/deploy",
            "ａｎｎａ",
            "bot/anna",
            " anna ",
            "operator/ANNA/child");
    for (int round = 0; round < ROUNDS; round++) {
      var name = new AgentId(spelled.get(round % spelled.size()));
      var self = ask(Caller.of(name));
      var delegated =
          ask(
              new Caller(
                  new AgentId("helper"),
                  "",
                  Caller.Grants.NONE,
                  new Caller.Delegation(
                      List.of(new Caller.Link(name, "", Caller.Grants.NONE, "")), List.of(), 1)));
      for (var id : List.of(self, delegated)) {
        var won = together(voter(id, ANNAS_HAND, true), voter(id, ANNAS_HAND, true));
        assertThat(won).as("`%s`", name).isZero();
        assertThat(governor.standing(id)).contains(new Standing.Pending());
      }
    }
    var bots = ask();
    assertThat(voter(bots, BOTS_HAND, true).call()).isFalse();
    assertThat(entries(EntryType.VOTE)).isZero();
    assertThat(entries(EntryType.TICKET_ISSUED)).isZero();
  }

  @Test
  void editedParametersAndStaleRulesCountForNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var small = ask(SmallWorld.agent(), 4);
      var large = ask(SmallWorld.agent(), 400 + round);
      var seen = seen(small);
      var other = seen(large);
      var edited = new Seen(other.request(), seen.policyVersion(), seen.evidence());
      var stale = new Seen(seen.request(), other.request(), seen.evidence());
      var shown = new Seen(seen.request(), seen.policyVersion(), other.evidence());
      for (var wrong : List.of(edited, stale, shown)) {
        assertThat(vote(small, ANNAS_HAND, wrong, Choice.approve("yes"))).isFalse();
      }
      assertThat(vote(large, ANNAS_HAND, seen, Choice.approve("yes"))).isFalse();
      assertThat(vote(small, ANNAS_HAND, seen, Choice.approve("yes"))).isTrue();
      var ticket = governor.claim(small, SmallWorld.agent()).orElseThrow();
      assertThat(ticket.claims().params()).isEqualTo(SmallWorld.scale("prod/web", 4).params());
      assertThat(governor.standing(large)).contains(new Standing.Pending());
    }
    assertThat(entries(EntryType.VOTE)).isEqualTo(ROUNDS);
    assertThat(entries(EntryType.TICKET_ISSUED)).isEqualTo(ROUNDS);
  }

  /** Does both at once, and says how many of them said yes. */
  private static int together(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
    return together(one, other, () -> false);
  }

  private static int together(
      Callable<Boolean> one, Callable<Boolean> other, Callable<Boolean> third) throws Exception {
    int yes = 0;
    for (var done : threads.invokeAll(List.of(one, other, third))) {
      yes += done.get() ? 1 : 0;
    }
    return yes;
  }

  /** A vote that is signed already and is cast when called. */
  private Callable<Boolean> voter(ApprovalId id, OperatorHand hand, boolean approves) {
    var choice = approves ? Choice.approve("yes") : Choice.deny("no");
    var seen = seen(id);
    var signer = hand.signer().orElseThrow();
    var signed =
        new VoteStatement(
                id,
                seen,
                choice,
                new VoteStatement.By(hand.operator().id(), signer.publicKey().id()),
                new VoteStatement.Moment(world.clock.instant(), 3))
            .sign(signer);
    return () -> governor.vote(signed) instanceof Voted.Counted;
  }

  private boolean vote(ApprovalId id, OperatorHand hand, Seen seen, Choice choice) {
    return governor.vote(hand, id, seen, choice, Duration.ofSeconds(3)) instanceof Voted.Counted;
  }

  private Seen seen(ApprovalId id) {
    SmallWorld.awaitEvidence(governor, id);
    return Seen.of(governor.approval(id).orElseThrow());
  }

  /** How many different tickets two claims at once bring. */
  private int tickets(ApprovalId id) throws Exception {
    Callable<Optional<Ticket>> claim = () -> governor.claim(id, SmallWorld.agent());
    var tokens = new HashMap<String, Integer>();
    for (var ticket : List.of(claim.call(), claim.call())) {
      ticket.ifPresent(t -> tokens.merge(t.token(), 1, Integer::sum));
    }
    return tokens.size();
  }

  private long issued(ApprovalId id) {
    return governor.approval(id).stream()
        .flatMap(r -> thread(r.binding().auditId()).stream())
        .filter(e -> e.equals(EntryType.TICKET_ISSUED))
        .count();
  }

  private List<EntryType> thread(String auditId) {
    var types = new java.util.ArrayList<EntryType>();
    var from = Math.max(0, governor.journalSize() - 30);
    governor.history(
        from,
        e -> {
          if (e.subject().correlationId().filter(auditId::equals).isPresent()) {
            types.add(e.chain().type());
          }
        });
    return types;
  }

  private long entries(EntryType type) {
    var count = new long[1];
    governor.history(0, e -> count[0] += e.chain().type().equals(type) ? 1 : 0);
    return count[0];
  }

  /** No question has two outcomes, and no approval two tickets. */
  private void oneOutcomeEach() {
    Map<String, Integer> outcomes = new HashMap<>();
    Map<String, Integer> issued = new HashMap<>();
    governor.history(
        0,
        e -> {
          var id = e.context().text("request_id").orElse("");
          if (e.chain().type().equals(EntryType.APPROVAL_RESOLVED)) {
            outcomes.merge(id + e.context().text("outcome").orElse(""), 1, Integer::sum);
          } else if (e.chain().type().equals(EntryType.TICKET_ISSUED)) {
            issued.merge(id, 1, Integer::sum);
          }
        });
    assertThat(outcomes.values()).isNotEmpty().containsOnly(1);
    assertThat(issued.values()).containsOnly(1);
  }

  private ApprovalId ask() {
    return ask(SmallWorld.agent());
  }

  private ApprovalId ask(Caller caller) {
    return ask(caller, 7);
  }

  private ApprovalId ask(Caller caller, long replicas) {
    var plain = SmallWorld.scale("prod/web", replicas);
    return governor
        .submit(
            new Submission(
                plain.action(),
                plain.target(),
                Optional.of(caller),
                plain.params(),
                plain.changeTicket()))
        .approval()
        .orElseThrow();
  }
}
