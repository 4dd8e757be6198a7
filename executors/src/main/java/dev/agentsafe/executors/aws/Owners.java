package dev.agentsafe.executors.aws;

import java.util.List;
import java.util.Map;

/** Who else has a say in a thing, by the tags that AWS's own services set; stateless. */
final class Owners {
  private static final Map<String, String> KNOWN =
      Map.of(
          "aws:autoscaling:groupName", "Auto Scaling group",
          "aws:cloudformation:stack-name", "CloudFormation stack",
          "aws:ec2spot:fleet-request-id", "Spot fleet",
          "eks:cluster-name", "EKS cluster");

  private Owners() {}

  /** In sentences, in order. */
  static List<String> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> KNOWN.containsKey(tag.getKey()))
        .map(tag ->
            "%s `%s` has a say in it and may undo this or replace it."
                .formatted(KNOWN.get(tag.getKey()), tag.getValue()))
        .sorted()
        .toList();
  }
}
