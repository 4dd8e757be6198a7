package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
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
    "CreatedBy, aws-cdk, Its tag `CreatedBy` says that `aws-cdk` manages it",
    "created_by, Serverless Framework, says that `Serverless Framework` manages it",
    "lambda:createdBy, SAM, Its tag `lambda:createdBy` says that `SAM` manages it",
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
    "CreatedBy, jane.doe@example.com",
    "CreatedBy, sam",
    "created-by, arn:aws:iam::111122223333:user/samuel",
    "ManagedBy, ''",
  })
  void tagsThatNameNobodySayNothing(String tag, String value) {
    assertThat(Owners.of(Map.of(tag, value))).isEmpty();
  }

  @Test
  void aTagWithoutValueIsOneThatNamesNobody() {
    var tags = List.of(Tag.builder().key("ManagedBy").build(), Tag.builder().build());

    assertThat(Owners.of(tags, Tag::key, Tag::value)).isEmpty();
    assertThat(Owners.tags(tags, Tag::key, Tag::value)).containsEntry("ManagedBy", "");
  }

  @Test
  void whatIsKeptOfATaskHasTheNamesOfItsVariablesAndNotTheirValues() {
    var override =
        ContainerOverride.builder()
            .name("web")
            .environment(KeyValuePair.builder().name("API_KEY").value("hunter2").build())
            .build();
    var whole = Whole.of(Task.builder().overrides(all -> all.containerOverrides(override)).build());

    assertThat(whole.toString()).contains("web", "API_KEY").doesNotContain("hunter2");
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
