package dev.agentsafe.core.runner;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code exec} of the settings: which commands may be run in containers; immutable.
 *
 * <p>A rule is a command as its words, parted by single spaces: {@code *} stands for one argument
 * that begins with no {@code -}, a last {@code **} for any arguments. A command is a list of
 * arguments that no shell ever reads, so that nothing in an argument can become another command.
 *
 * @param rules each the words of one rule
 */
public record CommandRules(List<List<String>> rules) {
  /** None may. */
  public static final CommandRules NONE = new CommandRules(List.of());

  private static final String ONE = "*";
  private static final String REST = "**";
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "fish", "csh", "tcsh", "busybox", "env");

  public CommandRules {
    rules = rules.stream().map(List::copyOf).toList();
  }

  /** Reads them; what does not hold is noted. */
  public static CommandRules read(Node node, Problems problems) {
    var item = Section.open(node, "`exec`", Set.of("allow"), problems);
    var at = item.items("allow");
    var rules = new ArrayList<List<String>>();
    var texts = item.texts("allow");
    for (int i = 0; i < texts.size(); i++) {
      var words = List.of(texts.get(i).split(" ", -1));
      var fault = fault(words);
      if (fault.isEmpty()) {
        rules.add(words);
      } else {
        problems.error(at.get(i), "value", "`" + texts.get(i) + "`: " + fault);
      }
    }
    return new CommandRules(rules);
  }

  private static String fault(List<String> words) {
    var command = words.getFirst();
    if (words.stream().anyMatch(String::isEmpty)) {
      return "part the words of a command by single spaces";
    }
    if (command.equals(ONE) || command.equals(REST)) {
      return "name the command; a `*` in its place would allow all of them";
    }
    if (SHELLS.contains(command.substring(command.lastIndexOf('/') + 1))) {
      return "what runs other commands cannot be allowed; name those";
    }
    return words.subList(0, words.size() - 1).contains(REST)
        ? "`**` stands for the rest and must be last"
        : "";
  }

  /** Whether that command may be run. */
  public boolean allow(List<String> command) {
    return rules.stream().anyMatch(rule -> matches(rule, command));
  }

  private static boolean matches(List<String> rule, List<String> command) {
    boolean open = rule.getLast().equals(REST);
    var fixed = open ? rule.subList(0, rule.size() - 1) : rule;
    if (open ? command.size() < fixed.size() : command.size() != fixed.size()) {
      return false;
    }
    for (int i = 0; i < fixed.size(); i++) {
      var word = command.get(i);
      if (fixed.get(i).equals(ONE) ? word.startsWith("-") : !fixed.get(i).equals(word)) {
        return false;
      }
    }
    return true;
  }
}
