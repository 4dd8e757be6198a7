package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy author relies on. */
final class AuthoringTest {
  @TempDir Path folder;
  private Path rules;
  private Settings.Paths paths;
  private Authoring authoring;

  @BeforeEach
  void open() throws Exception {
    var world = new SmallWorld(folder);
    assertThat(world.log()).doesNotExist();
    rules = folder.resolve("policies/rules.yaml");
    paths =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var workspace, var warnings) -> workspace.settings().paths();
          case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
        };
    authoring = new Authoring(paths);
  }

  @Test
  void draftWithATypoIsRefusedAndTheFileStaysAsItWas() throws Exception {
    var base = authoring.read(rules);
    var draft = base.replace("decision: allow", "decison: allow");
    assertThat(authoring.save(rules, base, draft))
        .isInstanceOfSatisfying(
            Authoring.Saved.Refused.class,
            r -> {
              assertThat(r.errors())
                  .anySatisfy(e -> {
                    assertThat(e.location().line()).isEqualTo(9);
                    assertThat(e.message()).contains("`decison`", "decision");
                  });
            });
    assertThat(Files.readString(rules)).isEqualTo(base);
  }

  @Test
  void goodDraftIsSaved() throws Exception {
    var base = authoring.read(rules);
    var draft = base + "# reviewed\n";
    assertThat(authoring.save(rules, base, draft)).isInstanceOf(Authoring.Saved.Done.class);
    assertThat(Files.readString(rules)).isEqualTo(draft);
  }

  @Test
  void ofFilesThatAreCheckedOnlyTheirOwnProblemsAreSaid() throws Exception {
    var good = authoring.read(rules);
    var bad = good.replace("decision: allow", "decison: allow");
    assertThat(authoring.check(Map.of(rules, good))).isEmpty();
    assertThat(authoring.check(Map.of(rules, bad)))
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.location().file()).isEqualTo(rules.toString()));
    var other = Files.writeString(rules.resolveSibling("zz-other.yaml"), bad);
    assertThat(authoring.check(Map.of(rules, good))).isEmpty();
    assertThat(authoring.check(Map.of(rules, good, other, bad))).isNotEmpty();
    assertThatThrownBy(() -> authoring.check(Map.of(folder.resolve("other.yaml"), good)))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("no file of this workspace");
  }

  @Test
  void aDraftThatKeepsAnotherFileFromLoadingIsRefused() throws Exception {
    var first = paths.registry().resolve("scale.yaml");
    var base = authoring.read(first);
    var other =
        Files.writeString(
            first.resolveSibling("zz-other.yaml"),
            base.replaceFirst("name: [a-z-]+", "name: zz-other"));
    var name = base.lines().filter(l -> l.startsWith("name: ")).findFirst().orElseThrow();
    var draft = base.replace(name, "name: zz-other");

    assertThat(authoring.save(first, base, draft))
        .isInstanceOfSatisfying(
            Authoring.Saved.Refused.class,
            refused ->
                assertThat(refused.errors())
                    .anySatisfy(
                        error -> assertThat(error.location().file()).isEqualTo(other.toString())));
    assertThat(first).content().isEqualTo(base);
  }

  @Test
  void somebodyElsesChangeIsNotOverwritten() throws Exception {
    var base = authoring.read(rules);
    Files.writeString(rules, base + "# theirs\n");
    assertThat(authoring.save(rules, base, base + "# mine\n"))
        .isInstanceOf(Authoring.Saved.Changed.class);
    assertThat(Files.readString(rules)).endsWith("# theirs\n");
  }

  /** A record of saves that takes its time. */
  private record Slow(Runnable beginning, List<String> failures) implements Authoring.Saves {
    @Override
    public void begins(Path file, String before, String after) {
      beginning.run();
    }

    @Override
    public void failed(Path file, FileWrite.Left left, String why) {
      failures.add(left + ": " + why);
    }

    @Override
    public Authoring.Force written(List<Authoring.Change> together) {
      return new Authoring.Force.NextStart();
    }
  }

  @Test
  void whatSomebodyElseWritesWhileASaveIsRecordedIsNotOverwritten() {
    var base = authoring.read(rules);
    var slow = new Slow(() -> write(base + "# theirs\n"), new ArrayList<>());
    var saved = new Authoring(paths, slow, new Object()).save(rules, base, base + "# mine\n");
    assertThat(saved).isEqualTo(new Authoring.Saved.Changed(base + "# theirs\n"));
    assertThat(rules).content().isEqualTo(base + "# theirs\n");
    assertThat(slow.failures()).singleElement().asString().contains("somebody else changed it");
  }

  @Test
  void aFileThatIsNoneOfTheWorkspacesIsNotWritten() throws Exception {
    var strange = Files.writeString(folder.resolve("notes.txt"), "old");
    assertThatThrownBy(() -> authoring.save(strange, "old", "new"))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("no file of this workspace");
    assertThatThrownBy(() -> authoring.save(List.of(new Authoring.Change(strange, "old", "new"))))
        .isInstanceOf(CoreException.class);
    assertThat(strange).content().isEqualTo("old");
  }

  private void write(String text) {
    try {
      Files.writeString(rules, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ofThoseWhoSaveAtOnceOneIsDoneAndTheOthersLearnOfIt() throws Exception {
    var base = authoring.read(rules);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var slow =
        new Slow(
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              LockSupport.parkNanos(100_000);
              inside.decrementAndGet();
            },
            new ArrayList<>());
    var lock = new Object();
    var saves = new ArrayList<Callable<Authoring.Saved>>();
    for (int i = 0; i < 6; i++) {
      var mine = base + "# by %d\n".formatted(i);
      saves.add(() -> new Authoring(paths, slow, lock).save(rules, base, mine));
    }
    var came = new ArrayList<Authoring.Saved>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Authoring.Saved> saved : threads.invokeAll(saves)) {
        came.add(saved.get());
      }
    }
    assertThat(most).hasValue(1);
    assertThat(came).filteredOn(Authoring.Saved.Done.class::isInstance).hasSize(1);
    assertThat(came)
        .filteredOn(Authoring.Saved.Changed.class::isInstance)
        .hasSize(5)
        .containsOnly(new Authoring.Saved.Changed(Files.readString(rules)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match: {targets: {environments: [prod,\n<<<<<<< mine\ndev]}}",
        "match: {targets: {environments: [prod]}, actions: [\n=======\n]}",
        "match: {targets: {environments: [prod]}, actions: [\"a\n>>>>>>> on disk\nb\"]}"
      })
  void marksOfAMergeAreNotSavedEvenWhereTheyLoadAsAValue(String match) {
    var base = authoring.read(rules);
    var draft = base.replace("match: {targets: {environments: [prod]}}", match);
    assertThat(draft).isNotEqualTo(base);
    assertThat(authoring.save(rules, base, draft))
        .isInstanceOfSatisfying(
            Authoring.Saved.Refused.class,
            r -> assertThat(r.errors()).anyMatch(e -> e.code().equals("merge-conflict")));
    assertThat(rules).content().isEqualTo(base);
  }

  private void isRefused(String file, String draft, String said) throws IOException {
    var path = folder.resolve(file);
    var base = Files.readString(path);
    assertThat(authoring.save(path, base, draft))
        .isInstanceOfSatisfying(
            Authoring.Saved.Refused.class,
            refused ->
                assertThat(refused.errors()).anyMatch(error -> error.message().contains(said)));
    assertThat(path).content().isEqualTo(base);
  }

  @Test
  void aListOfOperatorsThatDoesNotLoadIsRefused() throws Exception {
    var base = Files.readString(folder.resolve("operators.yaml"));
    isRefused("operators.yaml", base.replaceFirst("roles:", "rolls:"), "`rolls`");
  }

  @Test
  void testsThatCannotBeReadAreRefused() throws Exception {
    Files.createDirectories(folder.resolve("tests"));
    var tests = Files.writeString(folder.resolve("tests/all.yaml"), TESTS);
    isRefused("tests/all.yaml", TESTS.replace("expect:", "expects:"), "`expects`");
    var more = TESTS + "# more\n";
    assertThat(authoring.save(tests, TESTS, more)).isInstanceOf(Authoring.Saved.Done.class);
  }

  private static final String TESTS =
      """
      tests:
        - name: development is free
          action: scale-deployment
          target: dev/web
          params: {replicas: 2}
          expect: allow
      """;

  @Test
  void settingsUnderWhichNothingWouldLoadAreRefused() throws Exception {
    var settings = folder.resolve("agent-safe.yaml");
    var base = Files.readString(settings);
    isRefused("agent-safe.yaml", base.replace("./policies/", "./polices/"), "polices");
    isRefused("agent-safe.yaml", base + "rate_limits: {}\n", "`rate_limits`");
    Files.writeString(folder.resolve("other.jsonl"), "no entry\n");
    isRefused("agent-safe.yaml", base.replace("./audit.jsonl", "./other.jsonl"), "journal entry");
    assertThat(authoring.save(settings, base, base + "issuer: shop\n"))
        .isInstanceOf(Authoring.Saved.Done.class);
  }

  @Test
  void settingsThatNameOtherFilesAreHeldToThose() throws Exception {
    var other = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(other.resolve("broken.yaml"), "rules: [{name: x}]\n");
    var base = Files.readString(folder.resolve("agent-safe.yaml"));
    isRefused("agent-safe.yaml", base.replace("./policies/", "./rules/"), "decision");
  }

  @Test
  void draftsThatLoadOnlyTogetherAreSavedTogetherAndNotOneAlone() throws Exception {
    var action = paths.registry().resolve("scale.yaml");
    var base = authoring.read(action);
    var other = action.resolveSibling("other.yaml");
    var second = base.replaceFirst("name: scale-deployment", "name: other");
    Files.writeString(other, second);
    var renamed = base.replaceFirst("name: scale-deployment", "name: other");
    assertThat(authoring.save(action, base, renamed))
        .as("there is an action of that name")
        .isInstanceOf(Authoring.Saved.Refused.class);

    var both =
        List.of(
            new Authoring.Change(action, base, renamed),
            new Authoring.Change(other, second, second.replace("name: other", "name: third")));
    Files.writeString(other, second + "# theirs\n");
    assertThat(authoring.save(both)).isEqualTo(new Authoring.SavedTogether.Changed(other));
    assertThat(action).content().isEqualTo(base);
    Files.writeString(other, second);
    assertThat(authoring.save(both)).isInstanceOf(Authoring.SavedTogether.Done.class);
    assertThat(action).content().isEqualTo(renamed);
    assertThat(other).content().contains("name: third\n");
  }

  @Test
  void aFileThatIsBrokenAlreadyKeepsNobodyFromSavingAnother() throws Exception {
    Files.writeString(folder.resolve("operators.yaml"), "operators: [{}]\n");
    Files.writeString(folder.resolve("agent-safe.yaml"), "policies: ./policies/\n");
    var base = authoring.read(rules);
    assertThat(authoring.save(rules, base, base + "# mine\n"))
        .isInstanceOf(Authoring.Saved.Done.class);
  }
}
