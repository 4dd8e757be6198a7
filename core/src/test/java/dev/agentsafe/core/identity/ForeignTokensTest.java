package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.agentsafe.core.identity.IdentityTokens.Delegated;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents of somebody else's come in with what the settings pin, as nobody but themselves. */
final class ForeignTokensTest {
  @TempDir private Path folder;
  private TrustedIssuer provider;
  private Forge ours;

  @BeforeEach
  void setUp() {
    provider = new TrustedIssuer();
    ours = new Forge(folder, Optional.of(Forge.SHARED));
  }

  @AfterEach
  void tearDown() {
    provider.close();
  }

  @Test
  void anAgentOfTheProviderIsKnownByItsPrefixedNameAndTheRolesThatItMayGive() {
    var token = TrustedIssuer.sign(provider.newRsa("r1"), JWSAlgorithm.RS256, claims());

    var caller = known(token);
    assertThat(caller.id().value()).isEqualTo("ci:deploy-bot");
    assertThat(caller.grants().roles()).containsExactly("deployer");
  }

  @Test
  void everyAlgorithmThatTheSettingsNameIsRead() throws Exception {
    var rsa = provider.newRsa("r1");
    var ec = provider.newEc("e1");
    assertThat(known(TrustedIssuer.sign(rsa, JWSAlgorithm.RS256, claims()))).isNotNull();
    assertThat(known(TrustedIssuer.sign(rsa, JWSAlgorithm.PS256, claims()))).isNotNull();
    assertThat(known(TrustedIssuer.sign(ec, JWSAlgorithm.ES256, claims()))).isNotNull();
    assertThat(known(ed25519())).isNotNull();
  }

  @Test
  void anAlgorithmThatTheSettingsDoNotNameIsRefused() {
    var token = TrustedIssuer.sign(provider.newRsa("r1"), JWSAlgorithm.PS256, claims());
    var only =
        ProviderSettings.of(provider, "algorithms: [PS256]", "algorithms: [RS256]").identities();

    assertThat(only.verify(token, Forge.NOW)).isInstanceOf(Verified.Refused.class);
    assertThat(verify(token)).isInstanceOf(Verified.Known.class);
  }

  @Test
  void whatDoesNotFitThePinsIsRefused() {
    var key = provider.newEc("e1");
    var wrong = new LinkedHashMap<String, Consumer<Map<String, Object>>>();
    wrong.put("another audience", c -> c.put("aud", "somebody-else"));
    wrong.put("no audience", c -> c.remove("aud"));
    wrong.put("others as audience, too", c -> c.put("aud", List.of("agent-safe", "other")));
    wrong.put("the audience twice", c -> c.put("aud", List.of("agent-safe", "agent-safe")));
    wrong.put("an empty audience", c -> c.put("aud", List.of()));
    wrong.put("an audience in an audience", c -> c.put("aud", List.of(List.of("agent-safe"))));
    wrong.put("no end", c -> c.remove("exp"));
    wrong.put("no beginning", c -> c.remove("iat"));
    wrong.put("ended", c -> c.put("exp", Forge.NOW.getEpochSecond() - 31));
    wrong.put("not yet", c -> c.put("nbf", Forge.NOW.getEpochSecond() + 31));
    wrong.put("issued tomorrow", c -> c.put("iat", Forge.NOW.getEpochSecond() + 31));
    wrong.put("for two days", c -> c.put("exp", Forge.NOW.getEpochSecond() + 2 * 86_400));
    wrong.put("another repository", c -> c.put("repository", "mallory/shop"));
    wrong.put("no repository", c -> c.remove("repository"));
    wrong.put("roles that are none", c -> c.put("roles", Map.of("deployer", true)));
    wrong.put("a number among the roles", c -> c.put("roles", List.of("deployer", 7)));
    var good = claims();
    good.put("repository", "octo/shop");
    var pinned = ProviderSettings.of(provider, "require: {}", "require: {repository: octo/shop}");
    var identities = pinned.identities();

    assertThat(identities.verify(TrustedIssuer.sign(key, JWSAlgorithm.ES256, good), Forge.NOW))
        .isInstanceOf(Verified.Known.class);
    wrong.forEach((what, change) -> {
      var claims = new LinkedHashMap<>(good);
      change.accept(claims);
      assertThat(identities.verify(TrustedIssuer.sign(key, JWSAlgorithm.ES256, claims), Forge.NOW))
          .as(what)
          .isInstanceOf(Verified.Refused.class);
    });
  }

