package dev.agentsafe.executors.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who else has a say in a thing, by the tags that services and tools set; stateless. */
final class Owners {
  /** Tags that only their owner sets; the value is its name. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("aws:autoscaling:groupName", "Auto Scaling group"),
          Map.entry("aws:cloudformation:stack-name", "CloudFormation stack"),
          Map.entry("aws:ec2spot:fleet-request-id", "Spot fleet"),
          Map.entry("aws:ec2:fleet-id", "EC2 fleet"),
          Map.entry("aws:ecs:serviceName", "ECS service"),
          Map.entry("aws:eks:cluster-name", "EKS cluster"),
          Map.entry("aws:elasticmapreduce:job-flow-id", "EMR cluster"),
          Map.entry("aws:servicecatalog:provisionedProductArn", "Service Catalog product"),
          Map.entry("copilot-application", "Copilot application"),
          Map.entry("crossplane-name", "Crossplane resource"),
          Map.entry("eks:cluster-name", "EKS cluster"),
          Map.entry("eks:nodegroup-name", "EKS node group"),
          Map.entry("elasticbeanstalk:environment-name", "Elastic Beanstalk environment"),
          Map.entry("karpenter.sh/nodepool", "Karpenter node pool"),
          Map.entry("services.k8s.aws/namespace", "ACK in the Kubernetes namespace"));

  /** Tags that people set by custom, in lower case and bare of dashes; the value is the tool. */
  private static final Set<String> CUSTOM =
      Set.of("managedby", "provisionedby", "provisioner", "createdby", "lambda:createdby");

  private static final String CLUSTER = "kubernetes.io/cluster/";

  private Owners() {}

  /** In sentences, in order. */
  static List<String> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .flatMap(tag -> owner(tag.getKey(), tag.getValue()).stream())
        .sorted()
        .toList();
  }

  private static Optional<String> owner(String tag, String value) {
    if (KNOWN.containsKey(tag)) {
      return Optional.of(say(KNOWN.get(tag) + " `" + value + "`"));
    }
    if (tag.startsWith(CLUSTER)) {
      return value.equals("owned")
          ? Optional.of(say("Kubernetes cluster `" + tag.substring(CLUSTER.length()) + "`"))
          : Optional.empty();
    }
    var bare = tag.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    if (bare.equals("terraform") && value.equalsIgnoreCase("true")) {
      return Optional.of(says(tag, "Terraform"));
    }
    return CUSTOM.contains(bare) ? Optional.of(says(tag, "`" + value + "`")) : Optional.empty();
  }

  private static String say(String owner) {
    return owner + " has a say in it and may undo this or replace it.";
  }

  private static String says(String tag, String owner) {
    return "Its tag `" + tag + "` says that " + owner + " manages it and may undo this.";
  }
}
