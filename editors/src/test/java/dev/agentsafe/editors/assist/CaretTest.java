package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.assist.Caret.Role;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the caret is, in text that is not finished; a bar stands for the caret. */
final class CaretTest {
  private static final String RULE =
      """
      rules:
        - name: look
          priority: 600
          match:
            actions: [get-configmap, rollout-status]
            targets:
              environments:
                - prod
              labels: {app: web, tier: frontend}
          decision: allow
      """;

  private static Caret at(String marked) {
    int bar = marked.indexOf('|');
    return CaretReader.at(marked.substring(0, bar) + marked.substring(bar + 1), bar);
  }

  private static void isAt(String marked, Role role, String path, String before) {
    var caret = at(marked);
    assertThat(caret.role()).as(marked).isEqualTo(role);
    assertThat(caret.path()).as(marked).isEqualTo(path);
    assertThat(caret.word().before()).as(marked).isEqualTo(before);
  }

  private static String with(String piece, String marked) {
    return RULE.replace(piece, marked);
  }

  @Test
  void aKeyIsBelowWhatItIsIndentedUnder() {
    isAt(with("decision: allow", "deci|"), Role.OPEN, "rules[]", "deci");
    isAt(with("decision: allow", "|"), Role.OPEN, "rules[]", "");
    isAt(with("targets:\n", "tar|gets:\n"), Role.KEY, "rules[].match", "tar");
    isAt("rules:\n  - |", Role.OPEN, "rules[]", "");
    isAt("rules:\n- name: x\n  m|", Role.OPEN, "rules[]", "m");
    isAt("ru|", Role.OPEN, "", "ru");
    isAt("|", Role.OPEN, "", "");
  }

  @Test
  void aValueIsThatOfItsKey() {
    isAt(with("allow", "al|low"), Role.VALUE, "rules[].decision", "al");
    isAt(with("decision: allow", "decision: |"), Role.VALUE, "rules[].decision", "");
    isAt(with("- prod", "- pr|od"), Role.OPEN, "rules[].match.targets.environments[]", "pr");
    isAt("targets:\n  - {id: a, environment: \"pr|\"}", Role.VALUE, "targets[].environment", "pr");
  }

  @Test
  void whatIsInBracketsIsTold() {
    var actions = "rules[].match.actions[]";
    isAt(with("rollout-status]", "roll|"), Role.VALUE, actions, "roll");
    isAt(with("rollout-status]", "rollout-status, |]"), Role.VALUE, actions, "");
    isAt(with("tier: frontend", "ti|"), Role.KEY, "rules[].match.targets.labels", "ti");
    isAt(with("frontend", "f|"), Role.VALUE, "rules[].match.targets.labels.tier", "f");
    isAt("a: [\n  b,\n  c|\n]", Role.VALUE, "a[]", "c");
    isAt("a: [{b: [c, {d: e|}]}]", Role.VALUE, "a[].b[].d", "e");
    isAt("- [a, b|]", Role.VALUE, "[][]", "b");
  }

  @Test
  void whatIsNoPlaceForWordsIsNone() {
    for (var marked :
        new String[] {
          "# a com|ment",
          "a: b # com|ment",
          "a: |-\n  text|".replaceFirst("\\|-", ">-"),
          "a: b\n    |",
          "a: b   |",
          "-|",
          "a: [b]|",
          " |  a: b"
        }) {
      assertThat(at(marked).role()).as(marked).isEqualTo(Role.NONE);
    }
  }

  @Test
  void keysBesideItAreKnownWithTheirValues() {
    var caret = at(with("decision: allow", "|"));
    assertThat(caret.beside())
        .containsOnlyKeys("name", "priority", "match")
        .containsEntry("name", "look");
    assertThat(at(with("tier: frontend", "|")).beside()).containsOnlyKeys("app");
    assertThat(at(with("app: web,", "|,")).beside()).containsOnlyKeys("tier");
    assertThat(at("tests:\n  - action: look\n    params: {n|}\n").frames().getLast())
        .isInstanceOfSatisfying(
            Caret.Frame.Key.class, key -> assertThat(key.said()).containsEntry("action", "look"));
  }

  @Test
  void theWholeWordIsTaken() {
    var caret = at(with("decision: allow", "deci|sion: allow"));
    assertThat(caret.word().text()).isEqualTo("decision");
    assertThat(at(with("- prod", "- \"pr|od\"")).word().text()).isEqualTo("prod");
    assertThat(at(with("rollout-status", "roll|out-status")).word().text())
        .isEqualTo("rollout-status");
  }

  @Test
  void aSpaceIsAskedForBehindAColon() {
    assertThat(at("decision:|").layout().lead()).isEqualTo(" ");
    assertThat(at("a: [b,|]").layout().lead()).isEqualTo(" ");
    assertThat(at("decision: |").layout().lead()).isEmpty();
  }

  @Test
  void noTextIsTooBroken() {
    var random = new Random(7);
    var pieces =
        new String[] {
          "rules:",
          "\n",
          "  ",
          "- ",
          "name",
          ": ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "\"",
          "'",
          "#",
          "|",
          "a",
          "\t",
          "\r\n",
          "é",
          "\ud83d\ude00",
          ":",
          "\\",
          "&x",
          "*",
          "---",
          "? "
        };
    for (int round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      int length = random.nextInt(25);
      for (int i = 0; i < length; i++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      for (int at = -1; at <= text.length() + 1; at++) {
        var caret = CaretReader.at(text.toString(), at);
        assertThat(caret.word().from()).isBetween(0, caret.word().to());
        assertThat(caret.word().to()).isLessThanOrEqualTo(text.length());
      }
    }
  }
}
