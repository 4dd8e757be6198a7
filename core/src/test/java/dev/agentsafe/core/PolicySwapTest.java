package dev.agentsafe.core;

import static dev.agentsafe.core.OtherRules.FREEZE_PROD;
import static dev.agentsafe.core.OtherRules.asked;
import static dev.agentsafe.core.OtherRules.entries;
import static dev.agentsafe.core.OtherRules.force;
import static dev.agentsafe.core.OtherRules.question;
import static dev.agentsafe.core.OtherRules.recomputed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.durable.FullDisk;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.policy.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other rules take the place of those in force while everything goes on. */
final class PolicySwapTest {
  @TempDir Path folder;
  private SmallWorld world;
  private OtherRules rules;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    rules = new OtherRules(folder);
  }

  @Test
  void aSaveDecidesTheNextRequestAndIsAnEntryThatNamesBothVersions() {
    try (var governor = world.open()) {
      var before = governor.workspace().policyVersion();
      assertThat(asked(governor, "dev/web")).isEqualTo(Effect.ALLOW);
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.REQUIRE_APPROVAL);

      var force = force(rules.save(governor, rules.base + FREEZE_PROD));

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
  void filesThatAreSavedTogetherSaySinceWhenTheyCount() {
    try (var governor = world.open()) {
      var authoring = governor.files().authoring(SmallWorld.ANNA);
      var change = new Authoring.Change(rules.file, rules.base, rules.base + FREEZE_PROD);
      assertThat(authoring.save(List.of(change)))
          .isInstanceOfSatisfying(
              Authoring.SavedTogether.Done.class,
              done -> assertThat(done.force()).isInstanceOf(Authoring.Force.Now.class));
      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
    }
  }

  @Test
  void whatDoesNotLoadAsAWholeIsNotPutIntoForce() throws Exception {
    try (var governor = world.open()) {
      var before = governor.workspace().policyVersion();
      assertThat(rules.save(governor, rules.base + FREEZE_PROD.replace("deny", "dny")))
          .isInstanceOf(Authoring.Saved.Refused.class);
      // Broken by another editor: the file that is saved loads, the workspace does not.
      Files.writeString(folder.resolve("inventory.yaml"), "targets: [");

      assertThat(force(rules.save(governor, rules.base + FREEZE_PROD)))
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
      assertThat(force(rules.save(governor, rules.base + "# reviewed\n")))
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
  void whatChangesBetweenLoadingAndTheStartIsNamedToo() throws Exception {
    var loaded = rules.loaded();
    Files.writeString(folder.resolve("inventory.yaml"), "# later\n", StandardOpenOption.APPEND);
    try (var governor = Governor.open(new Governor.Config(loaded, List.of(world), world.clock))) {
      assertThat(governor.files().policies().look())
          .isEqualTo(new PolicyDesk.OnDisk.Same(List.of("inventory.yaml")));
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
          rules.save(
              governor, swap % 2 == 0 ? rules.base + FREEZE_PROD : rules.base + "# " + swap + "\n");
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
        rules.save(governor, rules.base + "# %d\n".formatted(i));
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
    assertThat(RestingRules.look(rules.loaded())).isEqualTo(new PolicyDesk.OnDisk.Same(List.of()));
    Files.writeString(rules.file, rules.base + FREEZE_PROD);
    assertThat(RestingRules.look(rules.loaded()))
        .isInstanceOfSatisfying(
            PolicyDesk.OnDisk.Other.class,
            other -> {
              assertThat(other.change().before()).isEqualTo(before);
              assertThat(other.change().rules().came()).hasSize(1);
              assertThat(other.change().rules().changed()).isEmpty();
            });
    RestingRules.take(
        new Governor.Config(rules.loaded(), List.of(world), world.clock), SmallWorld.BEN);
    try (var governor = world.open()) {
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.subject().caller()).isEqualTo("operator/ben");
      assertThat(entry.context().text("cause")).contains("reloaded");
      assertThat(entry.context().text("policy_version"))
          .contains(governor.workspace().policyVersion());
    }
  }

  @Test
  void rulesThatDecideAreSaidToWhateverCannotBeRecordedAfterwards() {
    var disk = new FullDisk(world.log());
    disk.leaveNoRoomFor(EntryType.PLAN_STOPPED.value());
    try (var governor = world.open(world.clock, disk)) {
      var plan =
          (Plan.Made.Good)
              Plan.of(List.of(new Plan.Step("a", List.of(), SmallWorld.scale("prod/web", 4))));
      assertThat(governor.submit(plan.plan(), SmallWorld.agent()).questions()).hasSize(1);

      var force = force(rules.save(governor, rules.base + FREEZE_PROD));

      assertThat(force)
          .isInstanceOfSatisfying(
              Authoring.Force.Now.class,
              now ->
                  assertThat(now.change().after()).isEqualTo(governor.workspace().policyVersion()));
    }
  }

  @Test
  void aProcessThatEndsBeforeTheFileIsWrittenLeavesTheOldRules() throws Exception {
    String before;
    try (var governor = world.open()) {
      before = governor.workspace().policyVersion();
      rules.save(governor, rules.base + FREEZE_PROD);
    }
    rules.endAfter(EntryType.FILE_SAVED);
    Files.writeString(rules.file, rules.base);
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
      rules.save(governor, rules.base + FREEZE_PROD);
    }
    rules.endAfter(EntryType.FILE_SAVED);
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
  void theRulesThatDecideAreNamedOnceNotAtEachStart() {
    for (int i = 0; i < 2; i++) {
      try (var governor = world.open()) {
        assertThat(entries(governor, EntryType.POLICY_CHANGED)).hasSize(1);
      }
    }
  }
}
