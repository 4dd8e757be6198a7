package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Job;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
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
  private PolicyViewModel model;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    rules = folder.resolve("policies/rules.yaml");
    Files.writeString(rules, GOOD);
    model =
        new PolicyViewModel(
            new Authoring(
                new Settings.Paths(
                    folder.resolve("actions"),
                    folder.resolve("policies"),
                    Optional.empty(),
                    folder.resolve("audit.jsonl"))),
            new AtOnce());
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
  void unsavedDraftIsNotLostByOpeningAnotherFile() {
    model.edit(GOOD + "# mine\n");
    model.open(folder.resolve("policies/other.yaml"));
    assertThat(model.draft().get().orElseThrow().text()).endsWith("# mine\n");
    assertThat(model.message().get()).isNotBlank();
  }

  /** Does everything at once, on the thread that asks. */
  private static final class AtOnce implements Work {
    private final ObservableList<Job> none = FXCollections.observableArrayList();

    @Override
    public <T> Job start(
        String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
      quietly(body, done, failed);
      return new Job(label);
    }

    @Override
    public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
      T answer;
      try {
        answer = body.run(new Quiet());
      } catch (Exception e) {
        failed.accept(String.valueOf(e.getMessage()));
        return;
      }
      done.accept(answer);
    }

    @Override
    public void onScreen(Runnable action) {
      action.run();
    }

    @Override
    public Runnable every(Duration period, Runnable action) {
      return () -> {};
    }

    @Override
    public ObservableList<Job> running() {
      return none;
    }
  }

  /** Progress that nobody watches. */
  private static final class Quiet implements Work.Progress {
    @Override
    public void at(double fraction, String note) {
      assertThat(fraction).isBetween(0.0, 1.0);
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
