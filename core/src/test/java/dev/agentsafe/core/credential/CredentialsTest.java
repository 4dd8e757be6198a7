package dev.agentsafe.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  private static final String VALUE = "correct horse battery staple";
  private static final String SETTINGS =
      """
      sources:
        vaulted: {kind: file, fields: {password: ./password}}
        local: {kind: environment, fields: {password: PATH}}
      serve:
        - {type: database, environments: [prod], source: vaulted}
        - {type: database, actions: [rotate-key], environments: [dev], source: local}
      """;

  @TempDir private Path root;

  @Test
  void theFirstServingThatFitsServes() throws IOException {
    secretFile();
    var credentials = Shop.credentials(root, SETTINGS);

    assertThat(route(credentials, "prod/db")).isEqualTo("vaulted");
    assertThat(route(credentials, "dev/db")).isEqualTo("local");
    var given = (Outcome.Given) obtain(credentials, "prod/db");
    assertThat(given.credential().secret().reveal("password")).isEqualTo(VALUE);
  }

  @Test
  void anActionThatNobodyServesGetsNothing() {
    var credentials = Shop.credentials(root, SETTINGS.replace("[prod]", "[staging]"));

    assertThat(((Outcome.Refused) obtain(credentials, "prod/db")).why())
        .contains("`database`", "`rotate-key`", "`prod/db`");
  }

  @Test
  void withoutSettingsExecutorsUseWhatTheyHave() {
    assertThat(obtain(Credentials.NONE, "prod/db")).isInstanceOf(Outcome.NotNeeded.class);
  }

  @Test
  void aFileThatOthersCanReadIsNotUsed() throws IOException {
    secretFile();
    var credentials = Shop.credentials(root, SETTINGS);
    Files.setPosixFilePermissions(
        root.resolve("password"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(((Outcome.Refused) obtain(credentials, "prod/db")).why())
        .contains("open to others")
        .doesNotContain(VALUE);
  }

  @Test
  void aVariableThatIsNotSetIsAnError() {
    var credentials =
        Shop.credentials(root, SETTINGS.replace("PATH", "AGENT_SAFE_TEST_NOT_SET_ANYWHERE"));

    assertThat(((Outcome.Refused) obtain(credentials, "dev/db")).why())
        .contains("`AGENT_SAFE_TEST_NOT_SET_ANYWHERE` is not set");
  }

  @Test
  void noTextOfACredentialTellsAValue() throws IOException {
    secretFile();
    var given = (Outcome.Given) obtain(Shop.credentials(root, SETTINGS), "prod/db");
    var credential = given.credential();

    assertThat(List.of(given, credential, credential.secret(), credential.secret().names()))
        .allSatisfy(each -> assertThat(each.toString()).doesNotContain(VALUE));
    credential.end();
    assertThat(credential.secret().names()).isEmpty();
    assertThatThrownBy(() -> credential.secret().reveal("password"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSourceThatFailsSaysNothingOfWhatItKnew() {
    CredentialSource broken =
        wanted -> {
          throw new IllegalStateException("could not parse " + VALUE);
        };
    var credentials =
        new Credentials(
            Map.of("broken", broken), List.of(Credentials.Serving.all("database", "broken")));

    assertThat(((Outcome.Refused) obtain(credentials, "prod/db")).why()).doesNotContain(VALUE);
  }

  @Test
  void itIsTakenBackOnceAndForgottenEvenWhereThatFails() {
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    var credential =
        new Credential(
            "database",
            new Secret(Map.of("password", VALUE)),
            Optional.empty(),
            () -> {
              calls.incrementAndGet();
              return Optional.of("nobody answers");
            });

    assertThat(credential.end()).contains("nobody answers");
    assertThat(credential.end()).isEmpty();
    assertThat(calls).hasValue(1);
    assertThat(credential.secret().names()).isEmpty();
  }

  @Test
  void mistakesInTheSettingsAreFoundAtTheirLine() {
    assertThat(Shop.problems(SETTINGS)).isEmpty();
    assertThat(Shop.problems(SETTINGS.replace("kind: file", "kind: fiel"))).contains("2 value");
    assertThat(Shop.problems(SETTINGS.replace("kind: file, ", ""))).contains("2 missing-key");
    assertThat(Shop.problems(SETTINGS.replace("{password: PATH}", "{}"))).contains("3 value");
    assertThat(Shop.problems(SETTINGS.replace("fields: {password: PATH}", "field: {}")))
        .as("a slip in a key is one mistake")
        .containsExactly("3 unknown-key");
    assertThat(Shop.problems(SETTINGS.replace("source: local", "source: locl")))
        .containsExactly("6 unknown-source");
    assertThat(Shop.problems(SETTINGS.replace("[prod]", "[production]"))).contains("5 value");
    assertThat(Shop.problems(SETTINGS.replace("serve:", "served:")))
        .containsExactly("4 unknown-key");
  }

  @Test
  void mistakesInTheSettingsOfClustersAndCloudsAreFoundToo() {
    var good =
        """
        sources:
          cluster: {kind: kubernetes-token, namespace: agents, service_account: deployer,
            expiration: 600, bound_to: {kind: Secret, name: x}}
          cloud: {kind: aws-role, role_arn: "arn:aws:iam::111122223333:role/ops/x", region: eu-central-1,
            external_id: shop, endpoint: "http://127.0.0.1:5000"}
        serve: [{type: kubernetes, source: cluster}, {type: aws, source: cloud}]
        """;
    assertThat(Shop.problems(good)).isEmpty();
    Map.ofEntries(
            Map.entry("service_account: deployer", "service_accounts: deployer"),
            Map.entry("expiration: 600", "expiration: 599"),
            Map.entry(" 600", " 3601"),
            Map.entry("expiration:", "ttl:"),
            Map.entry("{kind: Secret", "{kind: Node"),
            Map.entry(", name: x", ", names: x"),
            Map.entry("namespace: agents", "region: agents"),
            Map.entry("role/ops/x", "user/ops"),
            Map.entry("111122223333", "1111"),
            Map.entry("eu-central-1", "\"eu-central-1/../\""),
            Map.entry("external_id: shop", "external_id: s"),
            Map.entry("http://127.0.0.1:5000", "http://sts.example"),
            Map.entry("//127.0.0.1:5000", "//127.0.0.1:5000/x"),
            Map.entry("http:", "file:"))
        .forEach((was, wrong) ->
            assertThat(Shop.problems(good.replace(was, wrong))).as(wrong).isNotEmpty());
  }

  @Test
  void aSourceServesTheTargetsThatAreNamed() throws IOException {
    secretFile();
    var credentials =
        Shop.credentials(
            root, SETTINGS.replace("environments: [prod]", "targets: [prod/other, prod/db]"));
    assertThat(route(credentials, "prod/db")).isEqualTo("vaulted");
    assertThat(route(credentials, "dev/db")).isEqualTo("local");
  }

  private void secretFile() throws IOException {
    var file = root.resolve("password");
    Files.writeString(file, VALUE + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String route(Credentials credentials, String target) {
    return switch (credentials.route(Shop.request(target, "shop"))) {
      case Credentials.Route.To(var source, var scope) -> {
        assertThat(scope.fields()).isEqualTo(Value.EMPTY.with("role", Value.of("shop-writer")));
        yield source;
      }
      case Credentials.Route.None() -> "";
      case Credentials.Route.Broken(var why) -> why;
    };
  }

  private static Outcome obtain(Credentials credentials, String target) {
    return credentials.obtain(Shop.request(target, "shop"), "evt-0123456789ab", Shop.NOW);
  }

  @Test
  void aSourceThatIsNotThereIsSaid() {
    var scope = new CredentialScope("database", Value.EMPTY, 60);
    var wanted =
        new CredentialSource.Wanted(
            scope,
            new CredentialSource.Subject(scope, Value.EMPTY, Optional.empty()),
            "evt-1",
            Shop.NOW);

    assertThat(Credentials.NONE.ask("x", wanted)).isInstanceOf(Obtained.Refused.class);
  }
}
