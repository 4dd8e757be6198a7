package dev.agentsafe.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRulesTest {
  private static final CommandRules RULES =
      new CommandRules(
          List.of(
              List.of("cat", "/proc/meminfo"),
              List.of("ls", "*"),
              List.of("redis-cli", "INFO", "**")));

  private static boolean allowed(String... command) {
    return RULES.allow(List.of(command));
  }

  @Test
  void wordsAreComparedOneByOneAndWhole() {
    assertThat(allowed("cat", "/proc/meminfo")).isTrue();
    assertThat(allowed("cat", "/proc/meminfo", "/etc/shadow")).isFalse();
    assertThat(allowed("cat /proc/meminfo")).isFalse();
    assertThat(allowed("cat")).isFalse();
    assertThat(allowed("/bin/cat", "/proc/meminfo")).isFalse();
  }

  @Test
  void aStarIsOneArgumentAndNoFlag() {
    assertThat(allowed("ls", "/var/log; id")).isTrue();
    assertThat(allowed("ls", "-la")).isFalse();
    assertThat(allowed("ls")).isFalse();
    assertThat(allowed("ls", "a", "b")).isFalse();
  }

  @Test
  void twoStarsAreWhateverFollows() {
    assertThat(allowed("redis-cli", "INFO")).isTrue();
    assertThat(allowed("redis-cli", "INFO", "-x", "y")).isTrue();
    assertThat(allowed("redis-cli", "FLUSHALL")).isFalse();
    assertThat(CommandRules.NONE.allow(List.of("ls"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "** x", "sh -c *", "/bin/bash **", "env **", "ls  a", "ls ** b", ""})
  void rulesThatAllowWhatNobodyCanSeeDoNotLoad(String rule) {
    var problems = new Problems("agent-safe.yaml");
    var node =
        Document.read(new Source("agent-safe.yaml", "allow: ['" + rule + "']\n"), problems)
            .orElseThrow();

    var rules = CommandRules.read(node, problems);

    assertThat(problems.hasErrors()).isTrue();
    assertThat(rules.rules()).isEmpty();
  }
}
