package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Claims;
import dev.agentsafe.core.identity.Handover;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.ticket.SpentTickets;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tokens of 0.16: read, delegated from, and issued for it. */
final class TokensSuite implements Suite {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var folder = Files.createTempDirectory("keys");
    var keys = SigningKeys.open(folder, NOW);
    for (var id : keys.ids()) {
      Files.delete(folder.resolve(id + ".jwk"));
    }
    Files.delete(folder);
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("identity.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> identity(c, keys));
    }
    for (var c : Cases.of(dir.resolve("delegation.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> delegation(c, keys));
    }
    for (var c : Cases.of(dir.resolve("tickets.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> tickets(c, keys));
    }
    for (var c : Cases.of(dir.resolve("issue.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> issue(c, keys));
    }
    return tally;
  }

  private static IdentityTokens identities(
      Value.Fields c, SigningKeys keys, int depth, boolean anyChild) {
    return new IdentityTokens(
        new IdentityTokens.Config(
            Cases.text(c, "issuer"),
            pair(c, keys),
            new IdentityTokens.Handing(depth, Optional.empty(), (parent, child) -> anyChild)));
  }

  private static SharedKey.Pair pair(Value.Fields c, SigningKeys keys) {
    return new SharedKey.Pair(keys, Optional.of(SharedKey.of(Cases.text(c, "key"))));
  }

  private static TicketAuthority authority(Value.Fields c, SigningKeys keys) {
    return new TicketAuthority(
        new TicketAuthority.Config(
            Cases.text(c, "issuer"), pair(c, keys), Duration.ofMinutes(5), new SecureRandom()));
  }

  private static String identity(Value.Fields c, SigningKeys keys) {
    var expected = Cases.fields(c, "expected");
    var verified = identities(c, keys, 5, false).verify(Cases.text(c, "token"), NOW);
    return switch (verified) {
      case IdentityTokens.Verified.Refused(var reason) ->
          Cases.flag(expected, "accept") ? "refused: " + reason : "";
      case IdentityTokens.Verified.Known(var caller, var life) -> {
        if (!Cases.flag(expected, "accept")) {
          yield "accepted " + caller;
        }
        var got = identity(caller, life);
        yield got.equals(expected.get("identity").orElse(Value.NULL))
            ? ""
            : got + " instead of " + expected.get("identity");
      }
    };
  }

  private static Value identity(Caller caller, Claims.Life life) {
    return Value.EMPTY
        .with("agent_id", Value.of(caller.id().value()))
        .with("agent_name", Value.of(caller.name()))
        .with("roles", Value.texts(caller.grants().roles()))
        .with("groups", Value.texts(caller.grants().groups()))
        .with("issued_at", Value.of(time(life.issuedAt())))
        .with("expires_at", Value.of(time(life.expiresAt())))
        .with("delegation_chain", chain(caller))
        .with("delegated_roles", Value.texts(caller.delegation().roles()))
        .with("delegation_depth", Value.of(caller.delegation().depth()));
  }

  private static Value chain(Caller caller) {
    return new Value.Items(
        caller.delegation().links().stream()
            .<Value>map(l ->
                Value.EMPTY
                    .with("agent_id", Value.of(l.id().value()))
                    .with("agent_name", Value.of(l.name()))
                    .with("roles", Value.texts(l.grants().roles()))
                    .with("groups", Value.texts(l.grants().groups()))
                    .with("delegated_at", Value.of(l.delegatedAt())))
            .toList());
  }

  /** As 0.16 writes a time: seconds always, six digits of fraction or none. */
  private static String time(Instant instant) {
    var text = instant.toString();
    var dot = text.indexOf('.');
    return dot < 0
        ? text
        : (text.substring(0, text.length() - 1) + "000000").substring(0, dot + 7) + "Z";
  }

  private static String delegation(Value.Fields c, SigningKeys keys) {
    var request = Cases.fields(c, "request");
    var expected = Cases.fields(c, "expected");
    var depth = (int) Cases.whole(request, "max_depth");
    var handover =
        new Handover(
            new AgentId(Cases.text(request, "child_agent_id")),
            Cases.text(request, "child_agent_name"),
            new Caller.Grants(
                Cases.texts(request, "child_roles"), Cases.texts(request, "child_groups")),
            Cases.value(request, "ttl_seconds") instanceof Value.Int(var ttl)
                ? Optional.of(Duration.ofSeconds(ttl.longValueExact()))
                : Optional.empty());
    var parent = Cases.text(c, "parent_token");
    var allowed = identities(c, keys, depth, true).delegate(parent, handover, NOW);
    var problem = delegated(allowed, expected);
    if (!problem.isEmpty() || !Cases.tags(c).contains("S13")) {
      return problem;
    }
    return identities(c, keys, depth, false).delegate(parent, handover, NOW)
            instanceof IdentityTokens.Delegated.Refused
        ? ""
        : "a child of any id was accepted";
  }

  private static String delegated(IdentityTokens.Delegated got, Value.Fields expected) {
    return switch (got) {
      case IdentityTokens.Delegated.Refused(var reason) ->
          Cases.flag(expected, "success") ? "refused: " + reason : "";
      case IdentityTokens.Delegated.Issued issued -> {
        if (!Cases.flag(expected, "success")) {
          yield "issued";
        }
        var claims = payload(issued.token());
        var life = Cases.whole(claims, "exp") - Cases.whole(claims, "iat");
        if (expected.get("exp").orElse(Value.NULL) instanceof Value.Int(var exp)
            && exp.longValue() != Cases.whole(claims, "exp")) {
          yield "ends at " + Cases.whole(claims, "exp") + " instead of " + exp;
        }
        if (expected.get("ttl").orElse(Value.NULL) instanceof Value.Int(var ttl)
            && ttl.longValue() != life) {
          yield "lives " + life + " instead of " + ttl;
        }
        var want = Cases.fields(expected, "claims");
        var have = without(withoutTime(claims), List.of("iat", "exp", "aud"));
        yield have.equals(want) ? "" : have + " instead of " + want;
      }
    };
  }

  private static Value.Fields withoutTime(Value.Fields claims) {
    var links = new java.util.ArrayList<>(Cases.items(claims, "delegation_chain"));
    var last = (Value.Fields) links.removeLast();
    links.add(last.with("delegated_at", Value.NULL));
    return claims.with("delegation_chain", new Value.Items(links));
  }

  private static String tickets(Value.Fields c, SigningKeys keys) {
    var authority = authority(c, keys);
    var spent = new SpentTickets();
    var results = Cases.items(Cases.fields(c, "expected"), "steps");
    var at = 0;
    for (var item : Cases.items(c, "steps")) {
      var step = (Value.Fields) item;
      var expected = (Value.Fields) results.get(at);
      var got = ticket(authority, spent, step);
      var want = Cases.flag(expected, "valid") ? Cases.value(expected, "ticket") : Value.NULL;
      if (!got.equals(want)) {
        return "step " + at + ": " + got + " instead of " + want;
      }
      at++;
    }
    return "";
  }

  private static Value ticket(TicketAuthority authority, SpentTickets spent, Value.Fields step) {
    if (!(authority.verifyOlder(Cases.text(step, "token"), NOW)
        instanceof TicketAuthority.Checked.Good(var ticket))) {
      return Value.NULL;
    }
    var fits =
        TicketAuthority.mismatch(
                ticket,
                Cases.optText(step, "expected_action"),
                Cases.optText(step, "expected_target"))
            .isEmpty();
    if (!fits || !spent.trySpend(ticket.nonce(), ticket.expiresAt())) {
      return Value.NULL;
    }
    var claims = ticket.claims();
    return Value.EMPTY
        .with("action", Value.of(claims.action()))
        .with("target", Value.of(claims.target()))
        .with("caller", Value.of(claims.caller()))
        .with("params", claims.params())
        .with("audit_id", Value.of(claims.auditId()))
        .with("nonce", Value.of(ticket.nonce()))
        .with("issued_at", Value.of(time(ticket.issuedAt())))
        .with("expires_at", Value.of(time(ticket.expiresAt())));
  }

  private static String issue(Value.Fields c, SigningKeys keys) {
    var args = Cases.fields(c, "args");
    var expected = Cases.fields(c, "expected");
    var life = Duration.ofSeconds(Cases.whole(expected, "lifetime_seconds"));
    var token =
        Cases.text(c, "op").equals("create_token")
            ? identities(c, keys, 5, false).issueOlder(caller(args), life, NOW)
            : authority(c, keys).issueOlder(ticketClaims(args), life, NOW).token();
    var claims = payload(token);
    if (!object(token.substring(0, token.indexOf('.'))).equals(Cases.fields(expected, "header"))) {
      return "another header";
    }
    if (Cases.whole(claims, "exp") - Cases.whole(claims, "iat") != life.toSeconds()) {
      return "another lifetime";
    }
    if (claims.text("nonce").map(String::length).orElse(0)
        != Cases.whole(expected, "nonce_length")) {
      return "another nonce";
    }
    var have = without(claims, List.of("iat", "exp", "nonce"));
    return have.equals(Cases.fields(expected, "claims"))
        ? ""
        : have + " instead of " + Cases.fields(expected, "claims");
  }

  private static Caller caller(Value.Fields args) {
    return new Caller(
        new AgentId(Cases.text(args, "agent_id")),
        Cases.optText(args, "agent_name").orElse(""),
        new Caller.Grants(Cases.texts(args, "roles"), Cases.texts(args, "groups")),
        Caller.Delegation.NONE);
  }

  private static Ticket.Claims ticketClaims(Value.Fields args) {
    return new Ticket.Claims(
        Cases.text(args, "action"),
        Cases.text(args, "target"),
        Cases.text(args, "caller"),
        Cases.fields(args, "params"),
        Cases.text(args, "audit_id"));
  }

  private static Value.Fields payload(String token) {
    return object(token.split("\\.", -1)[1]);
  }

  private static Value.Fields object(String part) {
    var text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return (Value.Fields) ((Json.Read.Good) Json.read(text)).value();
  }

  private static Value.Fields without(Value.Fields of, List<String> names) {
    return new Value.Fields(
        of.values().entrySet().stream()
            .filter(e -> !names.contains(e.getKey()))
            .collect(Collectors.toMap(java.util.Map.Entry::getKey, java.util.Map.Entry::getValue)));
  }
}
