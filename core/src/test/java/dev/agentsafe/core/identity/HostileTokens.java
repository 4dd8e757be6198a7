package dev.agentsafe.core.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody who wants in sends to one door; each with its name, none of them to be taken. */
final class HostileTokens {
  private static final List<String> KEY_IDS =
      List.of(
          "/dev/null",
          "../../../../dev/null",
          "..\\\\..\\\\keys",
          "%2e%2e%2fkeys",
          "file:///dev/null",
          "https://evil.example/key",
          "x' UNION SELECT 'AA",
          "$(id)",
          "",
          " ",
          "KID\\u0000",
          " KID",
          "KID ",
          "KID/../KID",
          "\\ud800");

  private final HostileDoor door;
  private final KeyPair attacker = pair("EC", "secp256r1");
  private final Map<String, String> all = new LinkedHashMap<>();

  private HostileTokens(HostileDoor door) {
    this.door = door;
  }

  static Map<String, String> at(HostileDoor door) {
    var tokens = new HostileTokens(door);
    tokens.unsigned();
    tokens.confusedKinds();
    tokens.keysBroughtAlong();
    tokens.keyIds();
    tokens.otherKeys();
    tokens.headers();
    tokens.bodies();
    tokens.spellings();
    tokens.all.putAll(HostileClaims.at(door));
    tokens.all.putAll(HostileSignatures.at(door));
    return tokens.all;
  }

  private void unsigned() {
    for (var alg : List.of("none", "None", "NONE", "nOnE", "", " none", "none\\u0000", "null")) {
      for (var kid : List.of("", ",\"kid\":\"" + door.key().kid() + "\"")) {
        var header = "{\"alg\":\"" + alg + "\"" + kid + ",\"typ\":\"JWT\"}";
        var body = Forge.encode(header) + "." + Forge.part(door.genuine(), 1);
        add("alg `" + alg + "`" + kid + ", no signature", body + ".");
        add("alg `" + alg + "`" + kid + ", two parts", body);
        add("alg `" + alg + "`" + kid + ", old signature", body + "." + signature());
      }
    }
    add("alg null", replaceHeader("\"" + door.key().algorithm() + "\"", "null"));
    add("alg a list", replaceHeader("\"" + door.key().algorithm() + "\"", "[\"none\"]"));
    add("no header", "." + Forge.part(door.genuine(), 1) + "." + signature());
    add("empty header", "e30." + Forge.part(door.genuine(), 1) + "." + signature());
  }

  private void confusedKinds() {
    var der = door.key().key().getEncoded();
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----";
    var secrets = new LinkedHashMap<String, byte[]>();
    secrets.put("DER", der);
    secrets.put("PEM", pem.getBytes(US_ASCII));
    secrets.put("PEM and line end", (pem + "\n").getBytes(US_ASCII));
    secrets.put("PEM with CRLF", pem.replace("\n", "\r\n").getBytes(US_ASCII));
    secrets.put("base64", Base64.getEncoder().encode(der));
    secrets.put("last 65 bytes", Arrays.copyOfRange(der, der.length - 65, der.length));
    secrets.put("key id", door.key().kid().getBytes(UTF_8));
    secrets.put("zero byte", new byte[1]);
    secrets.put("`secret`", "secret".getBytes(US_ASCII));
    secrets.forEach((what, secret) -> {
      for (var alg : List.of("HS256", "hs256", "HS384", door.key().algorithm())) {
        var header = door.header().replace(door.key().algorithm(), alg);
        add(what + " as a secret, " + alg, hmac(header, secret));
      }
    });
  }

  private void keysBroughtAlong() {
    var jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"evil\",\"x\":\"AA\",\"y\":\"AA\"}";
    for (var extra :
        List.of(
            "\"jwk\":" + jwk,
            "\"jku\":\"https://evil.example/keys\"",
            "\"jku\":\"http://127.0.0.1:1/keys\"",
            "\"x5u\":\"https://evil.example/cert\"",
            "\"x5c\":[\"AA\"]",
            "\"crit\":[\"exp\"]",
            "\"crit\":[]",
            "\"crit\":[\"b64\"],\"b64\":false",
            "\"b64\":false",
            "\"zip\":\"DEF\"",
            "\"enc\":\"A128GCM\"")) {
      var header = door.header().replaceFirst("\\{", "{" + extra + ",");
      add("genuine with " + extra, door.signed(header, door.payload()));
      add("forged with " + extra, forged(header));
      add(
          "forged under its own id with " + extra,
          forged(header.replace(door.key().kid(), "evil")));
    }
  }

