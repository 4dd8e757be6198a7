package dev.agentsafe.executors.aws;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

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
  private static final Set<String> CUSTOM = Set.of("managedby", "provisionedby", "provisioner");

  /** What SAM sets. */
  private static final String BY_LAMBDA = "lambda:createdby";

  /** Tags, as bare, that hold people as often as tools. */
  private static final Set<String> MAKER = Set.of("createdby", BY_LAMBDA);

  /** Tools that put back what they made. A lone {@code sam} may be a person. */
  private static final Pattern TOOL =
      Pattern.compile(
          "(?<![a-z])(terraform|terragrunt|opentofu|pulumi|cloudformation|cdk|cdktf|serverless"
              + "|crossplane|aws[-_ ]sam)(?![a-z])");

  private static final String CLUSTER = "kubernetes.io/cluster/";

  private Owners() {}

  /**
   * In sentences, in order.
   *
   * @param <T> a tag, as the service at hand has it
   */
  static <T> List<String> of(
      Collection<T> tags, Function<T, String> key, Function<T, String> value) {
    return of(tags(tags, key, value));
  }

  /**
   * Tags by their keys; one without a value has the empty text.
   *
   * @param <T> a tag, as the service at hand has it
   */
  static <T> Map<String, String> tags(
      Collection<T> tags, Function<T, String> key, Function<T, String> value) {
    var found = new HashMap<String, String>();
    for (var tag : tags) {
      found.put(
          Objects.requireNonNullElse(key.apply(tag), ""),
          Objects.requireNonNullElse(value.apply(tag), ""));
    }
    return found;
  }

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
    return namesTool(bare, value) ? Optional.of(says(tag, "`" + value + "`")) : Optional.empty();
  }

  private static boolean namesTool(String bare, String value) {
    if (CUSTOM.contains(bare)) {
      return !value.isBlank();
    }
    var maker = value.toLowerCase(Locale.ROOT);
    return MAKER.contains(bare)
        && (TOOL.matcher(maker).find() || (bare.equals(BY_LAMBDA) && maker.equals("sam")));
  }

  private static String say(String owner) {
    return owner + " has a say in it and may undo this or replace it.";
  }

  private static String says(String tag, String owner) {
    return "Its tag `" + tag + "` says that " + owner + " manages it and may undo this.";
  }
}
