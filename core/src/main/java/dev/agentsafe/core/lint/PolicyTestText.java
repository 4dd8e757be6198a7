package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Adds policy tests to the text of a file of tests; stateless.
 *
 * <p>Everything that is in the file stays as it is, comments included; the test is indented and set
 * apart as those before it. What was added is read back before it is handed out.
 */
public final class PolicyTestText {
  private PolicyTestText() {}

  /** What came of adding a test. */
  public sealed interface Added {
    /**
     * The file with the test.
     *
     * @param name the test's name; another one than was asked for where that was taken
     */
    record Done(String text, String name) implements Added {}

    /** It cannot be added, and this is why. */
    record Refused(String why) implements Added {}
  }

  /**
   * Adds a test at the end.
   *
   * @param file for messages and as it is on disk; empty where there is none yet
   */
  public static Added append(Source file, PolicyTest test) {
    var problems = new Problems(file.file());
    var before = isEmpty(file) ? List.<PolicyTest>of() : PolicyTests.read(file, problems);
    if (problems.hasErrors()) {
      return new Added.Refused(
          "`" + file.file() + "` does not load; correct it before tests are added to it.");
    }
    var named = named(test, before);
    var text = placed(file, TestYaml.lines(named));
    if (text.isEmpty()) {
      return new Added.Refused(
          "The tests of `"
              + file.file()
              + "` are written inside of brackets; write them as a list with `-` first.");
    }
    var read = PolicyTests.read(new Source(file.file(), text.get()), problems);
    var wanted = new ArrayList<>(before);
    wanted.add(named);
    return !problems.hasErrors() && said(read).equals(said(wanted))
        ? new Added.Done(text.get(), named.name())
        : new Added.Refused(
            "The test cannot be written so that `"
                + file.file()
                + "` says the same; add it by hand.");
  }

  /** Blank, or comments alone. */
  private static boolean isEmpty(Source file) {
    return file.text().lines().allMatch(PolicyTestText::isAside);
  }

  private static PolicyTest named(PolicyTest test, List<PolicyTest> before) {
    var taken = before.stream().map(PolicyTest::name).collect(Collectors.toSet());
    var name = test.name();
    for (int i = 2; taken.contains(name); i++) {
      name = test.name() + " (" + i + ")";
    }
    return new PolicyTest(name, test.origin(), test.submission(), test.at(), test.expectation());
  }

  /** Tests without where they stand. */
  private static List<PolicyTest> said(List<PolicyTest> tests) {
    var nowhere = Location.ofFile("");
    return tests.stream()
        .map(t -> new PolicyTest(t.name(), nowhere, t.submission(), t.at(), t.expectation()))
        .toList();
  }

  private static Optional<String> placed(Source file, List<String> test) {
    var root = Document.read(file, new Problems(file.file()));
    var lines = new ArrayList<>(file.text().lines().toList());
    if (root.isEmpty()) {
      lines.add("tests:");
      return Optional.of(joined(file, inserted(lines, lines.size(), indented(test, 2, false))));
    }
    if (!(Spot.key(root.get(), "tests") instanceof Node.Sequence list)) {
      return Optional.empty();
    }
    if (isFlow(lines, list)) {
      return list.items().isEmpty() ? unfolded(file, lines, list, test) : Optional.empty();
    }
    int last = list.items().getLast().line() - 1;
    boolean apart = list.items().size() == 1 || lines.get(last - 1).isBlank();
    int at = end(root.get(), list, lines);
    return Optional.of(joined(file, inserted(lines, at, indented(test, list.column() - 1, apart))));
  }

  private static boolean isFlow(List<String> lines, Node.Sequence list) {
    var line = lines.get(list.line() - 1);
    return line.codePointAt(line.offsetByCodePoints(0, list.column() - 1)) == '[';
  }

  /** {@code tests: []} becomes a list with one item. */
  private static Optional<String> unfolded(
      Source file, List<String> lines, Node.Sequence list, List<String> test) {
    int at = list.line() - 1;
    var line = lines.get(at);
    if (!line.strip().equals("tests: []")) {
      return Optional.empty();
    }
    lines.set(at, line.substring(0, line.indexOf('[')).stripTrailing());
    return Optional.of(joined(file, inserted(lines, at + 1, indented(test, 2, false))));
  }

  /** The place after the last line of the list that is neither blank nor a comment. */
  private static int end(Node root, Node.Sequence list, List<String> lines) {
    int end = lines.size();
    if (root instanceof Node.Mapping map) {
      for (var entry : map.entries()) {
        if (entry.key().line() > list.line()) {
          end = Math.min(end, entry.key().line() - 1);
        }
      }
    }
    while (isAside(lines.get(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isAside(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private static List<String> indented(List<String> test, int spaces, boolean apart) {
    var lines = new ArrayList<String>();
    if (apart) {
      lines.add("");
    }
    for (int i = 0; i < test.size(); i++) {
      lines.add(" ".repeat(spaces) + (i == 0 ? "- " : "  ") + test.get(i));
    }
    return lines;
  }

  private static List<String> inserted(List<String> lines, int at, List<String> more) {
    var all = new ArrayList<>(lines.subList(0, at));
    all.addAll(more);
    all.addAll(lines.subList(at, lines.size()));
    return all;
  }

  /** Lines end as those of the file do. */
  private static String joined(Source file, List<String> lines) {
    var end = file.text().contains("\r\n") ? "\r\n" : "\n";
    return String.join(end, lines) + end;
  }
}
