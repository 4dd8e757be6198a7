package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of objects in one form only, so that they can be compared and kept as text. */
final class Plain {
  private Plain() {}

  /** As JSON, members in the order of their names. */
  static String json(Object part) {
    return Serialization.asJson(
        sorted(Serialization.unmarshal(Serialization.asJson(part), Object.class)));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var all = new TreeMap<String, @Nullable Object>();
        map.forEach((name, member) -> all.put(String.valueOf(name), sorted(member)));
        yield all;
      }
      case List<?> list -> list.stream().map(Plain::sorted).toList();
      case null, default -> value;
    };
  }

  /** Its SHA-256 in hexadecimal digits, which tells one part from another. */
  static String digest(Object part) {
    try {
      var sum =
          MessageDigest.getInstance("SHA-256").digest(json(part).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