  @Test
  void clocksMayBeOffByTheSkewAndNoMore() {
    var key = provider.newEc("e1");
    var claims = claims();
    claims.put("exp", Forge.NOW.getEpochSecond() - 29);
    claims.put("iat", Forge.NOW.getEpochSecond() - 60);
    assertThat(verify(TrustedIssuer.sign(key, JWSAlgorithm.ES256, claims)))
        .isInstanceOf(Verified.Known.class);
    claims.put("exp", Forge.NOW.getEpochSecond() - 30);
    assertThat(verify(TrustedIssuer.sign(key, JWSAlgorithm.ES256, claims)))
        .isInstanceOf(Verified.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "deploy bot",
        "deploy-bot\n",
        "*",
        "deploy-?",
        "dépl\u00f4y",
        "a\u202eb",
        "[a-z]",
        "x`y"
      })
  void aNameThatIsNoneIsRefused(String subject) {
    var claims = claims();
    claims.put("sub", subject);
    assertThat(verify(TrustedIssuer.sign(provider.newEc("e1"), JWSAlgorithm.ES256, claims)))
        .isInstanceOf(Verified.Refused.class);
  }

  @Test
  void nobodyElsesNameCanBeTaken() {
    var key = provider.newEc("e1");
    for (var subject :
        List.of("deploy-bot", "operator/anna", "anonymous", "gitlab:bot", "../x", "/x", ":x")) {
      var claims = claims();
      claims.put("sub", subject);
      assertThat(known(TrustedIssuer.sign(key, JWSAlgorithm.ES256, claims)).id().value())
          .isEqualTo("ci:" + subject);
    }
  }

  @Test
  void theOldSharedKeyMakesNoAgentOfAnotherIssuer() throws Exception {
    var secret = Forge.SHARED.getBytes(StandardCharsets.UTF_8);
    for (var id : List.of("ci:deploy-bot", "operator/anna", "OPERATOR/anna", "anonymous", "")) {
      var token =
          Forge.hmac(
              "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
              "{\"agent_id\":\"%s\",\"iss\":\"agent-safe\",\"iat\":1,\"exp\":4070908800}"
                  .formatted(id),
              secret);
      assertThat(verify(token)).as("`%s`", id).isInstanceOf(Verified.Refused.class);
    }
    var good = "{\"agent_id\":\"bot\",\"iss\":\"agent-safe\",\"iat\":1,\"exp\":4070908800}";
    assertThat(verify(Forge.hmac("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", good, secret)))
        .isInstanceOf(Verified.Known.class);
  }

  @Test
  void ourOwnTokensAreReadAsBefore() {
    assertThat(known(ours.identity()).id().value()).isEqualTo("deploy-bot");
  }

  @Test
  void aForeignAgentHandsOnPartOfItsAuthorityUnderItsOwnName() {
    var token = TrustedIssuer.sign(provider.newEc("e1"), JWSAlgorithm.ES256, claims());
    var identities = identities();
    var issued = (Delegated.Issued) identities.delegate(token, child("ci:deploy-bot/a"), Forge.NOW);

    var child = ((Verified.Known) identities.verify(issued.token(), Forge.NOW)).caller();
    assertThat(child.id().value()).isEqualTo("ci:deploy-bot/a");
    assertThat(child.delegation().links().getFirst().id().value()).isEqualTo("ci:deploy-bot");
    assertThat(issued.expiresAt()).isEqualTo(Forge.NOW.plusSeconds(600));
    for (var other : List.of("deploy-bot/a", "operator/a", "ci:other/a", "ci:deploy-bot")) {
      assertThat(identities.delegate(token, child(other), Forge.NOW))
          .isInstanceOf(Delegated.Refused.class);
    }
  }

