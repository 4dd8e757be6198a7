package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.credential.AssumeRoleSettings;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.CredentialSource.Subject;
import dev.agentsafe.core.credential.CredentialSource.Wanted;
import dev.agentsafe.core.credential.CredentialTemplate;
import dev.agentsafe.executors.ExecutorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a recorder of what is sent to STS; what {@code moto_server} says of it comes last. */
final class AssumedRolesTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/agent-safe";
  private static final String KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN==";
  private static final String OWN_KEY = "own-secret-key-of-this-machine";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final AssumedRoles ROLES =
      new AssumedRoles(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAOWN", OWN_KEY)));

  private final List<Map<String, String>> sent = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "";
  private HttpServer sts;

  @BeforeEach
  void setUp() throws IOException {
    answer = session(NOW.plusSeconds(900));
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          sent.add(
              Arrays.stream(body.split("&"))
                  .map(pair -> pair.split("=", 2))
                  .collect(Collectors.toMap(p -> p[0], p -> decoded(p[1]))));
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/xml");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    sts.start();
  }

  @AfterEach
  void tearDown() {
    sts.stop(0);
  }

  @Test
  void theSessionMayDoExactlyWhatTheActionsFieldsSay() {
    var given = (Obtained.Good) assume(stop("i-0abc", 300));

    assertThat(sent).hasSize(1);
    var request = sent.getFirst();
    assertThat(request)
        .containsEntry("Action", "AssumeRole")
        .containsEntry("RoleArn", ROLE)
        .containsEntry("RoleSessionName", "agent-safe-evt-0123456789ab")
        .containsEntry("ExternalId", "shop")
        .containsEntry("DurationSeconds", "900");
    assertThat(Json.read(policyOf(request)))
        .isEqualTo(
            Json.read(
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                  "Action": ["ec2:StopInstances", "ec2:DescribeInstances"],
                  "Resource": ["arn:aws:ec2:eu-central-1:*:instance/i-0abc"]}]}
                """));
    var credential = given.credential();
    assertThat(credential.expiresAt()).contains(NOW.plusSeconds(900));
    assertThat(given.toString()).doesNotContain(KEY).doesNotContain(TOKEN);
    assertThat(new SessionCredentials(credential, InstantSource.fixed(NOW)).resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("ASIAEXAMPLE", KEY, TOKEN));
  }

  private static String policyOf(Map<String, String> request) {
    return Objects.requireNonNull(request.get("Policy"));
  }

  @Test
  void whatAParameterHoldsIsNoWildcardAndNoVariable() {
    for (var hostile : List.of("*", "i-?", "${aws:username}", "$*?", "a*b")) {
      sent.clear();
      var _ = (Obtained.Good) assume(stop(hostile, 300));
      var policy = policyOf(sent.getFirst());
      int from = policy.indexOf(":instance/") + ":instance/".length();
      var resource = policy.substring(from, policy.indexOf("\"]", from));
      assertThat(resource.replaceAll("\\$\\{[*?$]\\}", ""))
          .as(hostile)
          .doesNotContain("*", "?", "$");
      assertThat(resource.replaceAll("\\$\\{([*?$])\\}", "$1")).isEqualTo(hostile);
    }
    var action = fields("actions", Value.texts(List.of("ec2:{{ params.id }}")));
    assertThat(refused(wanted(action, "*", 300))).contains("no action of AWS");
  }

  @Test
  void aSessionLastsFromFifteenMinutesToAnHour() {
    for (var each :
        Map.of(1L, "900", 900L, "900", 1200L, "1200", 3600L, "3600", 90_000L, "3600").entrySet()) {
      sent.clear();
      assume(stop("i-0abc", each.getKey()));
      assertThat(sent.getFirst()).containsEntry("DurationSeconds", each.getValue());
    }
  }

  @Test
  void theNameOfASessionIsOneForStsWhateverTheIdOfTheDecision() {
    for (var id : List.of("evt-0123456789ab", "evt 1/2:3\n", "é".repeat(9), "x".repeat(200), "")) {
      assertThat(AssumedRoles.sessionName(id)).matches("[A-Za-z0-9+=,.@_-]{2,64}");
    }
    assertThat(AssumedRoles.sessionName("evt-0123456789ab")).endsWith("evt-0123456789ab");
  }

  @Test
  void whatMakesNoPolicyIsRefusedBeforeAnybodyIsAsked() {
    var actions = Value.texts(List.of("s3:GetObject"));
    for (var fields :
        List.of(
            Value.EMPTY,
            fields("actions", Value.texts(List.of())),
            fields("actions", Value.of("s3:GetObject")),
            fields("actions", Value.texts(List.of("*"))),
            fields("actions", Value.texts(List.of("s3:Get Object"))),
            fields("actions", new Value.Items(List.of(Value.of(1)))),
            fields("actions", actions).with("resources", Value.texts(List.of())),
            fields("actions", actions).with("resources", Value.texts(List.of("bucket/x"))),
            fields("actions", actions).with("resources", Value.texts(List.of("arn:aws:s3:::\n"))),
            fields("actions", actions)
                .with("resources", Value.texts(List.of("arn:aws:s3:::\u20ac"))),
            fields("actions", actions).with("resources", Value.of("*")),
            fields("actions", actions).with("conditions", Value.of("x")),
            fields("actions", actions).with("verbs", Value.texts(List.of("get"))),
            fields("actions", actions)
                .with("resources", Value.texts(List.of("arn:aws:s3:::" + "x".repeat(1_990)))))) {
      assertThat(refused(wanted(fields, "x", 300))).contains("credentials.fields");
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void aTemplateWhoseParameterIsMissingIsAnErrorBeforeAnybodyIsAsked() {
    var scope = new CredentialScope("aws", resource("arn:aws:s3:::{{ params.bucket }}/*"), 300);
    var wanted = new Wanted(scope, new Subject(scope, Value.EMPTY, Optional.empty()), "evt-1", NOW);
    assertThat(refused(wanted)).contains("`bucket`");
    assertThat(sent).isEmpty();
  }

  @Test
  void refusalsNameTheCodeAndRepeatNothing() {
    Map.of(
            "AccessDenied",
            "trust policy",
            "MalformedPolicyDocument",
            "session policy",
            "PackedPolicyTooLarge",
            "session policy",
            "ValidationError",
            "length",
            "ExpiredToken",
            "AWS's own credentials",
            "Something" + TOKEN,
            "no code")
        .forEach((code, words) -> {
          status = 403;
          answer =
              "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s %s %s</Message>"
                      .formatted(code, KEY, TOKEN, OWN_KEY)
                  + "</Error><RequestId>1</RequestId></ErrorResponse>";
          assertThat(refused(stop("i-0abc", 300)))
              .contains(words, "403")
              .doesNotContain(KEY)
              .doesNotContain(TOKEN)
              .doesNotContain(OWN_KEY);
        });
  }

  @Test
  void anAnswerThatIsNoSessionIsRefused() {
    for (var body :
        List.of(
            "",
            "<AssumeRoleResponse/>",
            session(NOW).replace("<SessionToken>" + TOKEN + "</SessionToken>", ""),
            session(NOW).replace("<Expiration>" + NOW + "</Expiration>", ""),
            session(NOW).replace(NOW.toString(), "soon"),
            KEY)) {
      answer = body;
      assertThat(refused(stop("i-0abc", 300))).as(body).doesNotContain(KEY).doesNotContain(TOKEN);
    }
  }

  @Test
  void anStsThatIsNotThereIsSaidWithoutOurKey() {
    sts.stop(0);
    assertThat(refused(stop("i-0abc", 300)))
        .contains("did not answer", "`endpoint`")
        .doesNotContain(OWN_KEY);
  }

  @Test
  void whatHasEndedIsNotReplacedByTheMachinesOwnCredentials() {
    var credential = ((Obtained.Good) assume(stop("i-0abc", 300))).credential();
    var late = InstantSource.fixed(NOW.plusSeconds(900));
    assertThatThrownBy(() -> new SessionCredentials(credential, late))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("has ended")
        .hasMessageNotContaining(KEY);
    var provider = new SessionCredentials(credential, InstantSource.fixed(NOW));
    credential.end();
    assertThatThrownBy(provider::resolveCredentials).isInstanceOf(ExecutorException.class);
    assertThat(provider.toString()).isEqualTo("(secret)");
  }

  @Test
  void motoTakesItAndGivesASession() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
    var endpoint = Moto.shared().endpoint();
    var given = (Obtained.Good) ROLES.assume(settings(endpoint), stop("i-0abc", 1800));

    assertThat(given.credential().secret().names())
        .containsExactlyInAnyOrder("access_key_id", "secret_access_key", "session_token");
    assertThat(given.credential().expiresAt().orElseThrow())
        .isBetween(Instant.now().plusSeconds(1_500), Instant.now().plusSeconds(1_900));
    assertThat(given.credential().end()).isEmpty();
  }

  private Obtained assume(Wanted wanted) {
    return ROLES.assume(
        settings(URI.create("http://127.0.0.1:" + sts.getAddress().getPort())), wanted);
  }

  private String refused(Wanted wanted) {
    return ((Obtained.Refused) assume(wanted)).why();
  }

  private static AssumeRoleSettings settings(URI endpoint) {
    return new AssumeRoleSettings(ROLE, "eu-central-1", Optional.of("shop"), Optional.of(endpoint));
  }

  private static Wanted stop(String id, long seconds) {
    return wanted(
        fields("actions", Value.texts(List.of("ec2:StopInstances", "ec2:DescribeInstances")))
            .with(
                "resources",
                Value.texts(List.of("arn:aws:ec2:eu-central-1:*:instance/{{ params.id }}"))),
        id,
        seconds);
  }

  private static Value.Fields resource(String arn) {
    return fields("actions", Value.texts(List.of("s3:GetObject")))
        .with("resources", Value.texts(List.of(arn)));
  }

  private static Value.Fields fields(String name, Value value) {
    return Value.EMPTY.with(name, value);
  }

  private static Wanted wanted(Value.Fields fields, String id, long seconds) {
    var declared = new CredentialScope("aws", fields, seconds);
    var params = Value.EMPTY.with("id", Value.of(id));
    var filled =
        ((CredentialTemplate.Filled.Complete) CredentialTemplate.fill(declared, params)).scope();
    return new Wanted(
        filled, new Subject(declared, params, Optional.empty()), "evt-0123456789ab", NOW);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String session(Instant until) {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>\
    <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>
    </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
    """
        .formatted(KEY, TOKEN, until);
  }
}
