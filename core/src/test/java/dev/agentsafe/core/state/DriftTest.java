package dev.agentsafe.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import org.junit.jupiter.api.Test;

final class DriftTest {

  @Test
  void tellsWhoChangedWhat() {
    var drift =
        Drift.between(
            json("{\"replicas\": 3, \"image\": \"a\", \"paused\": false, \"zone\": 1}"),
            json("{\"replicas\": 5, \"image\": \"b\", \"paused\": true, \"zone\": 1}"),
            json("{\"replicas\": 7, \"image\": \"b\", \"paused\": false, \"zone\": 1.0}"));
    assertThat(drift.fields())
        .extracting(f -> f.name() + " " + f.standing())
        .containsExactly("image AS_LEFT", "paused UNDONE", "replicas DRIFTED", "zone UNTOUCHED");
    assertThat(drift.drifted()).extracting(Drift.Field::name).containsExactly("replicas");
    assertThat(drift.isNone()).isFalse();
  }

  @Test
  void aFieldThatAppearedSinceIsDrift() {
    var empty = json("{}");
    assertThat(Drift.between(empty, empty, json("{\"owner\": \"argo\"}")).drifted()).hasSize(1);
    assertThat(Drift.between(empty, empty, empty).isNone()).isTrue();
  }

  private static Value.Fields json(String text) {
    return (Value.Fields) ((Json.Read.Good) Json.read(text)).value();
  }
}
