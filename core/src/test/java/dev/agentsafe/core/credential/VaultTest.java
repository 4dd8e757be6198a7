package dev.agentsafe.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.credential.Credentials.Outcome;
import dev.agentsafe.core.egress.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small Vault that answers as the documentation of its HTTP API says. */
final class VaultTest {
  private static final String TOKEN = "hvs.CAESIJlWh-a-token-for-tests";
  private static final String PASSWORD = "A1a-x2vAaZ39vSdgZ8Ts";

  @TempDir private Path root;
  private final Map<String, String> leases = new ConcurrentHashMap<>();
  private volatile String instead = "";
  private Peer vault;

  @BeforeEach
  void setUp() throws IOException {
    var file = root.resolve("token");
    Files.writeString(file, TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    vault =
        Peer.plain(
            (request, out) -> out.write(answer(request).getBytes(StandardCharsets.ISO_8859_1)));
  }

  @AfterEach
  void tearDown() {
    vault.close();
  }

  @Test
  void aSecretOfTheKeyValueStoreIsRead() {
    var given = (Outcome.Given) obtain("kv2", "apps/{{ params.app }}", "shop");

    assertThat(given.credential().secret().reveal("password")).isEqualTo(PASSWORD);
    assertThat(given.credential().end()).isEmpty();
    assertThat(vault.requests()).hasSize(1);
    assertThat(vault.requests().getFirst().header("X-Vault-Namespace")).isEqualTo("ops");
  }

  @Test
  void aSecretThatIsMadeForOneUseGoesBackAfterIt() {
    var given = (Outcome.Given) obtain("dynamic", "{{ params.app }}", "shop");
    assertThat(leases).hasSize(1);
    assertThat(given.credential().expiresAt()).contains(Shop.NOW.plusSeconds(120));

    assertThat(given.credential().end()).isEmpty();
    assertThat(leases).isEmpty();
  }

  @Test
  void aLeaseThatCannotBeGivenBackIsSaidWithoutTheSecret() {
    var given = (Outcome.Given) obtain("dynamic", "shop", "shop");
    instead = Peer.answer("503 Sealed", "{\"errors\":[\"Vault is sealed " + PASSWORD + "\"]}");

    assertThat(given.credential().end().orElse(""))
        .contains("could not be given back", "503")
        .doesNotContain(PASSWORD)
        .doesNotContain(TOKEN);
  }

  @Test
  void aLeaseOfNoUseGoesBackAtOnce() {
    var refused =
        (Outcome.Refused)
            Shop.credentials(root, settings("dynamic", "shop").replace("password: p", "key: q"))
                .obtain(Shop.request("prod/db", "shop"), "evt-1", Shop.NOW);

    assertThat(refused.why()).contains("`q`").doesNotContain(PASSWORD);
    assertThat(leases).isEmpty();
  }

  @Test
  void aParameterCannotLeadElsewhereInVault() {
    for (var app : new String[] {"../admin", "a/b", "..", ".", "a?b", "a%2fb", "a#b", "a b", ""}) {
      var refused = (Outcome.Refused) obtain("kv2", "apps/{{ params.app }}", app);
      assertThat(refused.why()).as(app).contains("lead elsewhere");
    }
    assertThat(vault.requests()).isEmpty();
  }

  @Test
  void aTemplateWhoseParameterIsMissingIsAnError() {
    var refused = (Outcome.Refused) obtain("kv2", "apps/{{ params.note }}", "shop");

    assertThat(refused.why()).contains("`note`");
    assertThat(vault.requests()).isEmpty();
  }

  @Test
  void whatVaultRefusesIsSaidInOurWords() {
    var answers =
        Map.of(
            "403 Forbidden", "policy",
            "404 Not Found", "`mount`",
            "503 Unavailable", "sealed",
            "429 Standby", "429");
    answers.forEach((status, word) -> {
      instead = Peer.answer(status, "{\"errors\":[\"" + PASSWORD + "\"]}");
      var refused = (Outcome.Refused) obtain("kv2", "shop", "shop");
      assertThat(refused.why()).contains(word).doesNotContain(PASSWORD).doesNotContain(TOKEN);
    });
  }

  @Test
  void anAnswerOfAnotherShapeIsRefused() {
    for (var body :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"data\":[]}",
          "{\"data\":{\"data\":{}}}",
          "{\"data\":{\"p\":\"x\"}}",
          "{\"data\":{\"data\":{\"p\":7}}}",
          "{\"data\":{\"data\":{\"p\":\"\"}}}"
        }) {
      instead = Peer.answer("200 OK", body);
      assertThat(obtain("kv2", "shop", "shop")).as(body).isInstanceOf(Outcome.Refused.class);
    }
    instead = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    assertThat(obtain("kv2", "shop", "shop")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void mistakesInItsSettingsAreFoundAtTheirLine() {
    var good = settings("kv2", "shop");
    assertThat(Shop.problems(good)).isEmpty();
    assertThat(Shop.problems(good.replace("http://127.0.0.1", "http://vault.example")))
        .contains("4 source");
    assertThat(Shop.problems(good.replace("engine: kv2", "engine: kv1"))).contains("7 value");
    assertThat(Shop.problems(good.replace("mount: secret", "mount: ../sys"))).contains("8 source");
    assertThat(Shop.problems(good.replace("token_file: ./token", "x-nothing: 1")))
        .contains("3 missing-key");
  }

  private Outcome obtain(String engine, String path, String app) {
    return Shop.credentials(root, settings(engine, path))
        .obtain(Shop.request("prod/db", app), "evt-1", Shop.NOW);
  }

  private String settings(String engine, String path) {
    return """
    sources:
      vault:
        kind: vault
        address: ADDRESS
        token_file: ./token
        namespace: ops
        engine: ENGINE
        mount: secret
        path: "PATH"
        fields: {password: p}
    serve:
      - {type: database, source: vault}
    """
        .replace("ADDRESS", vault.url(""))
        .replace("ENGINE", engine)
        .replace("PATH", path);
  }

  /** {@code GET /v1/:mount/data/:path}, {@code GET /v1/:mount/creds/:role}, lease revocation. */
  private String answer(Peer.Request request) {
    if (!instead.isEmpty()) {
      return instead;
    }
    if (!request.header("X-Vault-Token").equals(TOKEN)
        || !request.header("X-Vault-Request").equals("true")) {
      return Peer.answer("403 Forbidden", "{\"errors\":[\"permission denied\"]}");
    }
    var line = request.head().lines().findFirst().orElse("");
    if (line.startsWith("GET /v1/secret/data/")) {
      return Peer.answer(
          "200 OK",
          "{\"request_id\":\"7\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,\"data\":{\"data\":{\"p\":\"%s\"},\"metadata\":{\"version\":3}}}"
              .formatted(PASSWORD));
    }
    if (line.startsWith("GET /v1/secret/creds/")) {
      var lease = "secret/creds/shop/" + leases.size();
      leases.put(lease, PASSWORD);
      return Peer.answer(
          "200 OK",
          "{\"lease_id\":\"%s\",\"renewable\":true,\"lease_duration\":3600,\"data\":{\"p\":\"%s\"}}"
              .formatted(lease, PASSWORD));
    }
    if (line.startsWith("PUT /v1/sys/leases/revoke ")) {
      var lease = request.body().replaceAll(".*\"lease_id\": ?\"([^\"]*)\".*", "$1");
      return leases.remove(lease) == null
          ? Peer.answer("400 Bad Request", "{\"errors\":[\"invalid lease\"]}")
          : "HTTP/1.1 204 No Content\r\n\r\n";
    }
    return Peer.answer("404 Not Found", "{\"errors\":[]}");
  }
}
