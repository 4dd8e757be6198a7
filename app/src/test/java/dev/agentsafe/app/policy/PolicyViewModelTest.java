package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Later;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.document.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy author sees and may rely on while editing. */
final class PolicyViewModelTest {
  private static final String GOOD =
      """
      rules:
        - name: dev-is-free
          priority: 10
          match: {targets: {environments: [dev]}}
          decision: allow
          reason: Development is free
      """;

  @TempDir Path folder;
  private Path rules;
  private final Later work = new Later();
  private PolicyViewModel model;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    rules = folder.resolve("policies/rules.yaml");
    Files.writeString(rules, GOOD);
    Files.writeString(
        folder.resolve("agent-safe.yaml"), "registry: ./actions/\npolicies: ./policies/\n");
    model =
        new PolicyViewModel(
            new Authoring(
                new Settings.Paths(
                    folder.resolve("agent-safe.yaml"),
                    folder.resolve("actions"),
                    folder.resolve("policies"),
                    Optional.empty(),
                    folder.resolve("audit.jsonl"))),
            work);
  }

  @Test
  void firstFileIsOpenAndClean() {
    assertThat(model.draft().get().orElseThrow().file()).isEqualTo(rules);
    assertThat(model.dirty().get()).isFalse();
    assertThat(model.problems()).noneMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  @Test
  void typoIsMarkedWhileOneTypesAndIsNotSaved() throws Exception {
    model.edit(GOOD.replace("decision:", "decison:"));
    assertThat(model.dirty().get()).isTrue();
    assertThat(model.problems())
        .anySatisfy(p -> {
          assertThat(p.location().line()).isEqualTo(5);
          assertThat(p.message()).contains("`decison`");
        });
    model.save();
    assertThat(model.message().get()).startsWith("Not saved");
    assertThat(model.dirty().get()).isTrue();
    assertThat(Files.readString(rules)).isEqualTo(GOOD);
  }

  @Test
  void goodDraftIsSavedAndRevertGoesBackToIt() throws Exception {
    var better = GOOD.replace("priority: 10", "priority: 11");
    model.edit(better);
    model.save();
    assertThat(model.dirty().get()).isFalse();
    assertThat(Files.readString(rules)).isEqualTo(better);
    model.edit("nonsense");
    model.revert();
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo(better);
  }

  @Test
  void aFileThatCannotBeReadLeavesTheOneThatIsShown() {
    model.edit(GOOD + "# mine\n");
    model.open(folder.resolve("policies/other.yaml"));
    assertThat(model.draft().get().orElseThrow().text()).endsWith("# mine\n");
    assertThat(model.message().get()).contains("other.yaml");
  }

  @Test
  void whatIsTypedStaysWhileAnotherFileIsShown() throws Exception {
    var other = folder.resolve("policies/other.yaml");
    Files.writeString(other, "rules: []\n");
    var typo = GOOD.replace("decision:", "decison:");
    model.edit(typo);
    model.open(other);
    assertThat(model.draft().get().orElseThrow().file()).isEqualTo(other);
    assertThat(model.dirty().get()).isFalse();
    assertThat(model.aside().unsaved().get()).containsExactly(rules);
    assertThat(model.listed())
        .filteredOn(file -> file.path().equals(rules))
        .as("what is typed there is looked at")
        .allSatisfy(file -> assertThat(file.errors()).isPositive());

    var edit = new Edit(0, 0, "# renamed\n");
    var file = new Renamed.InFile(1, true, "rules: []\n", List.of(edit));
    var said = new ArrayList<String>();
    model.renames().write(new Renamed.Done(Map.of(other, file), List.of()), () -> {}, said::add);
    assertThat(said).singleElement().asString().contains("`rules.yaml`");
    model.edit("rules: [ ]\n");
    model.save();
    assertThat(other).content().isEqualTo("rules: [ ]\n");
    assertThat(rules).content().as("a save is of one file").isEqualTo(GOOD);

    model.open(rules);
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo(typo);
    assertThat(model.shown().get()).contains(typo);
    assertThat(model.dirty().get()).isTrue();
    model.revert();
    assertThat(model.aside().unsaved().get()).isEmpty();
    assertThat(model.listed()).noneMatch(listed -> listed.errors() > 0);
  }

  @Test
  void aFileThatIsSavedLateIsNotUnsavedWhereAnotherIsShownByThen() throws Exception {
    var other = folder.resolve("policies/other.yaml");
    Files.writeString(other, "rules: []\n");
    model.edit(GOOD + "# mine\n");
    work.hold();
    model.save();
    model.open(other);
    work.letGoLastFirst();
    assertThat(rules).content().isEqualTo(GOOD + "# mine\n");
    assertThat(model.draft().get().orElseThrow().file()).isEqualTo(other);
    assertThat(model.aside().unsaved().get()).isEmpty();
    model.open(rules);
    assertThat(model.draft().get().orElseThrow().isDirty()).isFalse();
  }

  @Test
  void aSaveThatOthersWereBeforeIsToldOfWhereAnotherFileIsShownByThen() throws Exception {
    var other = folder.resolve("policies/other.yaml");
    Files.writeString(other, "rules: []\n");
    model.edit(GOOD + "# mine\n");
    work.hold();
    Files.writeString(rules, GOOD + "# theirs\n");
    model.save();
    model.open(other);
    work.letGoLastFirst();
    assertThat(rules).content().isEqualTo(GOOD + "# theirs\n");
    assertThat(model.message().get()).contains("`rules.yaml` is not saved");
    assertThat(model.aside().unsaved().get()).containsExactly(rules);
    model.open(rules);
    model.save();
    assertThat(model.draft().get().orElseThrow().text()).contains("# mine", "# theirs");
  }

  @Test
  void whatSomebodyElseSavedMeanwhileIsMergedAndSavedWithTheNextSave() throws Exception {
    model.edit(GOOD.replace("priority: 10", "priority: 11"));
    Files.writeString(rules, GOOD.replace("is free", "is everybody's"));
    model.save();
    assertThat(model.message().get()).contains("Both changes are put together");
    assertThat(model.dirty().get()).isTrue();
    assertThat(Files.readString(rules)).contains("priority: 10", "is everybody's");

    model.save();
    assertThat(Files.readString(rules)).contains("priority: 11", "is everybody's");
    assertThat(model.dirty().get()).isFalse();
  }

  @Test
  void whatIsTypedWhileASaveIsUnderWayStays() throws Exception {
    var mine = GOOD.replace("priority: 10", "priority: 11");
    model.edit(mine);
    Files.writeString(rules, GOOD.replace("is free", "is everybody's"));
    work.hold();
    model.save();
    model.edit("# typed meanwhile\n" + mine);
    work.letGo();
    assertThat(model.draft().get().orElseThrow().text())
        .startsWith("# typed meanwhile\n")
        .contains("priority: 11", "is everybody's")
        .doesNotContain("<<<<<<<");
    assertThat(model.shown().get().orElseThrow()).startsWith("# typed meanwhile\n");
  }

  @Test
  void aSaveThatComesBackLateLeavesTheFileThatWasOpenedMeanwhile() throws Exception {
    var other = folder.resolve("policies/other.yaml");
    Files.writeString(other, "rules: []\n");
    model.edit(GOOD + "# mine\n");
    var theirs = GOOD + "# theirs\n";
    Files.writeString(rules, theirs);
    work.hold();
    model.save();
    model.revert();
    model.open(other);
    work.letGoLastFirst();
    assertThat(model.draft().get().orElseThrow().file()).isEqualTo(other);
    assertThat(model.shown().get()).contains("rules: []\n");
    assertThat(rules).content().isEqualTo(theirs);
  }

  @Test
  void whatBothChangedIsMarkedAndCannotBeSavedLikeThat() throws Exception {
    model.edit(GOOD.replace("priority: 10", "priority: 11"));
    var theirs = GOOD.replace("priority: 10", "priority: 12");
    Files.writeString(rules, theirs);
    model.save();
    assertThat(model.message().get()).contains("One place");
    assertThat(model.draft().get().orElseThrow().text())
        .contains("<<<<<<< mine", "priority: 11", "priority: 12", ">>>>>>> on disk");
    model.save();
    assertThat(model.message().get()).startsWith("Not saved");
    assertThat(Files.readString(rules)).isEqualTo(theirs);
  }

  @Test
  void whatIsTypedWhileAnotherFileIsReadStays() throws Exception {
    var other = folder.resolve("policies/other.yaml");
    Files.writeString(other, "rules: []\n");
    work.hold();
    model.open(other);
    model.edit(GOOD + "# mine\n");
    work.letGo();
    assertThat(model.draft().get().orElseThrow().file()).isEqualTo(other);
    model.open(rules);
    assertThat(model.draft().get().orElseThrow().text()).endsWith("# mine\n");
    assertThat(model.dirty().get()).isTrue();
  }

  @Test
  void whatIsTypedWhileARenamingIsWrittenStays() throws Exception {
    var at = GOOD.indexOf("dev-is-free");
    var edit = new Edit(at, at + "dev-is-free".length(), "free-for-all");
    var file = new Renamed.InFile(1, true, GOOD, List.of(edit));
    work.hold();
    model.renames().write(new Renamed.Done(Map.of(rules, file), List.of()), () -> {}, why -> {});
    model.edit(GOOD + "# mine\n");
    work.letGo();
    var renamed = GOOD.replace("dev-is-free", "free-for-all");
    assertThat(rules).content().isEqualTo(renamed);
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo(renamed + "# mine\n");
    assertThat(model.dirty().get()).isTrue();
  }

  @Test
  void theDiskIsAskedOnlyWhileSomebodyIsThereToSeeIt() throws Exception {
    model.follow();
    model.follow();
    assertThat(work.ticking()).isOne();
    model.rest();
    assertThat(work.ticking()).isZero();
    Files.writeString(rules, GOOD + "# theirs\n");
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo(GOOD);
    model.follow();
    assertThat(work.ticking()).isOne();
    assertThat(model.draft().get().orElseThrow().text()).as("at once").endsWith("# theirs\n");
  }

  @Test
  void savingTwiceAtOnceIsNobodyElsesChange() throws Exception {
    model.edit(GOOD + "# one\n");
    work.hold();
    model.save();
    model.edit(GOOD + "# two\n");
    model.save();
    work.letGo();
    assertThat(model.dirty().get()).isFalse();
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo(GOOD + "# two\n");
    assertThat(rules).content().isEqualTo(GOOD + "# two\n");
  }
}
