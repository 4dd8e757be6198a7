package dev.agentsafe.executors.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of thing that are acted on. */
enum Thing {
  INSTANCE("aws-ec2-instance", "instance"),
  SERVICE("aws-ecs-service", "service"),
  TASK("aws-ecs-task", "task"),
  FUNCTION("aws-lambda-function", "function"),
  BUCKET("aws-s3-bucket", "bucket"),
  OBJECT("aws-s3-object", "object"),
  ROLE("aws-iam-role", "role");

  private final String type;
  private final String label;

  Thing(String type, String label) {
    this.type = type;
    this.label = label;
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
    return switch (this) {
      case INSTANCE -> Map.of("instance_id", Ids.INSTANCE);
      case SERVICE -> named("cluster", Ids.CLUSTER, "service", Ids.SERVICE);
      case TASK -> named("cluster", Ids.CLUSTER, "task", Ids.TASK);
      case FUNCTION -> Map.of("function_name", Ids.FUNCTION);
      case BUCKET -> Map.of("bucket", Ids.BUCKET);
      case OBJECT -> named("bucket", Ids.BUCKET, "key", Ids.KEY);
      case ROLE -> Map.of("role_name", Ids.ROLE);
    };
  }

  /** The names of those parameters. */
  List<String> names() {
    return List.copyOf(ids().keySet());
  }
}
