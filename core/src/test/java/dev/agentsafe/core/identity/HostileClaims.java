package dev.agentsafe.core.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims that even the genuine key may not sign: other audiences, times that are none, twins. */
final class HostileClaims {
  private static final List<String> NEVER_A_TIME =
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
          "\"\"",
          "true",
          "null",
          "[4070908800]",
          "{}",
          "1768478700.5",
          "NaN",
          "Infinity",
          "-Infinity",
          "0x7fffffff",
          "1_768_478_700");
  private static final List<String> AUDIENCES =
      List.of(
          "\"\"",
          "\"AUD \"",
          "\"AUD\\u0000\"",
          "\"aud\"",
          "\"AUD,other\"",
          "\"*\"",
          "[]",
          "[[\"AUD\"]]",
          "[\"other\"]",
          "[\"AUD\",\"other\"]",
          "[\"other\",\"AUD\"]",
          "[\"AUD\",\"AUD\"]",
          "[\"AUD\",null]",
          "{\"AUD\":true}",
          "null",
          "7",
          "true",
          "\"AUD2\"",
          "\"https://AUD\"");

  private final HostileDoor door;
  private final Map<String, String> all = new LinkedHashMap<>();

  private HostileClaims(HostileDoor door) {
    this.door = door;
  }

  static Map<String, String> at(HostileDoor door) {
    var claims = new HostileClaims(door);
    claims.times();
    claims.audiences();
    claims.issuers();
    claims.twins();
    claims.texts();
    return claims.all;
  }

  private void times() {
    var now = Forge.NOW.getEpochSecond();
    for (var time : NEVER_A_TIME) {
      for (var claim : List.of("exp", "iat", "nbf")) {
        if (!(claim.equals("nbf") && time.equals("null"))) {
          number(claim, time);
        }
      }
    }
    for (var time : List.of("0", "-0", "-1", "1", "" + (now - 31), "" + (now - 86_400))) {
      number("exp", time);
    }
    for (var time : List.of("" + (now + 31), "" + (now + 86_400), "253402300799")) {
      number("iat", time);
      number("nbf", time);
    }
    if (!door.name().equals("identities")) {
      number("exp", "" + (now + 30L * 86_400));
      number("iat", "" + (now - 30L * 86_400));
    }
    for (var claim : List.of("exp", "iat")) {
      add("no " + claim, door.payload().replaceFirst("\"" + claim + "\": ?\\d+", "\"x\": 1"));
    }
  }

  private void number(String claim, String value) {
    var payload = door.payload();
    var changed =
        payload.contains("\"" + claim + "\"")
            ? payload.replaceFirst("\"" + claim + "\": ?\\d+", "\"" + claim + "\":" + value)
            : payload.replaceFirst("\\{", "{\"" + claim + "\":" + value + ",");
    add(claim + " " + value, changed);
  }

  private void audiences() {
    var audience = door.name().equals("tickets") ? "agent-safe-runner" : "agent-safe";
    for (var value : AUDIENCES) {
      add("aud " + value, member("aud", value.replace("AUD", audience)));
    }
    if (!door.isForeign()) {
      add("aud a list of one", member("aud", "[\"" + audience + "\"]"));
    }
    var other = door.name().equals("tickets") ? "agent-safe" : "agent-safe-runner";
    add("aud of another kind", member("aud", "\"" + other + "\""));
  }

  private void issuers() {
    for (var value :
        List.of(
            "\"\"",
            "null",
            "7",
            "[]",
            "{}",
            "true",
            "\"ISS/\"",
            "\"ISS \"",
            "\"ISS\\u0000\"",
            "\" ISS\"",
            "[\"ISS\"]",
            "\"https://evil.example\"",
            "\"\\u0410gent-safe\"")) {
      add("iss " + value, member("iss", value.replace("ISS", issuer())));
    }
  }

  private String issuer() {
    var at = door.payload().indexOf("\"iss\"");
    return door.payload().substring(at).replaceFirst("\"iss\": ?\"([^\"]*)\".*", "$1");
  }

  private void twins() {
    for (var claim : List.of("iss", "aud", "exp", "iat")) {
      twice(claim, "\"x\"");
    }
    door.texts().forEach((claim, value) -> twice(claim, "\"" + value + "\""));
  }

  private void twice(String claim, String value) {
    var escaped = "\\\\u%04x".formatted((int) claim.charAt(0)) + claim.substring(1);
    var first = door.payload().replaceFirst("\\{", "{\"" + claim + "\":" + value + ",");
    add(claim + " twice, first", first);
    var last = door.payload().replaceFirst("}$", ",\"" + claim + "\":" + value + "}");
    add(claim + " twice, last", last);
    add(
        claim + " twice, once escaped",
        door.payload().replaceFirst("\\{", "{\"" + escaped + "\":" + value + ","));
  }

  private void texts() {
    for (var claim : door.texts().keySet()) {
      if (!claim.equals("iss")) {
        for (var value : List.of("null", "7", "[]", "{}", "true", "[\"x\"]")) {
          add(claim + " " + value, member(claim, value));
        }
      }
    }
    if (!door.name().equals("tickets")) {
      var id = door.isForeign() ? "sub" : "agent_id";
      for (var name : List.of("", " ", "\\u0000", "\\n")) {
        add(id + " `" + name + "`", member(id, "\"" + name + "\""));
      }
    }
    if (door.name().equals("identities")) {
      for (var name :
          List.of("operator/anna", "Operator/anna", "\\uff4fperator/anna", "anonymous", "ci:bot")) {
        add("agent_id " + name, member("agent_id", "\"" + name + "\""));
      }
      add("handed on 6 times", door.payload().replaceFirst("\\{", "{\"delegation_depth\":6,"));
    }
    if (door.name().equals("tickets")) {
      for (var nonce : List.of("", "0", "A".repeat(32), "g".repeat(32), "0".repeat(33))) {
        add("nonce " + nonce, member("nonce", "\"" + nonce + "\""));
      }
    }
  }

  private String member(String claim, String value) {
    return door.payload()
        .replaceFirst(
            "\"" + claim + "\": ?\"[^\"]*\"",
            java.util.regex.Matcher.quoteReplacement("\"" + claim + "\":" + value));
  }

  private void add(String what, String payload) {
    if (payload.equals(door.payload())) {
      throw new IllegalStateException("nothing was changed for " + what);
    }
    if (all.put("claims: " + what, door.signed(door.header(), payload)) != null) {
      throw new IllegalStateException("two attacks are named " + what);
    }
  }
}