  private void keyIds() {
    for (var id : KEY_IDS) {
      var kid = id.replace("KID", door.key().kid());
      var header =
          "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}".formatted(door.key().algorithm(), kid);
      add("kid `" + id + "`", forged(header));
      add("kid `" + id + "` with a secret of zero", hmac(header, new byte[1]));
    }
    for (var kid : List.of("null", "7", "[]", "{}", "[\"" + door.key().kid() + "\"]", "true")) {
      var header = replaced("\"" + door.key().kid() + "\"", kid);
      add("kid " + kid, door.signed(header, door.payload()));
    }
    add("no kid", door.signed("{\"alg\":\"" + door.key().algorithm() + "\"}", door.payload()));
  }

  private void otherKeys() {
    add("another key", forged(door.header()));
    for (var curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
      var key = pair("EC", curve);
      for (var alg : List.of("ES256", "ES384", "ES512")) {
        var hash = Map.of("ES256", "SHA256", "ES384", "SHA384", "ES512", "SHA512").get(alg);
        var header = door.header().replace(door.key().algorithm(), alg);
        add(
            curve + " as " + alg,
            signed(header, c -> sign(key, hash + "withECDSAinP1363Format", c)));
      }
    }
    var rsa = pair("RSA", "");
    for (var alg : List.of("RS256", "PS256", "RS384", "RS1")) {
      var header = door.header().replace(door.key().algorithm(), alg);
      add("another RSA key, " + alg, signed(header, c -> sign(rsa, "SHA256withRSA", c)));
    }
    var edwards = pair("Ed25519", "");
    for (var alg : List.of("EdDSA", "Ed25519", "ES256")) {
      var header = door.header().replace(door.key().algorithm(), alg);
      add("another Ed25519 key, " + alg, signed(header, c -> sign(edwards, "Ed25519", c)));
    }
  }

  private void headers() {
    for (var typ :
        List.of(
            "execution-ticket",
            "execution-ticket+jwt ",
            "EXECUTION-TICKET+JWT",
            "agent-identity",
            "AGENT-IDENTITY+JWT",
            "logout+jwt",
            "dpop+jwt",
            "JWE",
            "")) {
      add("typ `" + typ + "`", door.signed(typed("\"" + typ + "\""), door.payload()));
    }
    for (var typ : List.of("null", "7", "[\"JWT\"]", "{}")) {
      add("typ " + typ, door.signed(typed(typ), door.payload()));
    }
    for (var member : List.of("alg", "kid", "typ")) {
      var twice = door.header().replaceFirst("\\{", "{\"" + member + "\":\"x\",");
      add("header member " + member + " twice", door.signed(twice, door.payload()));
      var escaped = "\\\\u%04x".formatted((int) member.charAt(0)) + member.substring(1);
      add(
          "header member " + member + " twice, once escaped",
          door.signed(
              door.header().replaceFirst("\\{", "{\"" + escaped + "\":\"x\","), door.payload()));
    }
    for (var header :
        List.of("[]", "null", "\"x\"", "7", door.header() + "{}", door.header() + "x", "{", "")) {
      add("header " + header, door.signed(header, door.payload()));
    }
    add("header in UTF-16", door.signed(door.header().getBytes(UTF_16), door.payload()));
    add("header with a BOM", door.signed("\ufeff" + door.header(), door.payload()));
  }

