package dev.agentsafe.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.credential.CredentialTemplate.Filled;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CredentialTemplateTest {

  @Test
  void parametersAreFilledInAtAnyDepthAndOnlyOnce() {
    var fields =
        Value.EMPTY
            .with("{{ params.x }}", Value.of("a {{params.x}} b {{ params.y }}"))
            .with(
                "deep", new Value.Items(List.of(Value.EMPTY.with("z", Value.of("{{params.y}}")))));
    var params = Value.EMPTY.with("x", Value.of("{{ params.y }} $1 \\")).with("y", Value.of(3));
    assertThat(fill(fields, params))
        .isEqualTo(
            Value.EMPTY
                .with("{{ params.x }}", Value.of("a {{ params.y }} $1 \\ b 3"))
                .with("deep", new Value.Items(List.of(Value.EMPTY.with("z", Value.of("3"))))));
  }

  @Test
  void aParameterThatIsNotGivenIsNamedAndNothingIsAskedFor() {
    var fields =
        Value.EMPTY.with(
            "namespaces", new Value.Items(List.of(Value.of("{{ params.namespace }}"))));
    assertThat(CredentialTemplate.fill(new CredentialScope("k", fields, 60), Value.EMPTY))
        .isEqualTo(new Filled.Missing(List.of("namespace")));
  }

  private static Value.Fields fill(Value.Fields fields, Value.Fields params) {
    var filled = CredentialTemplate.fill(new CredentialScope("k", fields, 60), params);
    return ((Filled.Complete) filled).scope().fields();
  }
}
