package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.ParameterCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code validate_params.jsonl}: the messages of parameter validation. */
final class ValidateParamsPart implements MicroSuite.Part {
  @Override
  public void run(Path dir, Suite.Tally tally) throws Exception {
    for (var c : Cases.of(dir.resolve("validate_params.jsonl"))) {
      tally.check(
          Cases.text(c, "id"),
          Cases.flag(c, "optional"),
          () -> {
            var declared =
                Cases.items(Cases.fields(c, "action"), "parameters").stream()
                    .map(p -> parameter((Value.Fields) p))
                    .toList();
            var found =
                ParameterCheck.problems(declared, Cases.fields(c, "params")).stream()
                    .map(p -> p.message())
                    .toList();
            return found.equals(Cases.texts(c, "errors")) ? "" : "found " + found;
          });
    }
  }

  private static Parameter parameter(Value.Fields p) {
    return new Parameter(
        Cases.text(p, "name"),
        Parameter.Type.of(Cases.text(p, "type")).orElseThrow(),
        "",
        new Parameter.Use(
            !(Cases.value(p, "required") instanceof Value.Bool(var required)) || required,
            Optional.empty(),
            false),
        constraints(Cases.fields(p, "constraints")));
  }

  private static Parameter.Constraints constraints(Value.Fields c) {
    return new Parameter.Constraints(
        bound(c, "min_value"),
        bound(c, "max_value"),
        new Parameter.LengthLimit(given(c, "min_length"), given(c, "max_length")),
        Cases.optText(c, "pattern").map(Parameter.Pattern::of),
        given(c, "enum").map(v -> List.copyOf(((Value.Items) v).values())));
  }

  /** Bounds are numbers with a fraction wherever they come from. */
  private static Optional<Value> bound(Value.Fields c, String name) {
    return given(c, name).map(v -> v instanceof Value.Int(var i) ? Value.of(i.doubleValue()) : v);
  }

  private static Optional<Value> given(Value.Fields c, String name) {
    return c.get(name).filter(v -> !(v instanceof Value.Null));
  }
}