  private void bodies() {
    var payload = door.payload();
    for (var body :
        List.of(
            "[" + payload + "]",
            "\"x\"",
            "7",
            "null",
            "true",
            "",
            "{",
            payload + "{}",
            payload + ",",
            payload + "\u0000",
            "\ufeff" + payload,
            payload.replace('"', '\''),
            payload.replaceFirst("\\{", "{/* */"),
            payload.replaceFirst("}$", ",}"),
            payload.replaceFirst("\\{", "{x:1,"),
            payload.replaceFirst("\\{", "{\"x\":NaN,"),
            payload.replaceFirst("\\{", "{\"x\":01,"),
            payload.replaceFirst("\\{", "{\"x\":0x1,"),
            payload.replaceFirst("\\{", "{\"x\":\"\u0001\","))) {
      add(
          "payload " + body.substring(0, Math.min(12, body.length())) + all.size(),
          door.signed(door.header(), body));
    }
    for (var depth : List.of(201, 1_000, 10_000)) {
      var deep = "[".repeat(depth) + "]".repeat(depth);
      add(
          depth + " lists in each other",
          door.signed(door.header(), payload.replaceFirst("\\{", "{\"x\":" + deep + ",")));
    }
    add("payload in UTF-16", door.signed(door.header().getBytes(UTF_8), payload.getBytes(UTF_16)));
    var broken = payload.getBytes(UTF_8);
    broken[payload.indexOf('"') + 1] = (byte) 0xff;
    add("payload that is no UTF-8", door.signed(door.header().getBytes(UTF_8), broken));
    for (var size : List.of(70_000, 1_000_000)) {
      var filler = "{\"x\":\"" + "a".repeat(size) + "\",";
      add(size + " bytes", door.signed(door.header(), payload.replaceFirst("\\{", filler)));
    }
    add("ten million letters", "a".repeat(10_000_000));
    add("a million dots", ".".repeat(1_000_000));
  }

  private void spellings() {
    var token = door.genuine();
    for (var end : List.of("=", "==", "\n", "\r\n", " ", ".", ".x", "A", "%00", "\u0000", ",x")) {
      add("with `" + end.strip() + "` at its end " + all.size(), token + end);
      add("with `" + end.strip() + "` before it " + all.size(), end + token);
    }
    for (var index = 0; index < 3; index++) {
      var part = Forge.part(token, index);
      for (var other : List.of(part + "=", part + "==", " " + part, part + "\n", part + "+", "")) {
        add("part " + index + " as " + all.size(), Forge.with(token, index, other));
      }
      add("part " + index + " twice", Forge.with(token, index, part + part));
      strayBits(part)
          .forEach(
              stray -> add("stray bits in a part " + all.size(), Forge.with(token, part, stray)));
    }
    add("five parts", token + "." + token.substring(token.indexOf('.') + 1));
    add("as JSON", "{\"payload\":\"" + Forge.part(token, 1) + "\"}");
    add("with a scheme", "Bearer " + token);
    add("nothing", "");
    add("two dots", "..");
  }

  /** The same bytes with other bits beyond their end. */
  private static List<String> strayBits(String part) {
    var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    var free = part.length() % 4 == 2 ? 4 : part.length() % 4 == 3 ? 2 : 0;
    var strays = new ArrayList<String>();
    if (free > 0) {
      var last = letters.indexOf(part.charAt(part.length() - 1));
      strays.add(part.substring(0, part.length() - 1) + letters.charAt(last ^ 1));
    }
    return strays;
  }

  private String typed(String typ) {
    return door.header().replaceFirst("\"typ\": ?\"[^\"]*\"", "\"typ\":" + typ);
  }

  private String replaced(String from, String to) {
    return door.header().replace(from, to);
  }

  private String replaceHeader(String from, String to) {
    return Forge.with(door.genuine(), 0, Forge.encode(replaced(from, to)));
  }

  private String signature() {
    return Forge.part(door.genuine(), 2);
  }

  private String hmac(String header, byte[] secret) {
    try {
      return Forge.hmac(header, door.payload(), secret);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String forged(String header) {
    return signed(header, content -> sign(attacker, "SHA256withECDSAinP1363Format", content));
  }

  private String signed(String header, java.util.function.Function<byte[], byte[]> signer) {
    var content = Forge.encode(header) + "." + Forge.encode(door.payload());
    return content + "." + Forge.encode(signer.apply(content.getBytes(US_ASCII)));
  }

  private static byte[] sign(KeyPair pair, String algorithm, byte[] content) {
    return HostileDoor.sign(pair.getPrivate(), algorithm, content);
  }

  static KeyPair pair(String kind, String curve) {
    try {
      var generator = KeyPairGenerator.getInstance(kind);
      if (!curve.isEmpty()) {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(String what, String token) {
    if (all.put(what, token) != null) {
      throw new IllegalStateException("two attacks are named " + what);
    }
  }
}
