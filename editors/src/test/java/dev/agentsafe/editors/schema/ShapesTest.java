package dev.agentsafe.editors.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.lint.Schemas;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the schemas say, as editors ask it. */
final class ShapesTest {
  private final Shapes shapes = Shapes.read();

  private static Shape at(Shape shape, String... keys) {
    var at = shape;
    for (var key : keys) {
      at = key.equals("[]") ? at.items().orElseThrow() : at.at(key, Map.of()).orElseThrow();
    }
    return at;
  }

  @Test
  void everyKindOfFileHasKeys() {
    for (var name : Schemas.names()) {
      assertThat(shapes.of(name).fields().known()).as(name).isNotEmpty();
    }
  }

  @Test
  void keysStandInTheOrderInWhichPeopleWriteThem() {
    var rule = at(shapes.of("policy"), "rules", "[]");
    assertThat(rule.fields().known().keySet()).startsWith("name", "description", "priority");
    assertThat(rule.fields().required()).contains("match", "decision", "reason");
  }

  @Test
  void limitsAndDefaultsAreWords() {
    var ttl = at(shapes.of("settings"), "tickets", "ttl");
    assertThat(ttl.values().range()).isEqualTo("at least 1, at most 600");
    assertThat(ttl.values().fallback()).contains("300");
    assertThat(at(shapes.of("policy"), "rules", "[]", "match", "actions").values().fallback())
        .contains("[*]");
  }

  @Test
  void formsAreToldApartByTheirType() {
    var shipper = at(shapes.of("settings"), "shippers", "[]");
    assertThat(shipper.at("type", Map.of()).orElseThrow().values().words())
        .contains("filesystem", "webhook", "syslog", "s3");
    assertThat(shipper.at("port", Map.of("type", "syslog"))).isPresent();
    assertThat(shipper.at("port", Map.of("type", "s3"))).isEmpty();
    assertThat(shipper.seeing(Map.of("type", "sys"))).hasSameSizeAs(shipper.forms());
  }

  @Test
  void freeKeysHaveAShape() {
    assertThat(at(shapes.of("action"), "rollback_params", "anything", "source").meaning())
        .contains("before_state");
    assertThat(at(shapes.of("settings"), "credentials", "sources", "mine", "kind").values().words())
        .contains("vault");
  }
}
