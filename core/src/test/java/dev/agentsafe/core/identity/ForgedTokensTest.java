package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.ticket.TicketAuthority;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that an attacker can make of tokens opens anything, and no reason repeats a token. */
final class ForgedTokensTest {
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final List<String> BAD_TIMES =
      List.of(
          "1e400",
          "-1e400",
          "1e30",
          "99999999999999999999999",
          "9223372036854775808",
          "18446744073709551616",
          "253402300800",
          "-62135596801",
          "\"4070908800\"",
          "true",
          "null",
          "[4070908800]",
          "{}",
          "1768478700.5",
          "NaN",
          "Infinity",
          "0",
          "-1",
          "-0",
          "0x7fffffff");

  @TempDir private Path folder;
  @TempDir private Path attackersFolder;
  private Forge forge;
  private Forge attacker;

  @BeforeEach
  void setUp() {
    forge = new Forge(folder, Optional.of(Forge.SHARED));
    attacker = new Forge(attackersFolder, Optional.empty());
  }

  @Test
  void theGenuineOnesAreGood() {
    assertThat(forge.opensTicket(forge.ticket().token())).isTrue();
    assertThat(forge.opensIdentity(forge.identity())).isTrue();
  }

  @Test
  void noneIsNoAlgorithm() {
    var forged = new ArrayList<String>();
    for (var alg : List.of("none", "None", "NONE", "nOnE", "", " none", "null", "HS256", "ES384")) {
      for (var token : genuine()) {
        for (var kid : List.of("", ",\"kid\":\"" + forge.keys.activeId() + "\"")) {
          var header = "{\"alg\":\"%s\"%s,\"typ\":\"JWT\"}".formatted(alg, kid);
          var changed = Forge.with(token, 0, Forge.encode(header));
          forged.add(changed);
          forged.add(Forge.with(changed, 2, ""));
          forged.add(changed.substring(0, changed.lastIndexOf('.')));
        }
      }
    }
    allRefused(forged);
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    var key = forge.keys.publicKey(forge.keys.activeId(), Forge.NOW).orElseThrow();
    var der = key.getEncoded();
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----";
    var secrets =
        List.of(
            der,
            pem.getBytes(StandardCharsets.US_ASCII),
            (pem + "\n").getBytes(StandardCharsets.US_ASCII),
            Base64.getEncoder().encode(der),
            key.getW().getAffineX().toByteArray(),
            forge.keys.activeId().getBytes(StandardCharsets.US_ASCII),
            "\0".getBytes(StandardCharsets.US_ASCII));
    var forged = new ArrayList<String>();
    for (var secret : secrets) {
      for (var token : genuine()) {
        var payload = Forge.decoded(token, 1);
        var typ = Forge.decoded(token, 0).contains("ticket") ? "execution-ticket+jwt" : "JWT";
        forged.add(Forge.hmac("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload, secret));
        forged.add(Forge.hmac(forge.header(typ).replace("ES256", "HS256"), payload, secret));
        forged.add(Forge.hmac(forge.header(typ), payload, secret));
      }
    }
    allRefused(forged);
  }

  @Test
  void aKeyThatATokenBringsAlongIsNotLookedAt() {
    var jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}";
    var forged = new ArrayList<String>();
    for (var kid : List.of(attacker.keys.activeId(), forge.keys.activeId(), "../../keys/x")) {
      for (var extra :
          List.of(
              "",
              ",\"jwk\":" + jwk,
              ",\"jku\":\"https://evil.example/jwks\"",
              ",\"x5u\":\"https://evil.example/cert\"",
              ",\"x5c\":[\"AA\"]",
              ",\"crit\":[\"exp\"]",
              ",\"b64\":false")) {
        for (var token : genuine()) {
          var typ = Forge.decoded(token, 0).contains("ticket") ? "execution-ticket+jwt" : "JWT";
          var header =
              "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"%s}".formatted(kid, typ, extra);
          forged.add(attacker.signed(header, Forge.decoded(token, 1)));
        }
      }
    }
    allRefused(forged);
  }

  @Test
  void aKeyIdIsAnIdAndNeverAPath() throws Exception {
    var forged = new ArrayList<String>();
    for (var kid :
        List.of(
            "/dev/null",
            "../../../../dev/null",
            "..\\\\..\\\\x",
            "x' UNION SELECT 'AA",
            "file:///dev/null",
            "",
            forge.keys.activeId() + "\\u0000",
            " " + forge.keys.activeId())) {
      for (var token : genuine()) {
        var header = "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}".formatted(kid);
        forged.add(Forge.hmac(header, Forge.decoded(token, 1), new byte[] {0}));
        forged.add(attacker.signed(header.replace("HS256", "ES256"), Forge.decoded(token, 1)));
      }
    }
    allRefused(forged);
  }

  @Test
  void aTokenOfOneKindIsNotOneOfAnother() {
    assertThat(forge.opensIdentity(forge.ticket().token())).isFalse();
    assertThat(forge.opensTicket(forge.identity())).isFalse();
    var ticket = Forge.decoded(forge.ticket().token(), 1);
    var identity = Forge.decoded(forge.identity(), 1);
    var both = ticket.substring(0, ticket.length() - 1) + "," + identity.substring(1);
    var forged = new ArrayList<String>();
    for (var typ : List.of("JWT", "jwt", "", "agent-identity+jwt", "EXECUTION-TICKET+JWT")) {
      forged.add(forge.signed(forge.header(typ), ticket));
    }
    for (var aud : List.of("agent-safe", "", "agent-safe-runner2", "AGENT-SAFE-RUNNER")) {
      forged.add(
          forge.signed(
              forge.header("execution-ticket+jwt"), ticket.replace("agent-safe-runner", aud)));
    }
    forged.add(
        forge.signed(
            forge.header("execution-ticket+jwt"),
            ticket.replace("\"agent-safe-runner\"", "[\"agent-safe-runner\"]")));
    forged.add(forge.signed(forge.header("execution-ticket+jwt"), both));
    assertThat(forged).noneMatch(forge::opensTicket);
    assertThat(forge.opensIdentity(forge.signed(forge.header("agent-identity+jwt"), ticket)))
        .isFalse();
    assertThat(forge.opensIdentity(forge.signed(forge.header("agent-identity+jwt"), both)))
        .isFalse();
  }

