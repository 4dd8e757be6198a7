package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.RecordedDecision;
import dev.agentsafe.editors.document.LineDiff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author sees of a draft while typing it. */
final class PreviewViewModelTest {
  @TempDir private Path folder = Path.of("");
  private Drafting author;

  @BeforeEach
  void sitDown() throws Exception {
    author = new Drafting(folder);
  }

  @Test
  void theTextOnDiskFlipsNothing() {
    author.preview.replay().open();
    assertThat(author.replayed().flips()).isEmpty();
    assertThat(author.replayed().history().decisions()).hasSize(2);
    assertThat(author.replayed().asked()).isEqualTo(2);
  }

  @Test
  void aLooseRuleShowsWhatItOpensAsItIsTyped() {
    author.preview.replay().open();
    author.typeALooseRule();

    assertThat(author.replayed().asked()).as("the stranger is none of the rule's").isEqualTo(1);
    var flip = author.replayed().flips().getFirst();
    assertThat(flip.kind()).isEqualTo(Flip.Kind.ASKED_TO_ALLOWED);
    assertThat(flip.now().rule().orElseThrow()).hasToString("deployers-may");

    author.policies.revert();
    assertThat(author.replayed().flips()).isEmpty();
  }

  @Test
  void aFlipIsKeptAsATestThatHoldsNowAndFailsWithTheDraft() throws Exception {
    author.preview.replay().open();
    author.typeALooseRule();
    author.preview.replay().keep(author.replayed().flips().getFirst());

    assertThat(author.preview.replay().message().get()).contains("decisions.yaml");
    var kept = author.root.resolve("tests/decisions.yaml");
    assertThat(kept).content().contains("action: scale-deployment", "expect: require_approval");
    assertThat(Drafting.run("test", kept.toString(), "--config", author.root.toString())).isZero();
    Files.writeString(author.production, author.policies.draft().get().orElseThrow().text());
    assertThat(Drafting.run("test", kept.toString(), "--config", author.root.toString()))
        .isEqualTo(1);
  }

  @Test
  void aDraftThatDoesNotLoadLeavesWhatWasKnown() {
    author.preview.replay().open();
    author.typeALooseRule();
    author.policies.edit(Drafting.text(author.production).replaceFirst("decision:", "decison:"));

    assertThat(author.preview.stale().get()).isTrue();
    assertThat(author.replayed().flips()).hasSize(1);
    author.policies.revert();
    assertThat(author.preview.stale().get()).isFalse();
    assertThat(author.replayed().flips()).isEmpty();
  }

  @Test
  void rulesAreNotReadAgainForWhatIsTypedInAFileWithoutRules() {
    var action = author.root.resolve("actions/drain-node.yaml");
    author.policies.open(action);
    var rules = author.preview.rules().get().orElseThrow();
    var run = author.preview.tests().run().get().orElseThrow();
    author.policies.edit(Drafting.text(action) + "# more\n");
    assertThat(author.preview.rules().get().orElseThrow()).isSameAs(rules);
    assertThat(author.preview.tests().run().get().orElseThrow()).isSameAs(run);
    author.policies.revert();
    author.policies.open(author.production);
    author.typeALooseRule();
    assertThat(author.preview.rules().get().orElseThrow().policies().rules())
        .hasSize(rules.policies().rules().size() + 1);
  }

  @Test
  void aRequestIsDecidedUnderTheDraftAndFollowsIt() {
    var decide = author.preview.decide();
    decide.action().set("scale-deployment");
    decide.target().set("prod/web");
    decide.agent().set("deploy-bot");
    decide.roles().set("deployer, observer");
    assertThat(ruled().decision().effect()).isEqualTo(Effect.REQUIRE_APPROVAL);

    author.typeALooseRule();
    assertThat(ruled().decision().effect()).isEqualTo(Effect.ALLOW);
    var rule = ruled().decision().rule().orElseThrow();
    author.policies.goTo(decide.answer().get().orElseThrow().places().of(rule, "callers.roles"));
    var place = author.policies.place().get().orElseThrow();
    var line =
        author.policies.draft().get().orElseThrow().text().lines().toList().get(place.line() - 1);
    assertThat(line.substring(place.column() - 1)).startsWith("[deployer]");

    decide.roles().set("");
    assertThat(ruled().decision().effect()).isEqualTo(Effect.DENY);
    decide.target().set("nowhere");
    assertThat(decide.answer().get().orElseThrow().decision())
        .isEqualTo(new Decision.Unfit("Unknown target: nowhere"));
  }

  private Decision.Ruled ruled() {
    return (Decision.Ruled) author.preview.decide().answer().get().orElseThrow().decision();
  }

  @Test
  void aRecordedRequestIsTakenWithWhatRulesSawOfIt() {
    author.preview.replay().open();
    var seq = author.replayed().history().decisions().getFirst().seq();
    var decide = author.preview.decide();
    decide.take(String.valueOf(seq));
    assertThat(decide.recorded().get().orElseThrow().seq()).isEqualTo(seq);
    assertThat(decide.roles().get()).isEqualTo("deployer");
    assertThat(ruled().decision().effect()).isEqualTo(Effect.REQUIRE_APPROVAL);

    decide.roles().set("observer");
    assertThat(decide.recorded().get()).isEmpty();
    assertThat(ruled().decision().effect()).isEqualTo(Effect.DENY);

    decide.take("424242");
    assertThat(decide.message().get()).contains("424242");
  }

