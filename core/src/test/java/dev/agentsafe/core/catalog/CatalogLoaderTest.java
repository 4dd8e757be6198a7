package dev.agentsafe.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogLoaderTest {
  private static final String SCALE =
      """
      name: scale-deployment
      version: 1.0.0
      description: Sets the number of replicas
      risk_class: medium
      target_types: [k8s-deployment]
      parameters:
        - name: replicas
          type: integer
          constraints: {min_value: 0, max_value: 100}
        - name: note
          type: string
          required: false
          secret: true
      """;

  private static List<Problem> problems(String... texts) {
    var sources = java.util.Arrays.stream(texts).map(text -> new Source("a.yaml", text)).toList();
    return switch (CatalogLoader.load(sources)) {
      case Loaded.Good<Catalog> good -> good.warnings();
      case Loaded.Bad<Catalog> bad -> bad.problems();
    };
  }

  private static String first(String from, String to) {
    assertThat(SCALE).contains(from);
    return problems(SCALE.replace(from, to)).getFirst().toString();
  }

  @Test
  void anActionLoadsFromATextThatIsOnNoDisk() {
    var good = (Loaded.Good<Catalog>) CatalogLoader.load(List.of(new Source("draft", SCALE)));
    var action = good.value().find(new ActionName("scale-deployment")).orElseThrow();

    assertThat(action.parameters()).extracting(Parameter::name).containsExactly("replicas", "note");
    assertThat(action.parameters().get(1).use().secret()).isTrue();
    assertThat(good.warnings()).isEmpty();
  }

  @Test
  void aTypoIsAnErrorWithItsPlaceAndAGuess() {
    assertThat(first("risk_class: medium", "risk_clas: medium"))
        .startsWith("a.yaml:4:1: an action has no key `risk_clas`; did you mean `risk_class`?");
    assertThat(first("risk_class: medium", "risk_class: medum"))
        .startsWith("a.yaml:4:13: `risk_class` cannot be the text `medum`; did you mean `medium`?");
    assertThat(first("max_value", "max_valeu")).contains("did you mean `max_value`?");
    assertThat(first("secret: true", "secrte: true")).contains("did you mean `secret`?");
  }

  @Test
  void nothingIsConverted() {
    assertThat(first("required: false", "required: 0"))
        .startsWith("a.yaml:12:15: `required` must be `true` or `false`, this is the integer `0`");
    assertThat(first("min_value: 0", "min_value: \"0\"")).contains("must be a number");
    assertThat(first("version: 1.0.0", "version: 1.0"))
        .contains("`version` must be a text, this is the number `1.0`; put it in quotes");
    assertThat(first("description: Sets the number of replicas", "description: 2024-01-01"))
        .contains("this is the date `2024-01-01`; put it in quotes");
  }

  @Test
  void duplicateKeysAreErrorsAndExtensionsAreNot() {
    assertThat(first("version: 1.0.0", "version: 1.0.0\nversion: 1.0.1"))
        .startsWith("a.yaml:3:1: `version` is given twice");
    assertThat(problems(SCALE + "x-owner: {team: [a, b]}\n")).isEmpty();
  }

  @Test
  void manyProblemsAreFoundInOnePass() {
    var found =
        problems(
            SCALE
                .replace("version: 1.0.0", "version: one")
                .replace("risk_class: medium", "risk_class: 7")
                .replace("type: integer", "type: int")
                .replace("max_value: 100", "maximum: 100"));

    assertThat(found).hasSize(4).allMatch(p -> p.location().line() > 0);
  }

  @Test
  void twoActionsOfOneNameNameBothPlaces() {
    assertThat(problems(SCALE, SCALE).getFirst().toString())
        .startsWith("a.yaml:1:7: the action `scale-deployment` is already defined at a.yaml:1:7");
  }

  @Test
  void aPatternThatIsNoneIsNotedWhereItStands() {
    var found = problems(SCALE.replace("{min_value: 0, max_value: 100}", "{pattern: '[a'}"));

    assertThat(found)
        .singleElement()
        .satisfies(p -> {
          assertThat(p.code()).isEqualTo(CatalogLoader.BAD_PATTERN);
          assertThat(p.toString()).startsWith("a.yaml:9:28: `[a` is no pattern");
        });
  }
}
