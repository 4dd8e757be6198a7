package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.runner.ClusterSettings;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which clusters are reached through kubectl, and which kubectl that is. */
final class ClusterSettingsTest {
  private static final String GOOD =
      """
      registry: a
      policies: p
      kubernetes:
        clusters:
          prod: {via: kubectl, kubeconfig: ./kube/prod.yaml, environment: [AWS_PROFILE]}
          lab: {via: kubectl, kubectl: /opt/kubectl}
      """;

  private static Optional<Settings> read(String text, Problems problems) {
    return SettingsReader.read(new Source("agent-safe.yaml", text), Path.of("/ops"), problems);
  }

  @Test
  void eachContextIsReachedAsItSays() {
    var settings = read(GOOD, new Problems("agent-safe.yaml")).orElseThrow().executors().clusters();

    assertThat(settings.kubectl())
        .containsExactly(
            java.util.Map.entry(
                "prod",
                new ClusterSettings.Kubectl(
                    Optional.empty(),
                    Optional.of(Path.of("/ops/kube/prod.yaml")),
                    List.of("AWS_PROFILE"))),
            java.util.Map.entry(
                "lab",
                new ClusterSettings.Kubectl(
                    Optional.of(Path.of("/opt/kubectl")), Optional.empty(), List.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "via: kubectl, kubeconfig | via: ssh, kubeconfig        | 5 | no way to a cluster",
        "via: kubectl, kubeconfig | kubeconfig                  | 5 | needs the key `via`",
        "AWS_PROFILE              | 'AWS_PROFILE=x'             | 5 | no name of a variable",
        "kubectl: /opt/kubectl    | kubectl: ''                 | 6 | `kubectl` is empty",
        "kubectl: /opt/kubectl    | kubektl: /opt/kubectl       | 6 | kubektl",
        "clusters                 | contexts                    | 4 | contexts",
      })
  void whatDoesNotHoldIsFoundWhereItStands(String was, String wrong, String line, String said) {
    var problems = new Problems("agent-safe.yaml");

    assertThat(read(GOOD.replace(was, wrong), problems)).isEmpty();
    assertThat(problems.list())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.contains(":" + line + ":") && problem.contains(said));
  }
}
