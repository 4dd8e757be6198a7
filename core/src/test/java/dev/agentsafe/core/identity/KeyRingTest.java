package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys come and go, providers fail, and invented key ids make us ask nobody. */
final class KeyRingTest {
  private static final Instant NOW = Forge.NOW;
  private TrustedIssuer provider;
  private Identities identities;

  @BeforeEach
  void setUp() {
    provider = new TrustedIssuer();
    identities = ProviderSettings.of(provider).identities();
  }

  @AfterEach
  void tearDown() {
    provider.close();
  }

  @Test
  void manyTokensAskForTheKeysOnce() {
    var key = provider.newEc("a");
    var all =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(i -> opens(key, NOW.plusSeconds(i % 8)))
            .toList();
    assertThat(all).containsOnly(true);
    assertThat(provider.asked).hasValue(1);
  }

  @Test
  void aNewKeyIsFoundWithoutDowntime() {
    var old = provider.newEc("a");
    assertThat(opens(old, NOW)).isTrue();
    var next = provider.newEc("b");
    assertThat(opens(next, NOW.plus(KeyRing.PAUSE))).isTrue();
    assertThat(opens(old, NOW.plus(KeyRing.PAUSE))).isTrue();
    assertThat(provider.asked).hasValue(2);
  }

  @Test
  void aKeyThatWasTakenBackIsRefusedWithinTenMinutes() {
    var stolen = provider.newEc("a");
    provider.newEc("b");
    assertThat(opens(stolen, NOW)).isTrue();
    provider.drop("a");
    assertThat(opens(stolen, NOW.plus(KeyRing.FRESH))).isFalse();
  }

  @Test
  void inventedKeyIdsMakeUsAskOnceInHalfAMinute() {
    var key = provider.newEc("a");
    assertThat(opens(key, NOW)).isTrue();
    var stranger = new TrustedIssuer();
    for (var i = 0; i < 200; i++) {
      assertThat(opens(stranger.newEc("invented-" + i), NOW.plusSeconds(30 + i / 10))).isFalse();
    }
    stranger.close();
    assertThat(provider.asked).hasValue(2);
    assertThat(opens(key, NOW.plusSeconds(40))).isTrue();
  }

  @Test
  void aProviderThatFailsLeavesTheLastGoodKeysForADay() {
    var key = provider.newEc("a");
    assertThat(opens(key, NOW)).isTrue();
    provider.status = 500;
    assertThat(opens(key, NOW.plus(KeyRing.USABLE).minusSeconds(1))).isTrue();
    assertThat(opens(key, NOW.plus(KeyRing.USABLE).plusSeconds(1))).isFalse();
    provider.status = 200;
    assertThat(opens(key, NOW.plus(KeyRing.USABLE).plusSeconds(600))).isTrue();
  }

  @Test
  void aProviderThatFailsIsAskedLessAndLess() {
    provider.status = 503;
    var key = provider.newEc("a");
    for (var second = 0; second < 3_600; second++) {
      assertThat(opens(key, NOW.plusSeconds(second))).isFalse();
    }
    assertThat(provider.asked.get()).isBetween(12, 16);
  }

  @Test
  void anAnswerThatIsNoKeySetChangesNothing() {
    var key = provider.newEc("a");
    assertThat(opens(key, NOW)).isTrue();
    for (var nonsense :
        List.of(
            "<html>",
            "{}",
            "{\"keys\":[]}",
            "{\"keys\":{}}",
            "[]",
            "{\"keys\":[1]}",
            "{\"keys\":[],\"keys\":[]}")) {
      provider.answerInstead = nonsense;
      assertThat(opens(key, NOW.plus(KeyRing.FRESH))).as(nonsense).isTrue();
    }
  }

  @Test
  void keysThatAreNotForVerifyingAreLeftOut() {
    var key = provider.newEc("a");
    var good = key.toPublicJWK().toJSONString();
    var bad =
        List.of(
            good.replace("\"use\":\"sig\"", "\"use\":\"enc\""),
            good.replace("\"use\":\"sig\"", "\"key_ops\":[\"sign\"]"),
            good.replace("\"use\":\"sig\"", "\"alg\":\"RS256\""),
            good.replace("\"use\":\"sig\"", "\"alg\":7"),
            good.replace("P-256", "P-384"),
            good.replace("\"kty\":\"EC\"", "\"kty\":\"oct\",\"k\":\"AAAA\""),
            good.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + "A".repeat(43) + "\""),
            key.toJSONString(),
            good + "," + good);
    for (var entry : bad) {
      provider.answerInstead = "{\"keys\":[" + entry + "]}";
      assertThat(opensAnew(key)).as(entry).isFalse();
    }
    provider.answerInstead = "{\"keys\":[" + good + "]}";
    assertThat(opensAnew(key)).isTrue();
  }

  @Test
  void aClockThatWasSetBackDoesNotKeepUsFromAsking() {
    assertThat(opens(provider.newEc("a"), NOW)).isTrue();
    var next = provider.newEc("b");
    assertThat(opens(next, NOW.minus(Duration.ofHours(2)))).isTrue();
  }

  private boolean opensAnew(JWK key) {
    identities = ProviderSettings.of(provider).identities();
    return opens(key, NOW);
  }

  private boolean opens(JWK key, Instant at) {
    var token = TrustedIssuer.sign(key, JWSAlgorithm.ES256, provider.claims(at));
    return identities.verify(token, at) instanceof Verified.Known;
  }
}
