package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a secret: everybody learns which keys it has, the caller alone what they hold. */
final class ReadSecret implements Reading<Secret> {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of(),
        Prechecks.CHECKS,
        Courses.read(
            "the keys and how many bytes each holds; the values go to the caller alone, once, and"
                + " into no record"),
        new Manual.Undoing.ChangesNothing());
  }

  @Override
  public Kind kind() {
    return Kind.SECRET;
  }

  @Override
  public Class<Secret> type() {
    return Secret.class;
  }

  private static Map<String, String> data(Secret live) {
    return live.getData() == null ? Map.of() : new TreeMap<>(live.getData());
  }

  /** No value, nor anything that tells one from another but its length. */
  @Override
  public Value.Fields fields(Secret live, Value.Fields params) {
    var sizes = new LinkedHashMap<String, Value>();
    data(live).forEach((key, value) -> sizes.put(key, Value.of((long) bytes(value).length)));
    return Value.EMPTY
        .with("type", Value.of(live.getType() == null ? "Opaque" : live.getType()))
        .with("bytes", new Value.Fields(sizes));
  }

  @Override
  public Value.Fields output(Secret live, Value.Fields params) {
    return fields(live, params).with("values", Value.of("told to the caller alone, once"));
  }

  /** The values: a text where it is one, else its bytes in base64. */
  @Override
  public Optional<Value.Fields> confidence(Secret live) {
    var values = new LinkedHashMap<String, Value>();
    data(live).forEach((key, value) -> values.put(key, value(value)));
    return Optional.of(new Value.Fields(values));
  }

  private static Value value(String base64) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(base64)));
      return Value.of(text.toString());
    } catch (CharacterCodingException e) {
      // It is no text.
      return Value.EMPTY.with("base64", Value.of(base64));
    }
  }

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }
}
