package dev.agentsafe.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.ship.Line;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.NotifierSettings.Topic;
import dev.agentsafe.core.ship.Parcel;
import dev.agentsafe.core.ship.SecretSource;
import dev.agentsafe.core.ship.Shipper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People are told the fixed fields, safe to read, and nothing secret; nobody approves from a chat.
 */
final class NotifierTest {
  private static final String HOSTILE =
      "<!channel> *run* <https://evil.example|Approve> \u202eevil\u202c & \"quoted\"\r\nBcc: all";

  @TempDir private Path folder = Path.of("");
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private HttpServer server = start();

  private record Got(String signature, String key, String body) {
    Value.Fields json() {
      return Json.read(body) instanceof Json.Read.Good(Value.Fields fields) ? fields : Value.EMPTY;
    }
  }

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var headers = exchange.getRequestHeaders();
          got.add(
              new Got(
                  String.valueOf(headers.getFirst("Agent-Safe-Signature")),
                  String.valueOf(headers.getFirst("Idempotency-Key")),
                  body));
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/gone") ? 410 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private SecretSource secret(String text) throws IOException {
    return new SecretSource.InFile(
        Files.writeString(Files.createTempFile(folder, "secret", ""), text));
  }

  private Notifier notifier(NotifierSettings.Where where, Topic... topics) {
    var site = "127.0.0.1:" + server.getAddress().getPort();
    var egress = Egress.to(new Reach(Set.of(site), List.of()));
    var clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    return new Notifier(
        Set.of(topics),
        switch (where) {
          case NotifierSettings.Slack(var address) -> WebChannel.slack(address, egress);
          case NotifierSettings.Hook(var url, var secret) ->
              WebChannel.hook(url, secret, egress, clock);
          case NotifierSettings.Mail mail ->
              throw new IllegalArgumentException("see MailChannelTest");
        });
  }

  private static AuditEntry entry(String type) {
    var context =
        Value.EMPTY
            .with("request_id", Value.of("apr-0123456789ab"))
            .with("outcome", Value.of("approved"))
            .with("by", Value.of("sam"))
            .with("before_state", Value.EMPTY.with("password", Value.of("canary-state")));
    return AuditEntry.of(
        7,
        Value.EMPTY
            .with("event_id", Value.of("evt-0123456789ab"))
            .with("event_type", Value.of(type))
            .with("timestamp", Value.of("2026-11-25T10:00:00.000000Z"))
            .with("prev_hash", Value.of("0".repeat(64)))
            .with("entry_hash", Value.of("a".repeat(64)))
            .with("action", Value.of("scale-deployment"))
            .with("target", Value.of("prod/web"))
            .with("caller", Value.of("agent-1"))
            .with("decision", Value.of("require_approval"))
            .with("reason", Value.of(HOSTILE))
            .with("effective_risk", Value.of("high"))
            .with("params", Value.EMPTY.with("token", Value.of("canary-param")))
            .with("context", context));
  }

  private static Parcel parcel(AuditEntry entry) {
    return new Parcel(List.of(new Line(entry, CanonicalJson.text(entry.line()))), 0);
  }

  @Test
  void slackGetsFixedFieldsOfPlainTextAndALinkAndNoButton() throws Exception {
    try (var slack =
        notifier(
            new NotifierSettings.Slack(secret(url("/services/T/B/canary-url"))), Topic.APPROVAL)) {
      assertThat(slack.deliver(parcel(entry("approval_requested"))))
          .isEqualTo(new Shipper.Delivery.Arrived());
    }

    var body = got.getFirst().body();
    assertThat(body)
        .contains("scale-deployment", "prod/web", "agent-1", "agentsafe://request/apr-0123456789ab")
        .doesNotContain("\"button\"", "\"actions\"", "\\u202e", "canary");
    var message = got.getFirst().json();
    assertThat(message.text("text"))
        .hasValueSatisfying(
            t -> assertThat(t).doesNotContain("<", ">").contains("&lt;!channel&gt;", "[U+202E]"));
    assertThat(message.get("mrkdwn")).hasValue(Value.of(false));
    assertThat(body).doesNotContain("\"type\": \"mrkdwn\"");
  }

  @Test
  void aWebhookIsSignedAndTellsWhichEntryItIs() throws Exception {
    try (var hook =
        notifier(new NotifierSettings.Hook(url("/in"), secret("hush")), Topic.OUTCOME)) {
      assertThat(hook.deliver(parcel(entry("approval_resolved"))))
          .isEqualTo(new Shipper.Delivery.Arrived());
    }

    var request = got.getFirst();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(request.signature())
        .isEqualTo(
            "t=1800000000,v1="
                + HexFormat.of()
                    .formatHex(
                        mac.doFinal(
                            ("1800000000." + request.body()).getBytes(StandardCharsets.UTF_8))));
    assertThat(request.key()).startsWith("7-7-aaaa");
    assertThat(request.json().text("request_id")).hasValue("apr-0123456789ab");
    assertThat(request.json().text("entry_hash")).hasValue("a".repeat(64));
    assertThat(request.body()).doesNotContain("canary").contains("[CR][LF]Bcc: all");
  }

  @Test
  void whatDoesNotArriveIsAFailureThatTellsNoSecret() throws Exception {
    try (var slack = notifier(new NotifierSettings.Slack(secret(url("/gone"))), Topic.APPROVAL)) {
      assertThat(slack.deliver(parcel(entry("approval_requested"))))
          .isInstanceOfSatisfying(
              Shipper.Delivery.Failed.class,
              f -> assertThat(f.why()).contains("410").doesNotContain("/gone"));
    }
  }

  @Test
  void withoutItsSecretNothingIsSent() throws Exception {
    try (var hook = notifier(new NotifierSettings.Hook(url("/in"), secret("")), Topic.OUTCOME)) {
      assertThat(hook.deliver(parcel(entry("execution"))))
          .isInstanceOf(Shipper.Delivery.Failed.class);
    }
    assertThat(got).isEmpty();
  }

  @Test
  void onlyTheTopicsOfANotifierAreTold() throws Exception {
    try (var hook =
        notifier(new NotifierSettings.Hook(url("/in"), secret("x")), Topic.FREEZE, Topic.OUTCOME)) {
      assertThat(
              List.of(
                  "approval_requested",
                  "approval_resolved",
                  "execution",
                  "freeze",
                  "unfreeze",
                  "pause",
                  "resume",
                  "policy_changed",
                  "decision",
                  "vote",
                  "ticket_issued"))
          .filteredOn(type -> hook.wants(entry(type)))
          .containsExactly(
              "approval_resolved", "execution", "freeze", "unfreeze", "pause", "resume");
    }
  }

  @Test
  void thatOtherPoliciesDecideIsToldAndWhatIsAskedAgainForThatIsNot() throws Exception {
    try (var hook =
        notifier(
            new NotifierSettings.Hook(url("/in"), secret("x")), Topic.POLICY, Topic.APPROVAL)) {
      var asked = entry("approval_requested");
      var again =
          AuditEntry.of(
              8, asked.line().with("context", asked.context().with("asked_again", Value.of(true))));
      assertThat(List.of(asked, again, entry("policy_changed")))
          .filteredOn(hook::wants)
          .extracting(e -> e.chain().type().value())
          .containsExactly("approval_requested", "policy_changed");
    }
    assertThat(Notice.of(entry("policy_changed")))
        .hasValueSatisfying(
            n -> assertThat(n.text()).startsWith("Other policies decide").contains("agent-1"));
  }

  @Test
  void aRequestIdOfAnotherFormIsNoLink() {
    var line = entry("approval_requested").line();
    var forged =
        AuditEntry.of(
            7, line.with("context", Value.EMPTY.with("request_id", Value.of("apr-1|x>evil"))));

    assertThat(Notice.of(forged)).hasValueSatisfying(n -> assertThat(n.link()).isEmpty());
  }
}
