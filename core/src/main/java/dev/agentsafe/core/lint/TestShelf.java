package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policy tests of a workspace and what is wrong with them; for one thread. */
final class TestShelf {
  private static final String KEY = "tests";

  private List<ReadFile> files = List.of();
  private Named against = new Named(Optional.empty(), Optional.empty(), Optional.empty());
  private List<Problem> problems = List.of();

  /**
   * What there is to be named; absent where that is not known.
   *
   * @param rules in order of evaluation
   */
  record Named(
      Optional<List<String>> rules,
      Optional<List<String>> actions,
      Optional<List<String>> targets) {}

  /** Takes the files as they are now. */
  void read(List<ReadFile> now, Named named) {
    if (ReadFile.areSame(files, now) && against.equals(named)) {
      return;
    }
    files = List.copyOf(now);
    against = named;
    var found = new ArrayList<Problem>();
    var sound = new ArrayList<TestLint.Placed>();
    for (var file : files) {
      tests(file, found, sound);
    }
    var findings = new Findings();
    new TestLint(findings).check(sound, named);
    found.addAll(findings.list());
    problems = List.copyOf(found);
  }

  private static void tests(ReadFile read, List<Problem> found, List<TestLint.Placed> sound) {
    read.whole(
        read.pieces().root(),
        "the key `tests` is",
        (root, problems) -> PolicyTests.items(ReadFile.without(root, KEY), problems),
        found);
    int wrong = 0;
    for (var item : ListItem.of(read.pieces(), KEY)) {
      var heard = new Problems(read.file());
      var test = PolicyTestReader.read(item.node(), heard);
      if (!item.broken()) {
        heard.list().forEach(p -> found.add(p.placed(read.file(), item.above())));
      }
      if (!item.broken() && !heard.hasErrors()) {
        sound.add(new TestLint.Placed(test, item.node(), item.above()));
      }
      wrong += heard.hasErrors() ? 1 : 0;
      if (wrong > ReadRules.MOST) {
        return;
      }
    }
  }

  List<Problem> problems() {
    return problems;
  }
}
