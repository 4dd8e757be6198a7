package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TypedTextTest {
  @Test
  void aValueIsReadByTheDeclaredType() {
    assertThat(TypedText.read(Parameter.Type.STRING, "5")).isEqualTo(Value.of("5"));
    assertThat(TypedText.read(Parameter.Type.INTEGER, "5")).isEqualTo(Value.of(5));
    assertThat(TypedText.read(Parameter.Type.INTEGER, "-007")).isEqualTo(Value.of(-7));
    assertThat(TypedText.read(Parameter.Type.NUMBER, "2.5")).isEqualTo(Value.of(2.5));
    assertThat(TypedText.read(Parameter.Type.NUMBER, "3")).isEqualTo(Value.of(3));
    assertThat(TypedText.read(Parameter.Type.BOOLEAN, "true")).isEqualTo(Value.of(true));
    assertThat(TypedText.read(Parameter.Type.ARRAY, "a,b"))
        .isEqualTo(Value.texts(List.of("a", "b")));
    assertThat(TypedText.read(Parameter.Type.ARRAY, "[\"a,b\"]"))
        .isEqualTo(Value.texts(List.of("a,b")));
    assertThat(TypedText.read(Parameter.Type.ARRAY, "")).isEqualTo(new Value.Items(List.of()));
  }

  @Test
  void whatIsNoneOfThatTypeStaysATextForTheDecisionToRefuse() {
    assertThat(TypedText.read(Parameter.Type.INTEGER, "5.0")).isEqualTo(Value.of("5.0"));
    assertThat(TypedText.read(Parameter.Type.INTEGER, "five")).isEqualTo(Value.of("five"));
    assertThat(TypedText.read(Parameter.Type.NUMBER, "\"3\"")).isEqualTo(Value.of("\"3\""));
    assertThat(TypedText.read(Parameter.Type.BOOLEAN, "yes")).isEqualTo(Value.of("yes"));
  }
}
