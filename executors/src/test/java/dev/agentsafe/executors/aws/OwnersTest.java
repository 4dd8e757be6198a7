package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/** Who else has a say in a thing, and what of it may be kept. */
final class OwnersTest {
  @ParameterizedTest
  @CsvSource({
    "aws:cloudformation:stack-name, shop, CloudFormation stack `shop`",
    "eks:nodegroup-name, workers, EKS node group `workers`",
    "karpenter.sh/nodepool, spot, Karpenter node pool `spot`",
    "aws:ecs:serviceName, web, ECS service `web`",
    "kubernetes.io/cluster/prod, owned, Kubernetes cluster `prod`",
    "ManagedBy, terraform, Its tag `ManagedBy` says that `terraform` manages it",
    "managed-by, pulumi, Its tag `managed-by` says that `pulumi` manages it",
    "Terraform, true, Its tag `Terraform` says that Terraform manages it",
  })
  void whoeverMayUndoItIsNamed(String tag, String value, String said) {
    assertThat(Owners.of(Map.of(tag, value)))
        .singleElement()
        .asString()
        .contains(said)
        .contains("may undo this");
  }

  @ParameterizedTest
  @CsvSource({
    "Name, web",
    "kubernetes.io/cluster/prod, shared",
    "terraform, false",
    "aws:cloudformation:logical-id, Web",
  })
  void tagsThatNameNobodySayNothing(String tag, String value) {
    assertThat(Owners.of(Map.of(tag, value))).isEmpty();
  }

  @Test
  void whatIsKeptOfAFunctionHasNoValuesOfItsEnvironment() {
    var whole =
        Whole.of(
            GetFunctionConfigurationResponse.builder()
                .functionName("reports")
                .memorySize(256)
                .environment(e -> e.variables(Map.of("API_KEY", "hunter2")))
                .build());

    assertThat(whole.text("FunctionName")).contains("reports");
    assertThat(whole.toString()).contains("API_KEY", "256").doesNotContain("hunter2");
  }
}
