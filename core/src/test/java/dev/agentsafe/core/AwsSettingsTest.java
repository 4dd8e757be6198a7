package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.credential.AwsSettings;
import dev.agentsafe.core.credential.AwsSettings.Account;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which accounts of AWS are reached, and how. */
final class AwsSettingsTest {
  private static final String GOOD =
      """
      registry: a
      policies: p
      aws:
        accounts:
          "111122223333": {profile: shop-prod, regions: [eu-central-1, eusc-de-east-1]}
          "444455556666": {endpoint: "http://127.0.0.1:5000"}
      """;

  private static Optional<Settings> read(String text, Problems problems) {
    return SettingsReader.read(new Source("agent-safe.yaml", text), Path.of("/ops"), problems);
  }

  private static AwsSettings read(String text) {
    return read(text, new Problems("agent-safe.yaml")).orElseThrow().executors().aws();
  }

  @Test
  void eachAccountIsReachedAsItSays() {
    var settings = read(GOOD);

    assertThat(settings.of("111122223333"))
        .contains(
            new Account(
                Optional.of("shop-prod"),
                List.of("eu-central-1", "eusc-de-east-1"),
                Optional.empty()));
    assertThat(settings.of("444455556666"))
        .contains(
            new Account(
                Optional.empty(), List.of(), Optional.of(URI.create("http://127.0.0.1:5000"))));
    assertThat(settings.of("777788889999")).isEmpty();
  }

  @Test
  void whereNothingIsSaidEachIsReachedAsAwsOwnToolsWould() {
    assertThat(read("registry: a\npolicies: p\n").of("111122223333")).contains(Account.PLAIN);
  }

  /** Who cuts AWS off by naming no account must not open all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{accounts: {}}", "{accounts: }"})
  void aSectionThatNamesNoAccountIsRefused(String aws) {
    var problems = new Problems("agent-safe.yaml");

    assertThat(read("registry: a\npolicies: p\naws: " + aws + "\n", problems)).isEmpty();
    assertThat(problems.list()).anyMatch(p -> p.message().contains("names no account"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"111122223333\" | \"11112222333\" | 5",
        "\"111122223333\" | shop            | 5",
        "profile          | profil          | 5",
        "shop-prod        | 'shop prod'     | 5",
        "eu-central-1     | frankfurt       | 5",
        "http             | file            | 6",
        "127.0.0.1:5000   | aws.example     | 6",
        "127.0.0.1:5000   | 127.0.0.1:5/x   | 6",
        "accounts         | account         | 4",
      })
  void whatDoesNotHoldIsFoundWhereItStands(String was, String wrong, String line) {
    var problems = new Problems("agent-safe.yaml");

    assertThat(read(GOOD.replace(was, wrong), problems)).isEmpty();
    assertThat(problems.list())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.contains(":" + line + ":"));
  }
}
