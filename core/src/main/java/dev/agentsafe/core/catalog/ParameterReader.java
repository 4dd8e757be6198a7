package dev.agentsafe.core.catalog;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one parameter of an action file. */
final class ParameterReader {
  private static final Set<String> KEYS =
      ActionReader.keys(
          "name", "type", "required", "description", "default", "constraints", "secret");
  private static final Set<String> CONSTRAINTS =
      ActionReader.keys("min_value", "max_value", "min_length", "max_length", "pattern", "enum");

  private ParameterReader() {}

  static Parameter read(Node node, Problems problems) {
    var item = Section.open(node, "a parameter", KEYS, problems);
    return new Parameter(
        item.text("name"),
        item.word("type", Parameter.Type::of, List.of(Parameter.Type.values())),
        item.text("description", ""),
        new Parameter.Use(
            item.flag("required", true),
            item.given("default").map(item.typed()::anything),
            item.flag("secret", false)),
        item.given("constraints")
            .map(at -> constraints(at, problems))
            .orElse(Parameter.Constraints.NONE));
  }

  private static Parameter.Constraints constraints(Node node, Problems problems) {
    var item = Section.open(node, "`constraints`", CONSTRAINTS, problems);
    return new Parameter.Constraints(
        item.optionalNumber("min_value").map(Value::of),
        item.optionalNumber("max_value").map(Value::of),
        new Parameter.LengthLimit(
            item.optionalWhole("min_length").map(Value.Int::new),
            item.optionalWhole("max_length").map(Value.Int::new)),
        pattern(item),
        item.optionalTexts("enum").map(words -> words.stream().map(Value::of).toList()));
  }

  /** A pattern that is none is noted here and refuses every value; a workspace refuses to load. */
  private static Optional<Parameter.Pattern> pattern(Section item) {
    var pattern = item.optionalText("pattern").map(Parameter.Pattern::of);
    pattern
        .flatMap(Parameter.Pattern::defect)
        .ifPresent(defect ->
            item.get("pattern")
                .ifPresent(at ->
                    item.problems()
                        .warning(
                            at,
                            CatalogLoader.BAD_PATTERN,
                            "`"
                                + pattern.get().source()
                                + "` is no pattern ("
                                + defect
                                + "); no value would ever match it, correct it")));
    return pattern;
  }
}
