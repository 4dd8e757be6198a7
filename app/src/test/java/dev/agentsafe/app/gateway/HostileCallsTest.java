package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class HostileCallsTest {
  private Path folder;
  private ServedWorld world;
  private String token;

  @BeforeAll
  void serve(@TempDir Path temporary) {
    folder = temporary;
    world = new ServedWorld(folder.resolve("ws"));
    token = world.token("hostile", "deployer");
    world.get("/v1/actions", token);
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private ServedWorld.Got check(String body) {
    return world.post("/v1/check", token, body);
  }

  private static void refusedAt(ServedWorld.Got got, int line, int column) {
    assertThat(got.status()).isEqualTo(400);
    assertThat(JsonText.compact(got.fields("error")))
        .contains("\"line\":" + line + ",\"column\":" + column);
    assertThat(got.errorMessage()).doesNotContain("Stream", "com.fasterxml", "Exception");
  }

  private static void refusedField(ServedWorld.Got got, String field) {
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.fields("error").text("field")).contains(field);
  }

  @Test
  void brokenJsonIsRefusedWithItsPlace() {
    refusedAt(check("{\"action\": \"x\",\n  \"target\": }"), 2, 13);
    assertThat(check("").errorCode()).isEqualTo("invalid_json");
    assertThat(check("[]").errorCode()).isEqualTo("invalid_json");
    assertThat(check("{\"action\":\"x\"} {}").errorCode()).isEqualTo("invalid_json");
    assertThat(check("{\"action\":NaN}").errorCode()).isEqualTo("invalid_json");
    assertThat(check("{'action':'x'}").errorCode()).isEqualTo("invalid_json");
  }

  @Test
  void aMemberTwiceIsRefused() {
    var got = check("{\"action\":\"get-configmap\",\"action\":\"delete-namespace\"}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.errorMessage()).containsIgnoringCase("duplicate");
  }

  @Test
  void unknownMembersAndOtherTypesAreRefusedByName() {
    refusedField(check("{\"action\":\"x\",\"tragte\":\"y\"}"), "tragte");
    refusedField(check("{\"action\":7}"), "action");
    refusedField(check("{}"), "action");
    refusedField(check("{\"action\":\"\"}"), "action");
    refusedField(check("{\"action\":\"x\",\"params\":[]}"), "params");
    refusedField(check("{\"action\":\"x\",\"target\":true}"), "target");
    refusedField(check("{\"action\":\"x\",\"caller\":\"root\"}"), "caller");
    refusedField(check("{\"action\":\"" + "x".repeat(2_000) + "\"}"), "action");
    refusedField(world.post("/v1/executions", token, "{\"ticket\":5}"), "ticket");
    refusedField(world.post("/v1/rollbacks", token, "{}"), "audit_id");
  }

  @Test
  void depthIsLimited() {
    refusedAt(check("{\"action\":\"x\",\"params\":" + "[".repeat(100_000)), 1, 87);
    var deep = "[".repeat(62) + "]".repeat(62);
    assertThat(check("{\"action\":\"x\",\"params\":{\"a\":" + deep + "}}").status()).isEqualTo(200);
  }

  @Test
  void sizeIsLimitedWithAndWithoutALength() {
    var big = "{\"action\":\"x\",\"params\":{\"a\":\"" + "b".repeat(1 << 20) + "\"}}";
    assertThat(check(big).errorCode()).isEqualTo("too_large");
    var chunked =
        world.send(
            world
                .request("/v1/check")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArrays(
                        List.of(big.getBytes(StandardCharsets.UTF_8)))));
    assertThat(chunked.errorCode()).isEqualTo("too_large");
  }

  @Test
  void whatDoesNotFitIntoALineOfTheJournalIsRefusedAndNothingBreaks() {
    var got = check("{\"action\":\"x\",\"params\":{\"a\":\"" + "b".repeat(200_000) + "\"}}");
    assertThat(got.status()).isIn(200, 400, 503);
    assertThat(got.text("result")).isNotEqualTo("allow");
    assertThat(check(ServedWorld.scale("dev/web", 2)).text("result")).isEqualTo("allow");
  }

  @Test
  void onlyJsonIsRead() {
    for (var type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/x"}) {
      var got =
          world.send(
              world
                  .request("/v1/check")
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString(ServedWorld.scale("dev/web", 1))));
      assertThat(got.status()).as(type).isEqualTo(415);
    }
    var latin =
        world.send(
            world
                .request("/v1/check")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xe4, '}'})));
    assertThat(latin.errorCode()).isEqualTo("invalid_json");
  }

  @Test
  void tokensOutsideTheHeaderAreNotLookedAt() {
    assertThat(world.send(world.request("/v1/actions?access_token=" + token).GET()).status())
        .isEqualTo(401);
    assertThat(world.get("/v1/actions?access_token=x", token).status()).isEqualTo(400);
  }

  @Test
  void waitsAreWholeSecondsUpToAMinute() {
    for (var wait : new String[] {"61", "-1", "1.5", "x", "", "99999999999999"}) {
      refusedField(world.get("/v1/approvals/apr-000000000000?wait=" + wait, token), "wait");
    }
  }

  @Test
  void badTokensAreRefusedJournaledAndNeverRepeated() throws IOException {
    var expired = world.token("late", Duration.ofSeconds(-5));
    var parts = token.split("\\.", -1);
    var bad = new ArrayList<>(List.of(expired, "garbage", parts[0] + "." + parts[1] + "."));
    bad.add("eyJhbGciOiJub25lIn0." + parts[1] + ".");
    var refusals = refusals();
    for (var credential : bad) {
      var got = world.get("/v1/actions", credential);
      assertThat(got.status()).isEqualTo(401);
      assertThat(got.errorCode()).isEqualTo("invalid_token");
      assertThat(got.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(got.response().body()).doesNotContain(credential);
    }
    assertThat(refusals() - refusals).isEqualTo(bad.size());
    assertThat(world.send(world.request("/v1/actions").GET()).errorCode())
        .isEqualTo("missing_token");
    var log = Files.readString(world.workspace.settings().paths().auditLog());
    assertThat(log).doesNotContain(expired, parts[2]);
  }

  private long refusals() {
    var count = new long[1];
    world.governor.history(
        0,
        e -> {
          if (e.chain().type().equals(EntryType.REFUSAL)) {
            count[0]++;
          }
        });
    return count[0];
  }

  @Test
  void noiseIsLimitedButKnownAgentsGoOn() {
    try (var noisy = new ServedWorld(folder.resolve("noisy"))) {
      var known = noisy.token("known");
      assertThat(noisy.get("/v1/actions", known).status()).isEqualTo(200);
      var last = 0;
      for (var i = 0; i < 40; i++) {
        last = noisy.get("/v1/actions", "noise-" + i).status();
      }
      assertThat(last).isEqualTo(429);
      assertThat(noisy.governor.journalSize()).isLessThan(40);
      assertThat(noisy.get("/v1/actions", known).status()).isEqualTo(200);
    }
  }

  @Test
  void noiseKeepsOutNeitherTheOperatorNorAgentsThatComeForTheFirstTime() {
    try (var noisy = new ServedWorld(folder.resolve("flooded"))) {
      var forged = noisy.token("forger").replaceFirst("\\.[^.]*$", ".");
      var agents = new ArrayList<Integer>();
      var operators = new ArrayList<Integer>();
      for (var i = 0; i < 50; i++) {
        agents.add(noisy.get("/v1/actions", forged + "A".repeat(i + 1)).status());
        operators.add(noisy.get("/v1/operator/agents", "guess-" + i).status());
      }
      var entries = noisy.governor.journalSize();

      assertThat(noisy.get("/v1/operator/agents", noisy.operatorSecret()).status()).isEqualTo(200);
      assertThat(noisy.get("/v1/actions", noisy.token("renewed")).status()).isEqualTo(200);

      var late = noisy.get("/v1/actions", "garbage");
      assertThat(late.status()).isEqualTo(429);
      assertThat(late.response().headers().firstValue("Retry-After")).contains("10");
      assertThat(noisy.get("/v1/operator/agents", "garbage").status()).isEqualTo(429);
      assertThat(noisy.send(noisy.request("/v1/actions").GET()).status()).isEqualTo(429);
      assertThat(agents.subList(20, 50)).containsOnly(429);
      assertThat(operators.subList(20, 50)).containsOnly(429);
      assertThat(noisy.governor.journalSize()).isEqualTo(entries).isLessThan(40);
    }
  }

  @Test
  void agentsAndOperatorsDoNotPassForEachOther() {
    assertThat(world.get("/v1/operator/approvals", token).status()).isEqualTo(401);
    assertThat(world.get("/v1/actions", world.operatorSecret()).status()).isEqualTo(401);
    assertThat(world.get("/v1/operator/approvals", world.operatorSecret()).status()).isEqualTo(200);
  }

  @Test
  void webPagesAreKeptOut() throws IOException {
    var fromPage =
        world.send(world.request("/healthz").header("Origin", "https://example.com").GET());
    assertThat(fromPage.status()).isEqualTo(403);
    assertThat(
            world
                .send(world.request("/healthz").header("Sec-Fetch-Site", "cross-site").GET())
                .status())
        .isEqualTo(403);
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void brokenHttpGetsAPlainAnswer() throws IOException {
    for (var call :
        List.of(
            "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /v1/..%2f..%2fetc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "BREW / HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n")) {
      assertThat(raw(call))
          .as(call.substring(0, 10))
          .matches("(?s)HTTP/1.1 4\\d\\d.*|HTTP/1.1 505.*")
          .doesNotContain("jetty", "Jetty", "Exception", "\tat ");
    }
  }

  @Test
  void otherMethodsAndPathsAreRefused() {
    var wrong = world.send(world.request("/v1/check").GET());
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.response().headers().firstValue("Allow")).contains("POST");
    assertThat(world.send(world.request("/v2/check").GET()).status()).isEqualTo(404);
    assertThat(world.send(world.request("/").GET()).status()).isEqualTo(404);
    assertThat(
            world
                .send(
                    world.request("/v1/check").method("TRACE", HttpRequest.BodyPublishers.noBody()))
                .status())
        .isEqualTo(405);
  }

  @Test
  void noMutatedBodyBreaksIt() {
    var random = new Random(5);
    var good = ServedWorld.scale("dev/web", 3).getBytes(StandardCharsets.UTF_8);
    for (var i = 0; i < 300; i++) {
      var bytes = good.clone();
      for (var n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var got =
          world.send(
              world
                  .request("/v1/check")
                  .header("Authorization", "Bearer " + world.token("mutant-" + i / 50))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
      assertThat(got.status()).as(new String(bytes, StandardCharsets.ISO_8859_1)).isIn(200, 400);
      assertThat(got.body()).isNotEqualTo(Value.EMPTY);
    }
  }

  private String raw(String call) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.gateway.url().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(call.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
