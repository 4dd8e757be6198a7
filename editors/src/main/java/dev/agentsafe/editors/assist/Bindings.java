package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Workbench;
import java.util.List;
import java.util.Optional;

/** Words the binding of a target, from how its neighbours are bound. */
final class Bindings {
  private Bindings() {}

  /** What stands behind {@code binding:}; empty where the type says no system. */
  static Optional<String> of(Workbench bench, Node target) {
    var type = Nodes.text(target, "type");
    var id = Nodes.text(target, "id");
    var name = Written.text(id.substring(id.lastIndexOf('/') + 1));
    if (name.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    if (type.startsWith("k8s-")) {
      return Optional.of(
          "\n  kubernetes: {context: %s, namespace: %s, name: %s}"
              .formatted(
                  known(bench, "kubernetes", "context", "default"),
                  known(bench, "kubernetes", "namespace", "default"),
                  name));
    }
    var key =
        switch (type) {
          case "ec2-instance", "aws-ec2-instance" -> "instance_id";
          case "aws-ecs-service" -> "service";
          case "aws-ecs-task" -> "task";
          case "aws-lambda-function" -> "function_name";
          case "aws-s3-bucket" -> "bucket";
          case "aws-iam-role" -> "role_name";
          default -> "";
        };
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "\n  aws: {account: %s, region: %s, %s: %s}"
                .formatted(
                    known(bench, "aws", "account", "000000000000"),
                    known(bench, "aws", "region", "eu-central-1"),
                    key,
                    name));
  }

  /** What the first other target says that says it. */
  private static String known(Workbench bench, String system, String key, String fallback) {
    var said =
        bench.files(FileKind.INVENTORY).stream()
            .flatMap(file -> file.tree().root().stream())
            .flatMap(root -> Nodes.items(root, "targets").stream())
            .map(target -> Nodes.text(target, "binding", system, key))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(fallback);
    return List.of("account").contains(key) ? Written.quoted(said) : Written.text(said);
  }
}
