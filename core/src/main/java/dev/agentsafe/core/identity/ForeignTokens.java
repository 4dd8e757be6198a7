package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the tokens of one foreign issuer; thread-safe.
 *
 * <p>The settings say who signs, how, for whom and what its claims mean; a token says nothing about
 * how it is to be verified but the id of its key. No reason holds any part of a token.
 */
final class ForeignTokens {
  /** Headers that bring a key along, or change what is signed. */
  private static final Set<String> NOT_READ =
      Set.of("crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c");

  private static final Set<String> TYPES =
      Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@/:|+=~-]{1,200}");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "system:serviceaccount:([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
              + ":([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)");
  private static final String ACCOUNTS = "system:serviceaccounts";
  private static final int LONGEST_KEY_ID = 200;
  private static final int MOST_GRANTS = 200;
  private static final int LONGEST_DISPLAY_NAME = 200;

  private final ForeignIssuer issuer;
  private final KeyRing keys;

  ForeignTokens(ForeignIssuer issuer, KeySource source) {
    this.issuer = issuer;
    keys = new KeyRing(issuer.pinned().issuer(), source);
  }

  ForeignIssuer issuer() {
    return issuer;
  }

  /** Who is behind a token that says it is this issuer's. */
  Verified verify(CompactToken token, Value.Fields payload, Instant now) {
    try {
      if (!(token.strictHeader() instanceof Value.Fields header)) {
        throw new Claims.Unfit("its header is not a JSON object");
      }
      var algorithm = algorithm(header);
      var key = key(header, algorithm, now);
      if (!algorithm.verifies(key, token.content(), token.signature())) {
        throw new Claims.Unfit("its signature does not match");
      }
      return read(payload, now);
    } catch (Claims.Unfit e) {
      return IdentityTokens.refused(e.reason());
    }
  }

  private SignatureAlgorithm algorithm(Value.Fields header) throws Claims.Unfit {
    if (header.values().keySet().stream().anyMatch(NOT_READ::contains)) {
      throw new Claims.Unfit("its header brings along what is not read from a token");
    }
    var type = header.get("typ");
    if (type.isPresent()
        && !(type.get() instanceof Value.Text(var text)
            && TYPES.contains(text.toLowerCase(Locale.ROOT)))) {
      throw new Claims.Unfit("it was issued for another use");
    }
    return header
        .text("alg")
        .flatMap(SignatureAlgorithm::of)
        .filter(issuer.pinned().algorithms()::contains)
        .orElseThrow(
            () -> new Claims.Unfit("its algorithm is not one that its issuer is allowed here"));
  }

  private PublicKey key(Value.Fields header, SignatureAlgorithm algorithm, Instant now)
      throws Claims.Unfit {
    var id = header.text("kid").orElse("");
    if (id.isEmpty() || id.length() > LONGEST_KEY_ID) {
      throw new Claims.Unfit("its header does not say which key signed it");
    }
    return switch (keys.find(id, algorithm, now)) {
      case KeyRing.Looked.Found(var key) -> key;
      case KeyRing.Looked.Missing(var why) -> throw new Claims.Unfit(why);
    };
  }

  private Verified read(Value.Fields payload, Instant now) throws Claims.Unfit {
    var claims = Claims.ours(payload);
    var limits = issuer.limits();
    var life = claims.life(issuer.pinned().issuer(), now, limits.skew());
    if (!isForUs(payload)) {
      throw new Claims.Unfit("it was issued for somebody else");
    }
    if (Duration.between(life.issuedAt(), life.expiresAt()).compareTo(limits.life()) > 0) {
      throw new Claims.Unfit("it lives longer than its issuer is allowed here");
    }
    for (var required : issuer.pinned().required().entrySet()) {
      if (!payload.text(required.getKey()).equals(Optional.of(required.getValue()))) {
        throw new Claims.Unfit(
            "its claim `" + required.getKey() + "` is not what this workspace requires");
      }
    }
    var caller =
        switch (issuer.mapping()) {
          case ForeignIssuer.Mapping.Claimed mapping -> claimed(payload, mapping);
          case ForeignIssuer.Mapping.ServiceAccount() -> serviceAccount(payload);
        };
    return new Verified.Known(caller, life);
  }

  /** One audience and no other: a token that others were given as well, they can present too. */
  private boolean isForUs(Value.Fields payload) {
    var wanted = Value.of(issuer.pinned().audience());
    var audience = payload.get("aud").orElse(Value.NULL);
    return audience.equals(wanted)
        || (audience instanceof Value.Items(var items) && items.equals(List.of(wanted)));
  }

  private Caller claimed(Value.Fields payload, ForeignIssuer.Mapping.Claimed mapping)
      throws Claims.Unfit {
    var name = at(payload, mapping.agentId());
    if (!(name instanceof Value.Text(var text)) || !NAME.matcher(text).matches()) {
      throw new Claims.Unfit(
          "its claim `" + String.join(".", mapping.agentId()) + "` is no agent's name");
    }
    return caller(
        text,
        at(payload, mapping.name()) instanceof Value.Text(var shown)
            ? shown.substring(0, Math.min(shown.length(), LONGEST_DISPLAY_NAME))
            : "",
        new Caller.Grants(
            allowed(at(payload, mapping.roles()), mapping.allowed().roles()),
            allowed(at(payload, mapping.groups()), mapping.allowed().groups())));
  }

  private static List<String> allowed(Value given, List<String> allowed) throws Claims.Unfit {
    var kept = new ArrayList<String>();
    switch (given) {
      case Value.Null _ -> {}
      case Value.Text(var one) -> kept.add(one);
      case Value.Items(var items) -> {
        if (items.size() > MOST_GRANTS) {
          throw new Claims.Unfit("it names more roles or groups than are read");
        }
        for (var item : items) {
          if (!(item instanceof Value.Text(var text))) {
            throw new Claims.Unfit("its roles or groups hold something that is not a text");
          }
          kept.add(text);
        }
      }
      case Value.Bool _, Value.Int _, Value.Real _, Value.Fields _ ->
          throw new Claims.Unfit("its roles or groups are not a list of texts");
    }
    return kept.stream().filter(allowed::contains).distinct().toList();
  }

  private Caller serviceAccount(Value.Fields payload) throws Claims.Unfit {
    var account = ACCOUNT.matcher(payload.text("sub").orElse(""));
    if (!account.matches()) {
      throw new Claims.Unfit("its claim `sub` is no service account");
    }
    var namespace = account.group(1);
    var name = account.group(2);
    if (!at(payload, List.of("kubernetes.io", "namespace")).equals(Value.of(namespace))
        || !at(payload, List.of("kubernetes.io", "serviceaccount", "name"))
            .equals(Value.of(name))) {
      throw new Claims.Unfit("its claims do not agree on the service account");
    }
    return caller(
        namespace + "/" + name,
        "",
        new Caller.Grants(List.of(), List.of(ACCOUNTS, ACCOUNTS + ":" + namespace)));
  }

  private Caller caller(String name, String shown, Caller.Grants grants) {
    return new Caller(
        new AgentId(issuer.prefix() + ForeignIssuer.MARK + name),
        shown,
        grants,
        Caller.Delegation.NONE);
  }

  /** What is there; null where nothing is, or the path is empty. */
  private static Value at(Value.Fields payload, List<String> path) {
    if (path.isEmpty()) {
      return Value.NULL;
    }
    Value at = payload;
    for (var step : path) {
      at = at instanceof Value.Fields fields ? fields.get(step).orElse(Value.NULL) : Value.NULL;
    }
    return at;
  }
}