  @Test
  void aTicketThatTheSharedKeySignedIsNotRedeemable() throws Exception {
    var payload = Forge.decoded(forge.ticket().token(), 1);
    var secret = Forge.SHARED.getBytes(StandardCharsets.UTF_8);
    var token = Forge.hmac("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload, secret);
    assertThat(forge.opensTicket(token)).isFalse();
    assertThat(forge.opensTicket(Forge.hmac(forge.header("JWT"), payload, secret))).isFalse();
  }

  @Test
  void withoutASharedKeyNothingOlderIsRead() throws Exception {
    var token =
        Forge.hmac(
            "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
            "{\"agent_id\":\"a\",\"iss\":\"agent-safe\",\"iat\":1,\"exp\":4070908800}",
            Forge.SHARED.getBytes(StandardCharsets.UTF_8));
    assertThat(forge.opensIdentity(token)).isTrue();
    assertThat(attacker.opensIdentity(token)).isFalse();
  }

  @Test
  void duplicateMembersAndNumbersBeyondLimitsAreRefusedEvenWhenSigned() {
    var ticket = Forge.decoded(forge.ticket().token(), 1);
    var header = forge.header("execution-ticket+jwt");
    var forged = new ArrayList<String>();
    for (var name : List.of("action", "exp", "nonce", "aud", "params")) {
      forged.add(forge.signed(header, ticket.replaceFirst("\\{", "{\"" + name + "\":\"x\",")));
    }
    forged.add(forge.signed(header.replaceFirst("\\{", "{\"alg\":\"none\","), ticket));
    for (var time : BAD_TIMES) {
      forged.add(forge.signed(header, ticket.replaceFirst("\"exp\": \\d+", "\"exp\":" + time)));
      if (!List.of("0", "-0", "-1", "-62135596801").contains(time)) {
        forged.add(forge.signed(header, ticket.replaceFirst("\"iat\": \\d+", "\"iat\":" + time)));
      }
    }
    forged.add(forge.signed(header, ticket.replaceFirst("\"iat\": \\d+", "\"iat\":1")));
    forged.add(forge.signed(header, ticket + " {}"));
    forged.add(forge.signed(header, "[" + ticket + "]"));
    forged.add(forge.signed(header, ticket.replaceFirst("\"nonce\": \"..", "\"nonce\":\"AB")));
    assertThat(forged).noneMatch(forge::opensTicket);
  }

  @Test
  void anotherFormOfASignatureIsNotAccepted() {
    var token = forge.ticket().token();
    var signature = Forge.bytes(token, 2);
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    var high = ORDER.subtract(s).toByteArray();
    var malleable = Arrays.copyOf(signature, 64);
    Arrays.fill(malleable, 32, 64, (byte) 0);
    var length = Math.min(32, high.length);
    System.arraycopy(high, high.length - length, malleable, 64 - length, length);
    var order = new byte[64];
    System.arraycopy(ORDER.toByteArray(), 1, order, 0, 32);
    System.arraycopy(ORDER.toByteArray(), 1, order, 32, 32);
    var forged = new ArrayList<String>();
    for (var bytes :
        List.of(
            malleable,
            new byte[64],
            order,
            new byte[0],
            Arrays.copyOf(signature, 63),
            Arrays.copyOf(signature, 65),
            Arrays.copyOf(signature, 128))) {
      forged.add(Forge.with(token, 2, Forge.encode(bytes)));
    }
    for (var suffix : List.of("=", "==", "\n", " ", ".", ".x", "A", "%00")) {
      forged.add(token + suffix);
    }
    forged.add(" " + token);
    forged.add("Bearer " + token);
    forged.add(token.replace('.', ' '));
    forged.add(".." + token);
    forged.add("");
    forged.add(".");
    forged.add("..");
    forged.add("a".repeat(10_000_000));
    allRefused(forged);
  }

  private List<String> genuine() {
    return List.of(forge.ticket().token(), forge.identity());
  }

  private void allRefused(List<String> forged) {
    for (var token : forged) {
      assertThat(forge.opensTicket(token) || forge.opensIdentity(token))
          .as("opens something: %s", token)
          .isFalse();
      for (var reason : reasons(token)) {
        assertThat(reason).hasSizeLessThan(200);
        Arrays.stream(token.split("\\.", -1))
            .filter(p -> p.length() > 8)
            .forEach(p -> assertThat(reason).doesNotContain(p));
      }
    }
  }

  private List<String> reasons(String token) {
    var reasons = new ArrayList<String>();
    if (forge.tickets.verify(token, Forge.NOW)
        instanceof TicketAuthority.Checked.Refused(var reason)) {
      reasons.add(reason);
    }
    if (forge.identities.verify(token, Forge.NOW)
        instanceof IdentityTokens.Verified.Refused(var reason)) {
      reasons.add(reason);
    }
    return reasons;
  }
}
