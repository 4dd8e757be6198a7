package dev.agentsafe.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestParserTest {
  private static final String TARGET =
      "- {id: %s, type: %s, environment: prod, sensitivity: public, binding: {%s}}\n";
  private static final RequestParser PARSER = new RequestParser(catalog(), inventory());

  private static Catalog catalog() {
    var texts =
        new String[] {
          action("scale-deployment", "k8s-deployment", "namespace", "deployment", "note?"),
          action("delete-pod", "k8s-pod", "namespace", "pod"),
          action("update-configmap", "k8s-configmap", "namespace", "configmap", "value"),
          action("cordon-node", "k8s-node", "node"),
          action("delete-namespace", "k8s-namespace", "namespace"),
          action("ec2-stop-instance", "aws-ec2-instance", "instance_id", "region"),
        };
    var loaded =
        CatalogLoader.load(Arrays.stream(texts).map(t -> new Source("a.yaml", t)).toList());
    return ((Loaded.Good<Catalog>) loaded).value();
  }

  private static String action(String name, String type, String... parameters) {
    var list =
        String.join(
            ", ",
            Arrays.stream(parameters)
                .map(p ->
                    p.endsWith("?")
                        ? "{name: " + p.replace("?", "") + ", type: string, required: false}"
                        : "{name: " + p + ", type: string}")
                .toList());
    return "{name: %s, version: 1.0.0, description: d, risk_class: low, target_types: [%s], parameters: [%s]}"
        .formatted(name, type, list);
  }

  private static Inventory inventory() {
    var text =
        "targets:\n"
            + TARGET.formatted("api", "k8s-deployment", "kubernetes: {namespace: shop, name: api}")
            + TARGET.formatted("ns", "k8s-namespace", "kubernetes: {namespace: shop}")
            + TARGET.formatted("node", "k8s-node", "kubernetes: {name: n-1}")
            + TARGET.formatted("vm", "ec2-instance", "aws: {region: eu, instance_id: i-1}")
            + "- {id: free, type: k8s-deployment, environment: dev, sensitivity: public}\n";
    return ((Loaded.Good<Inventory>) InventoryLoader.load(new Source("i.yaml", text))).value();
  }

  private static Parsed parse(String action, String target, String... params) {
    var fields = new LinkedHashMap<String, Value>();
    for (var i = 0; i < params.length; i += 2) {
      fields.put(params[i], Value.of(params[i + 1]));
    }
    return PARSER.parse(
        new Submission(
            new ActionName(action),
            target.isEmpty() ? Optional.empty() : Optional.of(new TargetId(target)),
            Optional.empty(),
            new Value.Fields(fields),
            Optional.empty()));
  }

  private static Value.Fields fits(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Fits.class);
    return ((Parsed.Fits) parsed).request().params();
  }

  private static String unfit(Parsed parsed, Parsed.Kind kind) {
    assertThat(parsed).isInstanceOf(Parsed.Unfit.class);
    assertThat(((Parsed.Unfit) parsed).kind()).isEqualTo(kind);
    return ((Parsed.Unfit) parsed).reason();
  }

  @Test
  void whatABoundTargetImpliesIsFilledIn() {
    var params = fits(parse("scale-deployment", "api"));

    assertThat(params.text("namespace")).contains("shop");
    assertThat(params.text("deployment")).contains("api");
    assertThat(params.get("note")).isEmpty();
    assertThat(fits(parse("cordon-node", "node")).text("node")).contains("n-1");
    assertThat(fits(parse("ec2-stop-instance", "vm")).text("instance_id")).contains("i-1");
  }

  @Test
  void aConflictWithTheBindingNamesBoth() {
    var reason =
        unfit(
            parse("scale-deployment", "api", "namespace", "prod", "deployment", "api"),
            Parsed.Kind.BINDING_CONFLICT);

    assertThat(reason)
        .contains("'namespace'")
        .contains("'prod'")
        .contains("'shop'")
        .contains("api");
    unfit(parse("cordon-node", "node", "node", "n-2"), Parsed.Kind.BINDING_CONFLICT);
    unfit(
        parse("ec2-stop-instance", "vm", "instance_id", "i-2", "region", "eu"),
        Parsed.Kind.BINDING_CONFLICT);
    unfit(parse("delete-namespace", "ns", "namespace", "other"), Parsed.Kind.BINDING_CONFLICT);
  }

  @Test
  void anActionOnSomethingContainedStaysInsideOfTheTarget() {
    var onDeployment = fits(parse("delete-pod", "api", "pod", "api-7f"));
    assertThat(onDeployment.text("namespace")).contains("shop");
    assertThat(onDeployment.text("pod")).contains("api-7f");

    fits(parse("scale-deployment", "ns", "deployment", "web"));
    unfit(
        parse("scale-deployment", "ns", "deployment", "web", "namespace", "prod"),
        Parsed.Kind.BINDING_CONFLICT);
  }

  @Test
  void onlyWhatATargetContainsApplies() {
    assertThat(unfit(parse("delete-namespace", "api", "namespace", "n"), Parsed.Kind.TARGET_TYPE))
        .isEqualTo("Action delete-namespace does not apply to target type k8s-deployment");
    unfit(parse("cordon-node", "ns", "node", "n"), Parsed.Kind.TARGET_TYPE);
  }

  @Test
  void checksRunInTheirOrder() {
    unfit(parse("nope", "", "x", "y"), Parsed.Kind.UNKNOWN_ACTION);
    assertThat(unfit(parse("cordon-node", "", "x", "y"), Parsed.Kind.INVALID_PARAMETERS))
        .isEqualTo("Invalid parameters: Missing required parameter: node; Unknown parameter: x");
    assertThat(unfit(parse("cordon-node", "", "node", "n"), Parsed.Kind.MISSING_TARGET))
        .isEqualTo("Missing target");
    assertThat(unfit(parse("cordon-node", "zz", "node", "n"), Parsed.Kind.UNKNOWN_TARGET))
        .isEqualTo("Unknown target: zz");
  }

  @Test
  void anUnboundTargetFillsNothing() {
    unfit(parse("scale-deployment", "free"), Parsed.Kind.INVALID_PARAMETERS);
    assertThat(
            fits(parse("scale-deployment", "free", "namespace", "n", "deployment", "d")).values())
        .hasSize(2);
  }
}
