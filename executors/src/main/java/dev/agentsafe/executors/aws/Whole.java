package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** All that AWS tells of a thing, as people may read it; stateless. */
final class Whole {
  /**
   * Members that are made of secrets, in lower case: their names are kept, what they hold is not.
   * In some they are the keys of a map, in others each is a {@code name} with its value.
   */
  private static final Set<String> SECRET = Set.of("environment", "variables", "userdata");

  private Whole() {}

  /** What was described, by the names of AWS's API. */
  static Value.Fields of(SdkPojo described) {
    return fields(described, false);
  }

  private static Value.Fields fields(SdkPojo described, boolean secret) {
    var members = new LinkedHashMap<String, Value>();
    for (SdkField<?> field : described.sdkFields()) {
      var value = field.getValueOrDefault(described);
      if (value == null
          || value instanceof SdkAutoConstructList
          || value instanceof SdkAutoConstructMap) {
        continue;
      }
      var name = field.memberName();
      boolean names = secret && value instanceof String && name.equals("name");
      members.put(name, value(value, !names && (secret || isSecret(name))));
    }
    return new Value.Fields(members);
  }

  private static boolean isSecret(String name) {
    return SECRET.contains(name.toLowerCase(java.util.Locale.ROOT));
  }

  private static Value value(Object value, boolean secret) {
    return switch (value) {
      case SdkPojo inner -> fields(inner, secret);
      case List<?> items ->
          new Value.Items(items.stream().map(item -> value(item, secret)).toList());
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, Value>();
        map.forEach((name, each) -> members.put(String.valueOf(name), value(each, secret)));
        yield new Value.Fields(members);
      }
      case SdkBytes bytes -> Value.of("not kept: " + bytes.asByteArrayUnsafe().length + " bytes");
      default -> secret ? Value.of("not kept") : plain(value);
    };
  }

  private static Value plain(Object value) {
    return switch (value) {
      case Boolean flag -> Value.of(flag);
      case Integer number -> Value.of(number.longValue());
      case Long number -> Value.of(number);
      case Double number when Double.isFinite(number) -> Value.of(number);
      case Float number when Float.isFinite(number) -> Value.of(number.doubleValue());
      case Instant moment -> Value.of(moment.toString());
      default -> Value.of(value.toString());
    };
  }
}
