package dev.agentsafe.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.egress.Resolver;
import dev.agentsafe.core.ship.Line;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.NotifierSettings.Privacy;
import dev.agentsafe.core.ship.Parcel;
import dev.agentsafe.core.ship.SecretSource;
import dev.agentsafe.core.ship.Shipper.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails hold plain text, fixed fields and nothing that an agent could steer them with. */
final class MailChannelTest {
  private static final String HOSTILE =
      "<b>x</b>\r\nBcc: all@evil.example\r\n\r\n.\r\nRSET\u202egpj.exe\u0007 =?utf-8?q?x?=";

  private static MailKeys ours;

  @TempDir Path folder;
  private MailKeys keys;

  @BeforeAll
  static void certify(@TempDir Path once) throws Exception {
    ours = MailKeys.of(once, "ip:127.0.0.1");
  }

  @BeforeEach
  void show() {
    keys = ours;
  }

  private Channel channel(MailServer server, Privacy privacy, String password) throws Exception {
    return channel(server, privacy, password, List.of("oncall@ops.example"));
  }

  private Channel channel(MailServer server, Privacy privacy, String password, List<String> to)
      throws Exception {
    var login =
        password.isEmpty()
            ? Optional.<NotifierSettings.Login>empty()
            : Optional.of(
                new NotifierSettings.Login(
                    "console",
                    new SecretSource.InFile(
                        Files.writeString(Files.createTempFile(folder, "p", ""), password))));
    return new MailChannel(
        new NotifierSettings.Mail(
            new NotifierSettings.Server("127.0.0.1", server.port(), privacy),
            login,
            "console@ops.example",
            to),
        dial(Set.of("127.0.0.1:" + server.port())),
        Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC));
  }

  private Dial dial(Set<String> sites) {
    return new Dial(
        new Egress.Config(
            new Reach(sites, List.of()), Egress.Limits.USUAL, keys.believed(), Resolver.system()));
  }

  private static AuditEntry entry() {
    return AuditEntry.of(
        7,
        Value.EMPTY
            .with("event_id", Value.of("evt-0123456789ab"))
            .with("event_type", Value.of("approval_requested"))
            .with("timestamp", Value.of("2026-11-25T10:00:00.000000Z"))
            .with("prev_hash", Value.of("0".repeat(64)))
            .with("entry_hash", Value.of("a".repeat(64)))
            .with("action", Value.of(HOSTILE))
            .with("target", Value.of(HOSTILE))
            .with("caller", Value.of(HOSTILE))
            .with("decision", Value.of("require_approval"))
            .with("reason", Value.of(HOSTILE))
            .with("effective_risk", Value.of("high"))
            .with("params", Value.EMPTY.with("token", Value.of("canary-param")))
            .with(
                "context",
                Value.EMPTY
                    .with("request_id", Value.of("apr-0123456789ab"))
                    .with("by", Value.of(HOSTILE))));
  }

  private static Channel.Told told() {
    var parcel = new Parcel(List.of(new Line(entry(), CanonicalJson.text(entry().line()))), 0);
    return new Channel.Told(Notice.of(entry()).orElseThrow(), Optional.of(entry()), parcel.key());
  }

  private static void failed(Delivery delivery, String why) {
    assertThat(delivery)
        .isInstanceOfSatisfying(
            Delivery.Failed.class, failed -> assertThat(failed.why()).contains(why));
  }

  @Test
  void aMailIsPlainTextWithFixedFieldsALinkAndNoButton() throws Exception {
    try (var server = MailServer.starting(keys.shown(), "hush");
        var channel = channel(server, Privacy.STARTTLS, "hush")) {
      assertThat(channel.tell(told())).isEqualTo(new Delivery.Arrived());

      assertThat(server.got()).hasSize(1);
      var message = server.got().getFirst().message();
      assertThat(message.getSubject())
          .isEqualTo("[agent-safe] A request needs approval (apr-0123456789ab)");
      assertThat(message.getContentType()).isEqualTo("text/plain; charset=utf-8");
      assertThat(message.getHeader("Message-ID"))
          .containsExactly("<7-7-" + "a".repeat(32) + "@ops.example>");
      assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(message.getFrom())
          .extracting(Object::toString)
          .containsExactly("console@ops.example");
      var text = (String) message.getContent();
      assertThat(text)
          .contains(
              "agentsafe://request/apr-0123456789ab",
              "[CR][LF]Bcc: all@evil.example",
              "[U+202E]",
              "[U+0007]")
          .doesNotContain("\u202e", "\u0007", "canary");
      assertThat(text.lines()).noneMatch(line -> line.startsWith("Bcc") || line.equals("."));
      assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain("approve this", "http");
    }
  }

  @Test
  void nothingThatAnAgentWroteIsInAHeader() throws Exception {
    try (var server = MailServer.starting(keys.shown(), "");
        var channel = channel(server, Privacy.STARTTLS, "")) {
      channel.tell(told());

      var got = server.got().getFirst();
      assertThat(got.to()).isEqualTo("oncall@ops.example");
      assertThat(got.from()).isEqualTo("console@ops.example");
      assertThat(got.head())
          .doesNotContain("evil", "Bcc", "RSET", "<b>")
          .isEqualTo(got.head().replaceAll("[^\\r\\n\\x20-\\x7e\\t]", ""));
      assertThat(server.got()).hasSize(1);
    }
  }

  @Test
  void theSameNoticeIsTheSameMessage() throws Exception {
    try (var server = MailServer.starting(keys.shown(), "");
        var channel = channel(server, Privacy.STARTTLS, "")) {
      channel.tell(told());
      channel.tell(told());

      assertThat(server.got().get(0).message().getMessageID())
          .isEqualTo(server.got().get(1).message().getMessageID());
    }
  }

  @Test
  void tlsFromTheFirstByteWorksToo() throws Exception {
    try (var server = MailServer.secured(keys.shown(), "hush");
        var channel = channel(server, Privacy.TLS, "hush")) {
      assertThat(channel.tell(told())).isEqualTo(new Delivery.Arrived());
      assertThat(server.got()).hasSize(1);
    }
  }

  @Test
  void onThisMachineItMayGoInTheClear() throws Exception {
    try (var server = MailServer.plain(keys.shown());
        var channel = channel(server, Privacy.NONE, "")) {
      assertThat(channel.tell(told())).isEqualTo(new Delivery.Arrived());
      assertThat(server.got()).hasSize(1);
    }
  }

  @Test
  void aServerThatDoesNotTurnToTlsGetsNothing() throws Exception {
    try (var server = MailServer.plain(keys.shown());
        var channel = channel(server, Privacy.STARTTLS, "")) {
      failed(channel.tell(told()), "STARTTLS");
      assertThat(server.got()).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherNameGetsNothing() throws Exception {
    keys = MailKeys.of(folder, "dns:mail.example");
    try (var server = MailServer.starting(keys.shown(), "hush");
        var starting = channel(server, Privacy.STARTTLS, "hush")) {
      failed(starting.tell(told()), "TLS");
      assertThat(server.got()).isEmpty();
    }
    try (var server = MailServer.secured(keys.shown(), "hush");
        var secured = channel(server, Privacy.TLS, "hush")) {
      failed(secured.tell(told()), "cannot be connected to");
      assertThat(server.got()).isEmpty();
    }
  }

  @Test
  void aCertificateThatNobodyTrustsGetsNothing() throws Exception {
    var others = MailKeys.of(folder, "ip:127.0.0.1");
    try (var server = MailServer.starting(others.shown(), "hush");
        var channel = channel(server, Privacy.STARTTLS, "hush")) {
      failed(channel.tell(told()), "TLS");
      assertThat(server.got()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsAFailureThatDoesNotTellIt() throws Exception {
    try (var server = MailServer.starting(keys.shown(), "hush");
        var channel = channel(server, Privacy.STARTTLS, "canary-password")) {
      assertThat(channel.tell(told()))
          .isInstanceOfSatisfying(
              Delivery.Failed.class,
              failed ->
                  assertThat(failed.why()).doesNotContain("canary").contains("did not take it"));
      assertThat(server.got()).isEmpty();
    }
  }

  @Test
  void allOfThemGetItOrNobody() throws Exception {
    try (var server = MailServer.starting(keys.shown(), "");
        var channel =
            channel(
                server,
                Privacy.STARTTLS,
                "",
                List.of("oncall@ops.example", "nobody@ops.example"))) {
      failed(channel.tell(told()), "did not take it");
      assertThat(server.got()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotNamedIsNotReached() throws Exception {
    try (var server = MailServer.plain(keys.shown())) {
      var channel =
          new MailChannel(
              new NotifierSettings.Mail(
                  new NotifierSettings.Server("127.0.0.1", server.port(), Privacy.NONE),
                  Optional.empty(),
                  "console@ops.example",
                  List.of("oncall@ops.example")),
              dial(Set.of()),
              Clock.systemUTC());
      failed(channel.tell(told()), "egress.hosts");
    }
  }

  @Test
  void whatCouldNotBeWrittenIsToldWithoutAnEntry() throws Exception {
    var blocked =
        new JournalHealth(
            12, 10, Optional.empty(), Optional.of("the disk is full\u202e"), Optional.empty());
    try (var server = MailServer.starting(keys.shown(), "");
        var channel = channel(server, Privacy.STARTTLS, "")) {
      channel.tell(
          new Channel.Told(
              Notice.ofJournal(blocked, Instant.EPOCH), Optional.empty(), "journal-0"));

      var message = server.got().getFirst().message();
      assertThat(message.getSubject())
          .isEqualTo("[agent-safe] The journal cannot be written: nothing is decided or executed");
      assertThat((String) message.getContent()).contains("the disk is full[U+202E]", "12", "10");
    }
  }
}
