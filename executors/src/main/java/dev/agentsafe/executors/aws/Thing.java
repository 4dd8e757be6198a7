package dev.agentsafe.executors.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of thing that are acted on. */
enum Thing {
  INSTANCE("aws-ec2-instance", "instance", Map.of("instance_id", Ids.INSTANCE)),
  SERVICE("aws-ecs-service", "service", named("cluster", Ids.CLUSTER, "service", Ids.SERVICE)),
  TASK("aws-ecs-task", "task", named("cluster", Ids.CLUSTER, "task", Ids.TASK)),
  FUNCTION("aws-lambda-function", "function", Map.of("function_name", Ids.FUNCTION)),
  BUCKET("aws-s3-bucket", "bucket", Map.of("bucket", Ids.BUCKET)),
  OBJECT("aws-s3-object", "object", named("bucket", Ids.BUCKET, "key", Ids.KEY)),
  ROLE("aws-iam-role", "role", Map.of("role_name", Ids.ROLE));

  private final String type;
  private final String label;
  private final Map<String, Ids> ids;

  Thing(String type, String label, Map<String, Ids> ids) {
    this.type = type;
    this.label = label;
    this.ids = ids;
  }

  private static Map<String, Ids> named(String outer, Ids first, String inner, Ids second) {
    var both = new LinkedHashMap<String, Ids>();
    both.put(outer, first);
    both.put(inner, second);
    return both;
  }

  /** What things of this kind are in, where a target may be that instead. */
  Optional<Thing> container() {
    return switch (this) {
      case TASK -> Optional.of(SERVICE);
      case OBJECT -> Optional.of(BUCKET);
      case INSTANCE, SERVICE, FUNCTION, BUCKET, ROLE -> Optional.empty();
    };
  }

  /** Whether targets of that type are of this kind. */
  boolean is(String targetType) {
    return type.equals(targetType);
  }

  /** Whether it is the same in all regions. */
  boolean isGlobal() {
    return this == ROLE;
  }

  /** The word that people read. */
  String label() {
    return label;
  }

  /** The parameters that name it, from the outermost on, and what they may be. */
  Map<String, Ids> ids() {
    return ids;
  }

  /** The names of those parameters. */
  List<String> names() {
    return List.copyOf(ids.keySet());
  }
}