  @Test
  void whatTheDraftSaysIsKeptAsATestThatTheDraftPasses() throws Exception {
    author.typeALooseRule();
    var decide = author.preview.decide();
    decide.action().set("scale-deployment");
    decide.target().set("prod/web");
    decide.agent().set("deploy-bot");
    decide.roles().set("deployer");
    decide.keep();
    Files.writeString(author.production, author.policies.draft().get().orElseThrow().text());
    assertThat(
            Drafting.run(
                "test",
                author.root.resolve("tests/decisions.yaml").toString(),
                "--config",
                author.root.toString()))
        .isZero();
  }

  @Test
  void aTimeThatIsNoneHasNoAnswerThatCouldBeKept() {
    var decide = author.preview.decide();
    decide.action().set("scale-deployment");
    decide.target().set("prod/web");
    assertThat(decide.answer().get()).isPresent();
    decide.at().set("tonight");
    assertThat(decide.answer().get()).isEmpty();
    assertThat(decide.message().get()).contains("`tonight` is no time");
    decide.keep();
    assertThat(author.root.resolve("tests/decisions.yaml")).doesNotExist();

    decide.at().set("2026-03-01T22:30:00Z");
    assertThat(decide.answer().get()).isPresent();
    assertThat(decide.message().get()).isEmpty();
  }

  @Test
  void aDelegatedRequestStaysDelegatedWhileItIsChanged() {
    var decide = author.preview.decide();
    decide.action().set("scale-deployment");
    decide.target().set("prod/web");
    decide.agent().set("parent/child");
    var facts = ruled().facts();
    var delegation =
        new Caller.Delegation(
            List.of(new Caller.Link(new AgentId("parent"), "", Caller.Grants.NONE, "")),
            List.of(),
            1);
    decide.take(
        new Facts(
            facts.action(),
            facts.target(),
            facts.caller().map(c -> new Caller(c.id(), c.name(), c.grants(), delegation)),
            facts.effectiveRisk(),
            facts.at(),
            facts.hasChangeTicket()));
    decide.roles().set("deployer");
    assertThat(ruled().facts().caller().orElseThrow().delegation()).isEqualTo(delegation);
    decide.agent().set("another");
    assertThat(ruled().facts().caller().orElseThrow().delegation())
        .isEqualTo(Caller.Delegation.NONE);
  }

  @Test
  void whatCumulativeRiskMadeOfADecisionIsNotExpectedOfTheRules() {
    author.preview.replay().open();
    var asked = author.replayed().history().decisions().getFirst();
    var escalated =
        new RecordedDecision(
            asked.seq(),
            asked.auditId(),
            asked.facts(),
            new RecordedDecision.Outcome(
                Effect.DENY, asked.outcome().rule(), Optional.of(asked.outcome().effect()), false));
    author
        .preview
        .replay()
        .keep(
            new Flip(
                escalated,
                new Flip.Side(Effect.DENY, asked.outcome().rule(), Optional.empty()),
                new Flip.Side(Effect.ALLOW, Optional.empty(), Optional.empty())));
    assertThat(author.root.resolve("tests/decisions.yaml"))
        .content()
        .contains("expect: require_approval");
  }

  @Test
  void theMapMarksWhatTheDraftChangesAndAnExampleOfItIsKept() {
    var map = author.preview.map();
    map.open();
    var space = map.maps().get().orElseThrow().after().space();
    assertThat(map.maps().get().orElseThrow().changes()).isEmpty();

    author.typeALooseRule();
    var changes = map.maps().get().orElseThrow().changes();
    assertThat(changes.getFirst().kind().allows()).isTrue();
    map.show(changes.getFirst());
    assertThat(space.subjects().get(map.subject().get()).name()).isEqualTo("role deployer");
    var cell = map.cell(map.row().get(), map.column().get()).orElseThrow();
    assertThat(cell).isEqualTo(new MapViewModel.Cell(Effect.ALLOW, true, true));
    assertThat(map.words()).contains("scale-", "role deployer", "allowed");
    map.keep(changes.getFirst());
    assertThat(map.message().get()).contains("decisions.yaml");
    assertThat(
            Drafting.run(
                "test",
                author.root.resolve("tests/decisions.yaml").toString(),
                "--config",
                author.root.toString()))
        .as("what is in force goes on")
        .isZero();
  }

  @Test
  void anEarlierVersionIsComparedAndComesBackIntoTheEditor() {
    var now = Drafting.text(author.production);
    var earlier = now.replaceFirst("priority: 600", "priority: 601");
    var hidden =
        new FileDesk.Version(
            3, "2026-03-01T00:00:00Z", Optional.empty(), "0".repeat(64), Optional.empty());
    author.versions.add(
        new FileDesk.Version(
            7,
            "2026-03-02T00:00:00Z",
            Optional.of("operator/anna"),
            "1".repeat(64),
            Optional.of(earlier)));
    author.versions.add(hidden);
    var history = author.preview.history();
    history.open();
    assertThat(history.versions()).hasSize(2);

    history.look(history.versions().getFirst());
    assertThat(history.difference().get())
        .extracting(LineDiff.Line::kind)
        .contains(LineDiff.Kind.GONE, LineDiff.Kind.NEW);
    history.restore(history.versions().getFirst());
    assertThat(author.policies.draft().get().orElseThrow().text()).isEqualTo(earlier);
    assertThat(author.policies.dirty().get()).isTrue();
    assertThat(Drafting.text(author.production)).as("nothing is saved").isEqualTo(now);

    history.restore(hidden);
    assertThat(history.message().get()).contains("does not have its text");
    author.policies.edit(earlier + "# mine\n");
    history.restore(history.versions().getFirst());
    assertThat(author.policies.draft().get().orElseThrow().text())
        .as("what was typed is not thrown away")
        .isEqualTo(earlier + "# mine\n");
    author.policies.edit(earlier);
    assertThat(author.policies.draft().get().orElseThrow().text()).isEqualTo(earlier);
  }
}
