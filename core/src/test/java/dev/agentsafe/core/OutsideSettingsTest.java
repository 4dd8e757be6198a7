package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.anchor.AnchorSettings;
import dev.agentsafe.core.ship.Format;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.SecretSource;
import dev.agentsafe.core.ship.ShipperSettings;
import dev.agentsafe.core.tlog.VerifierKey;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves the machine is read strictly, and only to sites that are named. */
final class OutsideSettingsTest {
  private static final Path ROOT = Path.of("/ops");

  private static List<String> problems(String text) {
    var problems = new Problems("agent-safe.yaml");
    SettingsReader.read(source(text), ROOT, problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  private static Settings.Outside read(String text) {
    var problems = new Problems("agent-safe.yaml");
    var settings = SettingsReader.read(source(text), ROOT, problems);
    assertThat(problems.list()).isEmpty();
    return settings.orElseThrow().outside();
  }

  private static Source source(String text) {
    return new Source("agent-safe.yaml", "registry: a\npolicies: p\n" + text);
  }

  @Test
  void nothingIsReachedUnlessSaid() {
    var outside = read("");

    assertThat(outside.egress().reach().sites()).isEmpty();
    assertThat(outside.shippers()).isEmpty();
  }

  @Test
  void everyKindOfShipperIsRead() {
    var outside =
        read(
            """
            egress:
              hosts: [siem.example, "collector.example:8088", "logs.internal:6514", "s3.internal:9000"]
              private_networks: [10.20.0.0/16, "fd12:3456::/32"]
              ca_certificates: ca.pem
            shippers:
              - {name: copy, type: filesystem, path: copies/audit.jsonl}
              - {name: hook, type: webhook, url: "https://siem.example/in", secret: {env: HOOK}, format: ocsf}
              - {name: splunk, type: splunk_hec, url: "https://collector.example:8088/services/collector/event",
                 token: {file: token}, index: main}
              - {name: logs, type: syslog, host: logs.internal}
              - {name: bucket, type: s3, bucket: audit-1, region: eu-central-1, endpoint: "https://s3.internal:9000", retention_days: 30}
            """);

    assertThat(outside.egress().sites())
        .containsExactly(
            "collector.example:8088", "logs.internal:6514", "s3.internal:9000", "siem.example:443");
    assertThat(outside.shippers())
        .extracting(ShipperSettings::where)
        .containsExactly(
            new ShipperSettings.Copy(Path.of("/ops/copies/audit.jsonl")),
            new ShipperSettings.Webhook(
                "https://siem.example/in",
                Optional.of(new SecretSource.Variable("HOOK")),
                Format.OCSF),
            new ShipperSettings.Splunk(
                "https://collector.example:8088/services/collector/event",
                new SecretSource.InFile(Path.of("/ops/token")),
                Optional.of("main"),
                Format.LINE),
            new ShipperSettings.Syslog("logs.internal", 6514, true),
            new ShipperSettings.Bucket(
                "audit-1",
                "agent-safe/",
                "eu-central-1",
                Optional.of("https://s3.internal:9000"),
                Optional.of(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          egress: {hosts: ["a.example/x"]}                                 | 3:18: `a.example/x` is no host; write `host` or `host:port`
          egress: {hosts: ["0x7f.1"]}                                      | 3:18: `0x7f.1` is no host
          egress: {hosts: [a.example], host: x}                            | 3:30: `egress` has no key `host`; did you mean `hosts`?
          egress: {private_networks: ["10.0.0.1/8"]}                       | 3:29: `10.0.0.1/8` is no range of addresses
          egress: {private_networks: ["169.254.0.0/16"]}                   | 3:29: `169.254.0.0/16` is this machine, its link or its cloud's metadata
          shippers: [{name: a, type: webhook, url: "https://b.example/"}]  | 3:42: `b.example:443` is not among `egress.hosts`; add `b.example` there
          shippers: [{name: a, type: webhook, url: "http://b.example/"}]   | 3:42: `http://b.example/` cannot be used: plain `http` is for this machine only
          shippers: [{name: a, type: webhook, path: x}]                    | 3:37: a shipper of type `webhook` has no key `path`
          shippers: [{name: a, type: webhok}]                              | 3:28: `type` cannot be the text `webhok`; did you mean `webhook`?
          shippers: [{name: A B, type: filesystem, path: x}]               | 3:19: `name` cannot be `A B`
          shippers: [{name: a, type: filesystem}]                          | 3:12: a shipper of type `filesystem` needs the key `path`
          shippers: [{name: a, type: splunk_hec, url: "https://x.example/", token: abc}] | a secret does not stand here; write `{env: NAME}` or `{file: PATH}`
          shippers: [{name: a, type: syslog, host: logs.example, tls: false}] | plain `http` is for this machine only
          shippers: [{name: a, type: s3, bucket: X, region: r}]            | 3:40: `bucket` cannot be `X`
          """)
  void whatDoesNotHoldIsSaidWithItsPlace(String text, String problem) {
    assertThat(problems(text)).anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void twoShippersOfOneNameAreAnError() {
    assertThat(
            problems(
                """
                shippers:
                  - {name: a, type: filesystem, path: x}
                  - {name: a, type: filesystem, path: y}
                """))
        .singleElement()
        .asString()
        .contains(":5:5: two shippers are named `a`");
  }

  private static final String WITNESS =
      "witness.example/w1+4050e27f+BAG/80ducC79PSF774FX9VBSBb2O9VhN7m0hIVajevjF";

  @Test
  void everyKindOfAnchorIsRead() {
    var anchors =
        read("""
        egress:
          hosts: [tsa.example, witness.example]
        anchors:
          every: 600
          quorum: 1
          with:
            - {name: stamp, type: rfc3161, url: "https://tsa.example/tsr", certificates: tsa.pem}
            - {name: first, type: witness, url: "https://witness.example/w", key: "%s"}
            - {name: vault, type: s3, bucket: anchors-1, region: eu-central-1, retention_days: 90}
        """
                .formatted(WITNESS))
            .anchors();

    assertThat(anchors.pace())
        .isEqualTo(
            new AnchorSettings.Pace(
                java.time.Duration.ofMinutes(10), java.time.Duration.ofMinutes(30)));
    assertThat(anchors.names()).containsExactly("stamp", "first", "vault");
    assertThat(anchors.with())
        .extracting(AnchorSettings.Named::where)
        .containsExactly(
            new AnchorSettings.Authority("https://tsa.example/tsr", Path.of("/ops/tsa.pem")),
            new AnchorSettings.Cosigner(
                "https://witness.example/w", VerifierKey.parse(WITNESS).orElseThrow()),
            new AnchorSettings.Bucket(
                new ShipperSettings.Bucket(
                    "anchors-1",
                    "agent-safe-anchors/",
                    "eu-central-1",
                    Optional.empty(),
                    Optional.of(90)),
                ObjectStore.Mode.COMPLIANCE,
                90));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, type: rfc3161, url: "https://tsa.example/", certificates: x}  | `tsa.example:443` is not among `egress.hosts`
          {name: a, type: rfc3161, url: "http://tsa.example/", certificates: x}   | plain `http` is for this machine only
          {name: a, type: rfc3161, url: "https://127.0.0.1/"}                     | needs the key `certificates`
          {name: a, type: witness, url: "https://w.example/", key: abc}           | `key` cannot be `abc`
          {name: a, type: witness, url: "https://w.example/", key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"} | is one for cosignatures
          {name: a, type: s3, bucket: anchors-1, region: r}                       | needs the key `retention_days`
          {name: a, type: s3, bucket: anchors-1, region: r, retention_days: 1, mode: none} | `mode` cannot be the text `none`
          {name: a, type: s3, bucket: anchors-1, region: r, retention_days: 1, endpoint: "https://169.254.169.254/"} | is not among `egress.hosts`
          {name: a, type: rfc}                                                    | `type` cannot be the text `rfc`
          """)
  void anAnchorThatDoesNotHoldIsSaid(String anchor, String problem) {
    assertThat(problems("anchors: {with: [" + anchor + "]}"))
        .anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void aQuorumOfMoreWitnessesThanThereAreIsSaid() {
    assertThat(problems("anchors: {quorum: 2}"))
        .anySatisfy(p -> assertThat(p).contains("`quorum` is `2`, and there are 0 witnesses"));
  }

  @Test
  void aMailNotifierIsRead() {
    var outside =
        read(
            """
            egress: {hosts: ["mail.example:587", "mail.example:465"]}
            notifiers:
              - {name: mail, type: email, host: mail.example, from: console@ops.example, to: [oncall@ops.example], user: console, password: {env: MAIL}}
              - {name: tls, type: email, on: [journal], host: mail.example, security: tls, from: a@b.example, to: [c@d.example, e@f.example]}
            readiness: {max_lag: 5000, max_anchor_age: 7200}
            """);

    assertThat(outside.notifiers())
        .extracting(NotifierSettings::where)
        .containsExactly(
            new NotifierSettings.Mail(
                new NotifierSettings.Server("mail.example", 587, NotifierSettings.Privacy.STARTTLS),
                Optional.of(
                    new NotifierSettings.Login("console", new SecretSource.Variable("MAIL"))),
                "console@ops.example",
                List.of("oncall@ops.example")),
            new NotifierSettings.Mail(
                new NotifierSettings.Server("mail.example", 465, NotifierSettings.Privacy.TLS),
                Optional.empty(),
                "a@b.example",
                List.of("c@d.example", "e@f.example")));
    assertThat(outside.readiness())
        .isEqualTo(new Readiness(Optional.of(5_000L), Optional.of(java.time.Duration.ofHours(2))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {host: mail.example, from: a@b.example, to: [c@d.example]}                  | `mail.example:587` is not among `egress.hosts`
          {host: mail.example, security: none, from: a@b.example, to: [c@d.example]}  | plain `http` is for this machine only
          {host: 127.0.0.1, from: "a@b.example\\r\\nBcc: x@y.example", to: [c@d.example]} | is no bare address
          {host: 127.0.0.1, from: a@b.example, to: ["Boss <c@d.example>"]}            | is no bare address
          {host: 127.0.0.1, from: a@b.example, to: ["c@d.example, e@f.example"]}      | is no bare address
          {host: 127.0.0.1, from: a@b.example, to: []}                                | `to` names at least one address
          {host: 127.0.0.1, from: a@b.example, to: [c@d.example], user: u}            | `user` and `password` stand together
          {host: 127.0.0.1, from: a@b.example, to: [c@d.example], user: u, password: hush} | a secret does not stand here
          {host: 127.0.0.1, port: 70000, from: a@b.example, to: [c@d.example]}        | `port` must be between 1 and 65535
          {host: 127.0.0.1, url: x, from: a@b.example, to: [c@d.example]}             | has no key `url`
          """)
  void aMailNotifierThatDoesNotHoldIsSaid(String mail, String problem) {
    assertThat(problems("notifiers: [{name: m, type: email, " + mail.substring(1) + "]"))
        .anySatisfy(p -> assertThat(p).contains(problem));
  }
}
