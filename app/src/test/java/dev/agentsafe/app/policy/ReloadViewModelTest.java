package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Later;
import dev.agentsafe.core.PolicyChange;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author is told of files that others changed. */
final class ReloadViewModelTest {
  private static final PolicyChange CHANGE =
      new PolicyChange(
          "a1",
          "b2",
          List.of(
              new PolicyChange.FileChange(
                  "policies/20-prod.yaml", Optional.of("1"), Optional.of("2"))),
          new PolicyChange.Rules(
              List.of(new RuleName("nights")), List.of(), List.of(new RuleName("days")), false));

  @TempDir private Path folder = Path.of("");
  private Drafting author;

  @BeforeEach
  void open() throws Exception {
    author = new Drafting(folder);
  }

  private ReloadViewModel.Notice notice(PolicyDesk.OnDisk found) {
    author.reloading.found = found;
    author.preview.reload().look();
    return author.preview.reload().notice().get().orElseThrow();
  }

  @Test
  void whatIsAsItWasIsNotToldAndOtherFilesAreNamed() {
    assertThat(author.preview.reload().notice().get()).isEmpty();
    var later = notice(new PolicyDesk.OnDisk.Same(List.of("inventory.yaml")));
    assertThat(later.words())
        .isEqualTo("Changed on disk, counts from the next start: inventory.yaml");
    assertThat(later.version()).isEmpty();
    author.preview.reload().reload();
    assertThat(author.reloading.asked).isEmpty();
  }

  @Test
  void whatChangedIsToldWithItsRulesAndPutIntoForceAsItWasSeen() {
    var notice = notice(new PolicyDesk.OnDisk.Other(CHANGE, List.of("inventory.yaml")));
    assertThat(notice.words())
        .isEqualTo(
            "Policies changed on disk and are not in force: 20-prod.yaml (one rule came, none went,"
                + " one changed)");
    assertThat(notice.detail()).contains("+ nights", "~ days", "next start: inventory.yaml");

    author.reloading.comes = new PolicyDesk.Swapped.Done(CHANGE, 2, 0);
    author.reloading.found = new PolicyDesk.OnDisk.Same(List.of());
    author.preview.reload().reload();

    assertThat(author.reloading.asked).containsExactly("b2");
    assertThat(author.policies.message().get())
        .startsWith("In force now: one rule came")
        .endsWith("2 open questions were asked again, none is void.");
    assertThat(author.preview.reload().notice().get()).isEmpty();
  }

  @Test
  void whoSaysItTwiceIsNotToldThatTheDiskMoved() {
    var work = new Later();
    var told = new ArrayList<String>();
    var model = new ReloadViewModel(author.reloading, work, told::add);
    author.reloading.found = new PolicyDesk.OnDisk.Other(CHANGE, List.of());
    model.look();
    author.reloading.comes = new PolicyDesk.Swapped.Done(CHANGE, 0, 0);
    work.hold();
    model.reload();
    model.reload();
    author.reloading.found = new PolicyDesk.OnDisk.Same(List.of());
    work.letGo();
    model.reload();

    assertThat(author.reloading.asked).containsExactly("b2");
    assertThat(told).singleElement().asString().startsWith("In force now");
    assertThat(model.notice().get()).isEmpty();
  }

  @Test
  void whatTheDraftDoesIsSaidBesideTheFilesAsTheyAreByNow() throws Exception {
    long before = rules();
    Files.writeString(
        author.root.resolve("policies/95-more.yaml"),
        """
        rules:
          - name: more
            decision: deny
            reason: More
            match: {actions: [drain-node]}
        """);
    notice(new PolicyDesk.OnDisk.Other(CHANGE, List.of()));
    assertThat(rules()).isEqualTo(before + 1);
    assertThat(author.preview.tests().run().get().orElseThrow().coverage().rows())
        .hasSize((int) before + 1);
  }

  private long rules() {
    return author.preview.rules().get().orElseThrow().policies().rules().size();
  }

  @Test
  void whatIsAnotherThingByNowIsNotPutIntoForceAndToldAnew() {
    var first = notice(new PolicyDesk.OnDisk.Other(CHANGE, List.of()));
    assertThat(first.version()).contains("b2");
    author.reloading.found =
        new PolicyDesk.OnDisk.Broken(
            List.of(Problem.error(new Location("ws/policies/20-prod.yaml", 7, 3), "value", "no.")));
    author.reloading.comes = new PolicyDesk.Swapped.Not(author.reloading.found);
    author.preview.reload().reload();

    assertThat(author.policies.message().get()).contains("has changed since you looked");
    var now = author.preview.reload().notice().get().orElseThrow();
    assertThat(now.isBad()).isTrue();
    assertThat(now.version()).isEmpty();
    assertThat(now.words())
        .isEqualTo("What is on disk does not load and is not put into force: 20-prod.yaml:7: no.");
    assertThat(now.place()).contains(new Location("ws/policies/20-prod.yaml", 7, 3));
  }
}