  @Test
  void aTokenThatBringsItsKeyAlongIsNotRead() {
    var key = provider.newEc("e1");
    var good = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e1");
    assertThat(verify(TrustedIssuer.sign(key, good.build(), claims())))
        .isInstanceOf(Verified.Known.class);
    for (var header :
        List.of(
            good.jwk(key.toPublicJWK()).build(),
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e1").jwkURL(provider.keysAt()).build(),
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("e1")
                .x509CertURL(provider.keysAt())
                .build(),
            new JWSHeader.Builder(JWSAlgorithm.ES256).build(),
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("e1")
                .type(new JOSEObjectType("execution-ticket+jwt"))
                .build())) {
      assertThat(verify(TrustedIssuer.sign(key, header, claims())))
          .isInstanceOf(Verified.Refused.class);
    }
  }

  @Test
  void aServiceAccountIsKnownByItsNamespaceAndName() throws IOException {
    var key = provider.newRsa("k8s");
    var file = folder.resolve("jwks.json");
    Files.writeString(file, provider.keySet());
    var cluster = ProviderSettings.cluster(provider, file).identities();
    var claims = claims();
    claims.remove("roles");
    claims.put("aud", List.of("agent-safe"));
    claims.put("sub", "system:serviceaccount:shop:deployer");
    claims.put(
        "kubernetes.io",
        Map.of("namespace", "shop", "serviceaccount", Map.of("name", "deployer", "uid", "u-1")));
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k8s").build();

    var caller =
        ((Verified.Known) cluster.verify(TrustedIssuer.sign(key, header, claims), Forge.NOW))
            .caller();
    assertThat(caller.id().value()).isEqualTo("prod-cluster:shop/deployer");
    assertThat(caller.grants().groups())
        .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop");
    for (var subject :
        List.of(
            "system:serviceaccount:prod:deployer",
            "system:serviceaccount:shop:deployer:x",
            "system:serviceaccount:shop",
            "system:serviceaccount:shop:../x",
            "system:node:a",
            "deployer")) {
      claims.put("sub", subject);
      assertThat(cluster.verify(TrustedIssuer.sign(key, header, claims), Forge.NOW))
          .as(subject)
          .isInstanceOf(Verified.Refused.class);
    }
  }

  private String ed25519() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var point = ((EdECPublicKey) pair.getPublic()).getPoint();
    var big = point.getY().toByteArray();
    var little = new byte[32];
    for (var i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    if (point.isXOdd()) {
      little[31] |= (byte) 0x80;
    }
    provider.answerInstead =
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"o1\",\"x\":\"%s\"}]}"
            .formatted(Forge.encode(little));
    var payload =
        "{\"iss\":\"%s\",\"aud\":\"agent-safe\",\"sub\":\"x\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                provider.issuer(), Forge.NOW.getEpochSecond(), Forge.NOW.getEpochSecond() + 60);
    var content = Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"o1\"}") + "." + Forge.encode(payload);
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Forge.encode(signer.sign());
  }

  private Map<String, Object> claims() {
    return provider.claims(Forge.NOW);
  }

  private Identities identities() {
    return new Identities(
        ours.identities, ProviderSettings.of(provider, "", "").settings().issuers());
  }

  private Verified verify(String token) {
    return identities().verify(token, Forge.NOW);
  }

  private Caller known(String token) {
    return switch (verify(token)) {
      case Verified.Known(var caller, var life) -> caller;
      case Verified.Refused(var reason) -> throw new AssertionError(reason);
    };
  }

  private static Handover child(String id) {
    return new Handover(
        new AgentId(id),
        "",
        new Caller.Grants(List.of("deployer"), List.of()),
        Optional.of(Duration.ofHours(9)));
  }
}
