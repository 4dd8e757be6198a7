package dev.agentsafe.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FullDisk;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.preview.Recomputation;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other rules take the place of those in force while everything goes on. */
final class PolicySwapTest {
  private static final String FREEZE_PROD =
      """
        - name: prod-is-frozen
          priority: 90
          decision: deny
          reason: Nothing is changed in production now
          match: {targets: {environments: [prod]}}
      """;

  @TempDir Path folder;
  private SmallWorld world;
  private Path rules;
  private String base = "";

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    rules = folder.resolve("policies/rules.yaml");
    base = Files.readString(rules);
  }

  private Authoring.Saved save(Governor governor, String text) {
    var authoring = governor.files().authoring(SmallWorld.ANNA);
    return authoring.save(rules, authoring.read(rules), text);
  }

  private static Authoring.Force force(Authoring.Saved saved) {
    return ((Authoring.Saved.Done) saved).force();
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  private static Recomputation.Result recomputed(Governor governor) {
    var again = new Recomputation();
    governor.history(0, again::accept);
    return again.result();
  }

  private static Effect asked(Governor governor, String target) {
    return governor.submit(SmallWorld.scale(target, 5)).result();
  }

  private static ApprovalId question(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }

  private static Standing standing(Governor governor, ApprovalId id) {
    return governor.standing(id).orElseThrow();
  }

  @Test
  void aSaveDecidesTheNextRequestAndIsAnEntryThatNamesBothVersions() {
    try (var governor = world.open()) {
      var before = governor.workspace().policyVersion();
      assertThat(asked(governor, "dev/web")).isEqualTo(Effect.ALLOW);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);

      var force = force(save(governor, base + FREEZE_PROD));

      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
      assertThat(asked(governor, "dev/web")).isEqualTo(Effect.ALLOW);
      var after = governor.workspace().policyVersion();
      assertThat(after).isNotEqualTo(before);
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.subject().caller()).isEqualTo("operator/anna");
      assertThat(entry.context().text("policy_version_before")).contains(before);
      assertThat(entry.context().text("policy_version")).contains(after);
      assertThat(entry.context().text("cause")).contains("saved");
      assertThat(force)
          .isInstanceOfSatisfying(
              Authoring.Force.Now.class,
              now -> {
                assertThat(now.change().before()).isEqualTo(before);
                assertThat(now.change().rules().came())
                    .extracting(Object::toString)
                    .containsExactly("prod-is-frozen");
                assertThat(now.change().rules().changed()).isEmpty();
                assertThat(now.change().files())
                    .extracting(PolicyChange.FileChange::file)
                    .containsExactly("policies/rules.yaml");
              });
      assertThat(entries(governor, EntryType.DECISION))
          .extracting(e -> e.context().textOrEmpty("policy_version"))
          .containsExactly(before, before, after, after);
      assertThat(recomputed(governor).same()).isEqualTo(4);
      assertThat(governor.files().drafts(SmallWorld.ANNA).ground().policies().rules()).hasSize(3);
    }
  }

  @Test
  void whatDoesNotLoadAsAWholeIsNotPutIntoForce() throws Exception {
    try (var governor = world.open()) {
      var before = governor.workspace().policyVersion();
      assertThat(save(governor, base + FREEZE_PROD.replace("deny", "dny")))
          .isInstanceOf(Authoring.Saved.Refused.class);
      // Broken by another editor: the file that is saved loads, the workspace does not.
      Files.writeString(folder.resolve("inventory.yaml"), "targets: [");

      assertThat(force(save(governor, base + FREEZE_PROD)))
          .isInstanceOfSatisfying(
              Authoring.Force.Waits.class,
              waits -> assertThat(waits.why()).contains("inventory.yaml:1"));

      assertThat(governor.files().policies().look()).isInstanceOf(PolicyDesk.OnDisk.Broken.class);
      assertThat(governor.files().policies().reload(SmallWorld.ANNA, before))
          .isInstanceOf(PolicyDesk.Swapped.Not.class);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);
      assertThat(governor.workspace().policyVersion()).isEqualTo(before);
    }
  }

  @Test
  void whatCannotBeRecordedIsNotPutIntoForce() throws Exception {
    var disk = new FullDisk(world.log());
    try (var governor = world.open(world.clock, disk)) {
      var before = governor.workspace().policyVersion();
      Files.writeString(folder.resolve("policies/00-frozen.yaml"), "rules:\n" + FREEZE_PROD);
      var seen = (PolicyDesk.OnDisk.Other) governor.files().policies().look();
      disk.leaveRoomFor(0);

      assertThatThrownBy(
              () -> governor.files().policies().reload(SmallWorld.ANNA, seen.change().after()))
          .isInstanceOf(CoreException.class);
      assertThat(governor.workspace().policyVersion()).isEqualTo(before);
      assertThat(governor.workspace().policies().rules()).hasSize(2);
    }
  }

  @Test
  void whatOthersWriteOnDiskDecidesNothingUntilSomebodySawItAndSaysSo() throws Exception {
    try (var governor = world.open()) {
      var stamp = governor.files().policies().stamp();
      Files.writeString(folder.resolve("policies/00-frozen.yaml"), "rules:\n" + FREEZE_PROD);
      assertThat(governor.files().policies().stamp()).isNotEqualTo(stamp);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);
      // Nor does a save of another file bring it in.
      assertThat(force(save(governor, base + "# reviewed\n")))
          .isInstanceOfSatisfying(
              Authoring.Force.Waits.class,
              waits -> assertThat(waits.why()).contains("policies/00-frozen.yaml"));
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);

      var seen = (PolicyDesk.OnDisk.Other) governor.files().policies().look();
      assertThat(seen.change().rules().came()).hasSize(1);
      assertThat(seen.change().files()).hasSize(2);
      Files.writeString(folder.resolve("policies/01-more.yaml"), "rules: []\n");
      assertThat(governor.files().policies().reload(SmallWorld.BEN, seen.change().after()))
          .as("it is not what was seen")
          .isInstanceOf(PolicyDesk.Swapped.Not.class);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);

      var now = ((PolicyDesk.OnDisk.Other) governor.files().policies().look()).change().after();
      assertThat(governor.files().policies().reload(SmallWorld.BEN, now))
          .isInstanceOf(PolicyDesk.Swapped.Done.class);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.subject().caller()).isEqualTo("operator/ben");
      assertThat(entry.context().text("cause")).contains("reloaded");
      assertThat(governor.files().policies().look())
          .isEqualTo(new PolicyDesk.OnDisk.Same(List.of()));
      assertThat(recomputed(governor).diverging()).isZero();
    }
  }

  @Test
  void otherKindsOfFilesCountFromTheNextStartAndAreNamed() throws Exception {
    try (var governor = world.open()) {
      var inventory = folder.resolve("inventory.yaml");
      var text = Files.readString(inventory);
      var authoring = governor.files().authoring(SmallWorld.ANNA);

      assertThat(force(authoring.save(inventory, text, text.replace("dev\n", "prod\n"))))
          .isInstanceOf(Authoring.Force.NextStart.class);

      assertThat(asked(governor, "dev/web")).isEqualTo(Effect.ALLOW);
      assertThat(governor.files().policies().look())
          .isEqualTo(new PolicyDesk.OnDisk.Same(List.of("inventory.yaml")));
    }
    try (var governor = world.open()) {
      assertThat(asked(governor, "dev/web")).isEqualTo(Effect.REQUIRE_APPROVAL);
    }
  }

  @Test
  void whileManyAskEachDecisionIsWhollyOfOneVersionAndTheJournalSaysWhich() throws Exception {
    try (var governor = world.open()) {
      var effects = new ConcurrentHashMap<String, Effect>();
      var going = new CountDownLatch(40);
      try (var threads = Executors.newFixedThreadPool(8)) {
        var askers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
          askers.add(() -> {
            for (int n = 0; n < 40; n++) {
              var ruling = governor.submit(SmallWorld.scale("prod/web", 5));
              effects.put(ruling.auditId(), ruling.result());
              going.countDown();
            }
            return true;
          });
        }
        var asking = askers.stream().map(threads::submit).toList();
        SmallWorld.await(going);
        for (int swap = 0; swap < 6; swap++) {
          save(governor, swap % 2 == 0 ? base + FREEZE_PROD : base + "# " + swap + "\n");
        }
        for (var done : asking) {
          assertThat(done.get()).isTrue();
        }
      }

      var inForce = "";
      var versions = new HashMap<String, Effect>();
      int decisions = 0;
      var all = new ArrayList<AuditEntry>();
      governor.history(0, all::add);
      for (var entry : all) {
        if (entry.chain().type().equals(EntryType.POLICY_CHANGED)) {
          inForce = entry.context().textOrEmpty("policy_version");
        } else if (entry.chain().type().equals(EntryType.DECISION)) {
          assertThat(entry.context().textOrEmpty("policy_version")).isEqualTo(inForce);
          var effect = requireNonNull(effects.get(entry.chain().eventId()));
          assertThat(entry.ruling().decision()).isEqualTo(effect.label());
          assertThat(versions.putIfAbsent(inForce, effect)).isIn(null, effect);
          decisions++;
        }
      }
      assertThat(decisions).isEqualTo(320);
      var again = recomputed(governor);
      assertThat(again.same()).isEqualTo(320);
      assertThat(again.diverging() + again.left()).isZero();
      assertThat(again.unknown()).isEmpty();
    }
    assertThat(LogVerifier.verify(LogVerifier.Request.of(world.log())).isValid()).isTrue();
  }

  @Test
  void aQuestionThatTheNewRulesDenyCannotBeApprovedAndItsTicketIsNotToBeHad() {
    try (var governor = world.open()) {
      var open = question(governor);
      var approved = question(governor);
      SmallWorld.vote(governor, approved, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      SmallWorld.awaitEvidence(governor, open);
      var seen = Seen.of(governor.approval(open).orElseThrow());
      var allowed = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      var claimed = question(governor);
      SmallWorld.vote(governor, claimed, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      var ticket = governor.claim(claimed, SmallWorld.agent()).orElseThrow();

      save(governor, base + FREEZE_PROD);

      for (var id : List.of(open, approved)) {
        assertThat(standing(governor, id))
            .isInstanceOfSatisfying(
                Standing.Denied.class,
                denied -> {
                  assertThat(denied.by()).isEqualTo("policy");
                  assertThat(denied.reason()).contains("Nothing is changed in production now");
                });
        assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      }
      assertThat(
              governor.vote(
                  SmallWorld.BENS_HAND,
                  open,
                  seen,
                  Choice.approve("I saw it before"),
                  Duration.ofSeconds(4)))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.redeem(ticket.token(), SmallWorld.agent()))
          .as("a rule that denies by now wins over a ticket")
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(governor.redeem(allowed.token(), SmallWorld.agent()))
          .as("what no rule denies stays what it was")
          .isInstanceOf(Redeemed.Started.class);
      assertThat(governor.pending()).isEmpty();
    }
  }

  @Test
  void aQuestionThatTheNewRulesStillAskIsAskedAgainAndOldVotesDoNotCount() throws Exception {
    var two =
        base.replace(
            "  match: {targets: {environments: [prod]}}",
            "  match: {targets: {environments: [prod]}}\n"
                + "    approval: {quorum: [{roles: [operator], count: 2}]}");
    assertThat(two).isNotEqualTo(base);
    ApprovalId id;
    Seen stale;
    try (var governor = world.open()) {
      id = question(governor);
      SmallWorld.awaitEvidence(governor, id);
      var before = governor.approval(id).orElseThrow();
      stale = Seen.of(before);
      save(governor, two);

      var asked = governor.approval(id).orElseThrow();
      assertThat(asked.binding().policyVersion()).isEqualTo(governor.workspace().policyVersion());
      assertThat(asked.asked().evidence())
          .isInstanceOf(Rehearsal.Outcome.Done.class)
          .isEqualTo(before.asked().evidence());
      assertThat(entries(governor, EntryType.APPROVAL_REQUESTED))
          .extracting(e -> e.context().get("asked_again").isPresent())
          .as("people were told of it before")
          .containsExactly(false, true);
      assertThat(governor.pending()).extracting(q -> q.id()).containsExactly(id);
      assertThat(
              governor.vote(
                  SmallWorld.ANNAS_HAND, id, stale, Choice.approve("old"), Duration.ofSeconds(4)))
          .isInstanceOfSatisfying(
              Voted.Refused.class,
              refused -> assertThat(refused.clause()).isEqualTo("stale-policy"));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("one")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
      // A comment more: what was said under the rules without it does not count any more.
      save(governor, two + "# reviewed\n");
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("again")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
    }
    try (var governor = world.open()) {
      assertThat(governor.approval(id).orElseThrow().votes()).hasSize(1);
      assertThat(SmallWorld.vote(governor, id, SmallWorld.BENS_HAND, Choice.approve("two")))
          .isInstanceOfSatisfying(
              Voted.Counted.class,
              counted -> assertThat(counted.standing()).isInstanceOf(Standing.Approved.class));
      // The same rule still decides: the approval stands.
      save(governor, two + "# once more\n");
      assertThat(standing(governor, id)).isInstanceOf(Standing.Approved.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
      var verifier = new VoteVerifier(governor.operators());
      governor.history(0, verifier::accept);
      assertThat(verifier.findings()).allSatisfy(f -> assertThat(f.fault()).isEmpty());
      assertThat(verifier.checked().approvals()).isEqualTo(1);
    }
  }

  private String asking(String approval) {
    return base.replace(
        "  match: {targets: {environments: [prod]}}",
        "  match: {targets: {environments: [prod]}}\n    approval: " + approval);
  }

  @Test
  void whoeverMakesTheRulesAskForLessApprovesNothingThatWaitsUnderTheOldOnes() {
    try (var governor = world.open()) {
      save(governor, asking("{quorum: [{roles: [operator], count: 2}]}"));
      var id = question(governor);
      SmallWorld.awaitEvidence(governor, id);

      save(governor, asking("{quorum: [{roles: [operator], count: 1}]}"));

      assertThat(standing(governor, id))
          .isInstanceOfSatisfying(
              Standing.Denied.class, denied -> assertThat(denied.reason()).contains("ask again"));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("alone")))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.pending()).isEmpty();
      assertThat(question(governor)).as("whoever wants it can ask").isNotEqualTo(id);
    }
  }

  @Test
  void aQuestionThatIsAskedAgainIsNotOpenForLongerThanItWas() {
    try (var governor = world.open()) {
      save(governor, asking("{ttl: 60, claim_ttl: 30}"));
      var id = question(governor);
      var before = governor.approval(id).orElseThrow().span();
      save(governor, asking("{ttl: 600, claim_ttl: 600}"));
      assertThat(governor.approval(id).orElseThrow().span()).isEqualTo(before);
      save(governor, asking("{ttl: 600, claim_ttl: 20}"));
      assertThat(governor.approval(id).orElseThrow().span().claimLife())
          .isEqualTo(Duration.ofSeconds(20));
    }
  }

  @Test
  void aVoteThatOtherRulesVoidedDoesNotCountOnceTheyAreGoneAgainNorAfterARestart() {
    var two = asking("{quorum: [{roles: [operator], count: 2}]}");
    ApprovalId id;
    SignedVote recorded;
    try (var governor = world.open()) {
      save(governor, two);
      id = question(governor);
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      recorded = recorded(entries(governor, EntryType.VOTE).getLast());
      assertThat(governor.vote(recorded))
          .as("it counts still")
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("already-voted"));
      save(governor, two + "# other\n");
      save(governor, two);
      assertThat(Seen.of(governor.approval(id).orElseThrow()))
          .isEqualTo(recorded.statement().seen());
      isVoid(governor.vote(recorded));
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
    }
    try (var governor = world.open()) {
      isVoid(governor.vote(recorded));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("anew")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
    }
  }

  private static SignedVote recorded(AuditEntry vote) {
    return new SignedVote(
        VoteStatement.read(vote.context()).orElseThrow(), vote.context().textOrEmpty("signature"));
  }

  private static void isVoid(Voted voted) {
    assertThat(voted)
        .isInstanceOfSatisfying(
            Voted.Refused.class, refused -> assertThat(refused.clause()).isEqualTo("void-vote"));
  }

  @Test
  void anOfferIsOverWithTheRulesThatItWasMadeUnder() {
    try (var governor = world.open()) {
      save(governor, asking("{allow_changes: true}"));
      var id = question(governor);
      var fewer = new Changes(SmallWorld.scale("prod/web", 5).params(), Optional.empty());
      assertThat(
              SmallWorld.vote(
                  governor, id, SmallWorld.ANNAS_HAND, new Choice(true, "five", fewer, false)))
          .isInstanceOf(Voted.Counted.class);
      assertThat(standing(governor, id)).isInstanceOf(Standing.Offered.class);

      save(governor, asking("{allow_changes: true}") + "# reviewed\n");

      assertThat(standing(governor, id)).isInstanceOf(Standing.Pending.class);
      assertThat(governor.answerOffer(id, SmallWorld.agent(), true))
          .as("nobody offers it under these rules")
          .isPresent();
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
    }
  }

  @Test
  void rulesThatAllowByNowAllowNothingToAFrozenAgent() {
    try (var governor = world.open()) {
      var id = question(governor);
      var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      assertThat(governor.holds().freeze(SmallWorld.ANNA, "odd changes"))
          .isInstanceOf(HoldDesk.Outcome.Done.class);

      save(governor, base.replace("decision: require_approval", "decision: allow"));

      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(governor.redeem(ticket.token(), SmallWorld.agent()))
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(0);
    }
  }

  @Test
  void aProcessThatEndsBeforeQuestionsAreAskedAgainLeavesThemDenied() throws Exception {
    ApprovalId id;
    try (var governor = world.open()) {
      id = question(governor);
      SmallWorld.awaitEvidence(governor, id);
      save(governor, base + "# reviewed\n");
    }
    endAfter(EntryType.POLICY_CHANGED, 2);
    try (var governor = world.open()) {
      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("late")))
          .isInstanceOf(Voted.Refused.class);
    }
  }

  @Test
  void whoeverIsToldThatOtherRulesDecideFindsThemDeciding() throws Exception {
    try (var governor = world.open()) {
      var told = new LinkedBlockingQueue<Boolean>();
      governor.subscribe(entry -> {
        if (entry.chain().type().equals(EntryType.POLICY_CHANGED)) {
          var said = entry.context().textOrEmpty("policy_version");
          told.add(governor.workspace().policyVersion().equals(said));
        }
      });
      // Questions make the moment between the entry and the swap a long one.
      for (int i = 0; i < 12; i++) {
        var id = question(governor);
        SmallWorld.awaitEvidence(governor, id);
      }
      for (int i = 0; i < 8; i++) {
        save(governor, base + "# %d\n".formatted(i));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void policiesThatSomebodyTakesWhileNothingRunsAreRecordedWithTheirName() throws Exception {
    String before;
    try (var governor = world.open()) {
      before = governor.workspace().policyVersion();
    }
    assertThat(RestingRules.look(loaded())).isEqualTo(new PolicyDesk.OnDisk.Same(List.of()));
    Files.writeString(rules, base + FREEZE_PROD);
    assertThat(RestingRules.look(loaded()))
        .isInstanceOfSatisfying(
            PolicyDesk.OnDisk.Other.class,
            other -> {
              assertThat(other.change().before()).isEqualTo(before);
              assertThat(other.change().rules().came()).hasSize(1);
              assertThat(other.change().rules().changed()).isEmpty();
            });
    RestingRules.take(new Governor.Config(loaded(), List.of(world), world.clock), SmallWorld.BEN);
    try (var governor = world.open()) {
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.subject().caller()).isEqualTo("operator/ben");
      assertThat(entry.context().text("cause")).contains("reloaded");
      assertThat(entry.context().text("policy_version"))
          .contains(governor.workspace().policyVersion());
    }
  }

  /** A disk that has no room for what is said of a plan that ends. */
  private record NoRoomForStops(Disk real) implements Disk {
    @Override
    public Storage open(Path file) throws IOException {
      return new Choosy(real.open(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      real.rename(from, to);
    }

    @Override
    public void forceFolder(Path of) throws IOException {
      real.forceFolder(of);
    }

    private record Choosy(Storage storage) implements Storage {
      @Override
      public long size() throws IOException {
        return storage.size();
      }

      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        var text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        if (text.contains(EntryType.PLAN_STOPPED.value())) {
          throw new IOException("No space left on device");
        }
        storage.write(bytes, position);
      }

      @Override
      public void truncate(long size) throws IOException {
        storage.truncate(size);
      }

      @Override
      public void force() throws IOException {
        storage.force();
      }

      @Override
      public boolean bearsInterrupts() {
        return storage.bearsInterrupts();
      }

      @Override
      public void close() throws IOException {
        storage.close();
      }
    }
  }

  @Test
  void rulesThatDecideAreSaidToWhateverCannotBeRecordedAfterwards() {
    try (var governor = world.open(world.clock, new NoRoomForStops(Disk.real()))) {
      var plan =
          (Plan.Made.Good)
              Plan.of(List.of(new Plan.Step("a", List.of(), SmallWorld.scale("prod/web", 4))));
      assertThat(governor.submit(plan.plan(), SmallWorld.agent()).questions()).hasSize(1);

      var force = force(save(governor, base + FREEZE_PROD));

      assertThat(force)
          .isInstanceOfSatisfying(
              Authoring.Force.Now.class,
              now ->
                  assertThat(now.change().after()).isEqualTo(governor.workspace().policyVersion()));
    }
  }

  private Workspace loaded() {
    return ((Loaded.Good<Workspace>) Workspace.load(folder)).value();
  }

  @Test
  void aLaterStepThatTheNewRulesWouldAskPeopleAboutGetsNoTicketByTheOldOnes() throws Exception {
    try (var governor = world.open()) {
      var plan =
          (Plan.Made.Good)
              Plan.of(
                  List.of(
                      new Plan.Step("a", List.of(), SmallWorld.scale("dev/web", 4)),
                      new Plan.Step("b", List.of("a"), SmallWorld.scale("dev/web", 6))));
      var id = governor.submit(plan.plan(), SmallWorld.agent()).course().id();
      var first = governor.plans().claim(id, "a", SmallWorld.agent()).orElseThrow();
      var run = (Redeemed.Started) governor.redeem(first.token(), SmallWorld.agent());
      governor.awaitRun(run.run(), Duration.ofSeconds(20));

      save(governor, base.replace("decision: allow", "decision: require_approval"));

      assertThat(governor.plans().claim(id, "b", SmallWorld.agent())).isEmpty();
      assertThat(governor.plans().course(id).orElseThrow().stopped())
          .hasValueSatisfying(why -> assertThat(why).contains("step `b`", "unasked"));
      assertThat(world.effects).hasValue(1);
    }
  }

  @Test
  void anApprovalEndsWithTheRuleThatAskedForIt() {
    try (var governor = world.open()) {
      var id = question(governor);
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes"));

      save(governor, base.replace("reason: Production is", "reason: Production by night is"));

      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.context().get("denied").orElseThrow().toString()).contains(id.value());
    }
  }

  /** The journal as it was when a process ended: what came after that entry never happened. */
  private void endAfter(EntryType type) throws Exception {
    endAfter(type, 1);
  }

  private void endAfter(EntryType type, int times) throws Exception {
    var kept = new ArrayList<String>();
    int found = 0;
    for (var line : Files.readAllLines(world.log())) {
      kept.add(line);
      if (line.contains("\"event_type\": \"" + type + "\"") && ++found == times) {
        break;
      }
    }
    Files.writeString(world.log(), String.join("\n", kept) + "\n");
    for (var beside : List.of("audit.tlog", ".agent-safe")) {
      try (var files = Files.walk(folder.resolve(beside))) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void aProcessThatEndsBeforeTheFileIsWrittenLeavesTheOldRules() throws Exception {
    String before;
    try (var governor = world.open()) {
      before = governor.workspace().policyVersion();
      save(governor, base + FREEZE_PROD);
    }
    endAfter(EntryType.FILE_SAVED);
    Files.writeString(rules, base);
    try (var governor = world.open()) {
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);
      assertThat(entries(governor, EntryType.POLICY_CHANGED))
          .extracting(e -> e.context().textOrEmpty("policy_version"))
          .containsExactly(before);
      assertThat(recomputed(governor).same()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatEndsAfterTheFileIsWrittenLeavesTheNewOnesAndTheNextStartSaysSo()
      throws Exception {
    try (var governor = world.open()) {
      asked(governor, "prod/web");
      save(governor, base + FREEZE_PROD);
    }
    endAfter(EntryType.FILE_SAVED);
    try (var governor = world.open()) {
      var found = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(found.context().text("cause")).contains("found");
      assertThat(found.context().text("policy_version"))
          .contains(governor.workspace().policyVersion());
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
      assertThat(recomputed(governor).same()).isEqualTo(2);
    }
  }

  @Test
  void aDecisionThatIsNotWhatItsRulesSayIsFoundWithNothingButTheJournal() throws Exception {
    try (var governor = world.open()) {
      asked(governor, "prod/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION) ? allowed(entry) : entry));
      assertThat(again.result().first())
          .singleElement()
          .satisfies(d -> assertThat(d.why()).contains("recorded as allow", "require_approval"));
    }
  }

  private static AuditEntry allowed(AuditEntry entry) {
    return AuditEntry.of(
        entry.seq(), entry.line().with("decision", Value.of(Effect.ALLOW.label())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy_version", "facts"})
  void whatIsLetThroughWithoutSayingByWhatIsFound(String missing) {
    try (var governor = world.open()) {
      asked(governor, "dev/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION)
                      ? AuditEntry.of(
                          entry.seq(),
                          entry.line().with("context", entry.context().with(missing, Value.NULL)))
                      : entry));
      assertThat(again.result().diverging()).isEqualTo(1);
    }
  }

  @Test
  void whatNoRuleLetsThroughIsFoundWhateverItsReason() {
    try (var governor = world.open()) {
      asked(governor, "dev/web");
      var again = new Recomputation();
      governor.history(
          0,
          entry ->
              again.accept(
                  entry.chain().type().equals(EntryType.DECISION)
                      ? AuditEntry.of(
                          entry.seq(),
                          entry
                              .line()
                              .with("policy_matched", Value.NULL)
                              .with("reason", Value.of("because")))
                      : entry));
      assertThat(again.result().first())
          .singleElement()
          .satisfies(d -> assertThat(d.why()).contains("by no rule"));
    }
  }

  @Test
  void theRulesThatDecideAreNamedOnceNotAtEachStart() {
    for (int i = 0; i < 2; i++) {
      try (var governor = world.open()) {
        assertThat(entries(governor, EntryType.POLICY_CHANGED)).hasSize(1);
      }
    }
  }
}
