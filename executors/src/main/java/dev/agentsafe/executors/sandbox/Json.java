package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.client.utils.Serialization;
import tools.jackson.databind.JsonNode;

/** JSON as the cluster's client reads it; stateless. */
final class Json {
  private Json() {}

  static JsonNode node(String json) {
    return Serialization.unmarshal(json, JsonNode.class);
  }

  static <T> T read(String json, Class<T> type) {
    return Serialization.unmarshal(json, type);
  }
}
