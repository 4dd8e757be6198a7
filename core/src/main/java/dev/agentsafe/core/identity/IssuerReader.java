package dev.agentsafe.core.identity;

import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.identity.ForeignIssuer.KeysAt;
import dev.agentsafe.core.identity.ForeignIssuer.Mapping;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one item of {@code identity.issuers}. */
final class IssuerReader {
  private static final Set<String> ISSUER =
      IdentityReader.keys(
          "issuer",
          "audience",
          "jwks_url",
          "jwks_file",
          "ca_file",
          "token_file",
          "private_network",
          "algorithms",
          "prefix",
          "kind",
          "claims",
          "allowed_roles",
          "allowed_groups",
          "require",
          "clock_skew",
          "max_life");
  private static final Set<String> CLAIMS =
      IdentityReader.keys("agent_id", "name", "roles", "groups");
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Set<String> TAKEN = Set.of("operator", "anonymous");
  private static final List<String> KINDS = List.of("oidc", "kubernetes");
  private static final long USUAL_SKEW = 30;
  private static final long MOST_SKEW = 300;
  private static final long USUAL_LIFE = Duration.ofDays(1).toSeconds();
  private static final long MOST_LIFE = Duration.ofDays(7).toSeconds();

  private final Section item;
  private final Path root;
  private final Problems problems;

  private IssuerReader(Section item, Path root, Problems problems) {
    this.item = item;
    this.root = root;
    this.problems = problems;
  }

  static ForeignIssuer read(Node node, Path root, Problems problems) {
    return new IssuerReader(Section.open(node, "an issuer", ISSUER, problems), root, problems)
        .issuer();
  }

  private ForeignIssuer issuer() {
    var kubernetes =
        item.given("kind").isPresent() && item.word("kind", this::kind, KINDS).equals("kubernetes");
    return new ForeignIssuer(
        new ForeignIssuer.Pinned(some("issuer"), some("audience"), algorithms(), required()),
        keysAt(),
        prefix(),
        kubernetes ? serviceAccount() : claimed(),
        new ForeignIssuer.Limits(
            seconds("clock_skew", 0, MOST_SKEW).orElse(Duration.ofSeconds(USUAL_SKEW)),
            seconds("max_life", 1, MOST_LIFE).orElse(Duration.ofSeconds(USUAL_LIFE))));
  }

  private Optional<String> kind(String word) {
    return KINDS.contains(word) ? Optional.of(word) : Optional.empty();
  }

  private String some(String key) {
    var text = item.text(key);
    if (text.isBlank()) {
      note(key, "value", "`" + key + "` is empty; say exactly what its tokens say");
    }
    return text;
  }

  private Set<SignatureAlgorithm> algorithms() {
    var all = List.of(SignatureAlgorithm.values());
    if (!item.require("algorithms")) {
      return Set.of();
    }
    var named = item.words("algorithms", SignatureAlgorithm::of, all).orElse(List.of());
    if (named.isEmpty()) {
      note("algorithms", "value", "name at least one of `ES256`, `RS256`, `PS256`, `EdDSA`");
      return Set.of();
    }
    return EnumSet.copyOf(named);
  }

  private Map<String, String> required() {
    return item.optionalTextMap("require").orElse(Map.of());
  }

  private String prefix() {
    var prefix = item.text("prefix");
    if (!PREFIX.matcher(prefix).matches() || TAKEN.contains(prefix)) {
      note(
          "prefix",
          "prefix",
          "`"
              + prefix
              + "` is no prefix: use lower-case letters, digits and `-`, such as `ci`; its agents"
              + " are then called `ci:NAME`");
    }
    return prefix;
  }

  private KeysAt keysAt() {
    var url = item.optionalText("jwks_url");
    var file = item.optionalText("jwks_file");
    if (url.isPresent() == file.isPresent()) {
      problems.error(
          item.node(), "keys", "an issuer needs either `jwks_url` or `jwks_file`, and not both");
      return new KeysAt.File(root);
    }
    if (file.isPresent()) {
      for (var key : List.of("ca_file", "token_file", "private_network")) {
        note(key, "keys", "`" + key + "` is for `jwks_url`; remove it");
      }
      return new KeysAt.File(path("jwks_file").orElse(root));
    }
    return new KeysAt.Address(
        address(url.orElse("")),
        path("ca_file"),
        path("token_file"),
        item.flag("private_network", false));
  }

  private Destination address(String text) {
    return switch (Destination.parse(text)) {
      case Destination.Read.Good(var destination) -> destination;
      case Destination.Read.Bad(var why) -> {
        note("jwks_url", "url", "`" + text + "` will not do: " + why);
        yield new Destination("https", "invalid.invalid", 443, "/");
      }
    };
  }

  private Optional<Path> path(String key) {
    return item.optionalText(key)
        .flatMap(text -> {
          try {
            return Optional.of(root.resolve(text).normalize());
          } catch (InvalidPathException e) {
            note(key, "value", "`" + text + "` is no path");
            return Optional.empty();
          }
        });
  }

  private Mapping serviceAccount() {
    for (var key : List.of("claims", "allowed_roles", "allowed_groups")) {
      note(key, "kind", "`" + key + "` is not for service accounts; remove it, or the `kind`");
    }
    return new Mapping.ServiceAccount();
  }

  private Mapping claimed() {
    var claims = item.given("claims").map(node -> Section.open(node, "`claims`", CLAIMS, problems));
    var roles = claims.flatMap(c -> claim(c, "roles"));
    var groups = claims.flatMap(c -> claim(c, "groups"));
    together("roles", roles, "allowed_roles");
    together("groups", groups, "allowed_groups");
    return new Mapping.Claimed(
        claims.flatMap(c -> claim(c, "agent_id")).orElse(List.of("sub")),
        claims.flatMap(c -> claim(c, "name")).orElse(List.of()),
        roles.orElse(List.of()),
        groups.orElse(List.of()),
        new Caller.Grants(item.texts("allowed_roles"), item.texts("allowed_groups")));
  }

  /** Whoever reads roles from others says which: an issuer does not make deployers by itself. */
  private void together(String claim, Optional<List<String>> path, String allowed) {
    if (path.isPresent() != item.get(allowed).isPresent()) {
      problems.error(
          item.node(),
          "grants",
          path.isPresent()
              ? "`claims.%s` needs `%s`: the names that this issuer may give"
                  .formatted(claim, allowed)
              : "`%s` needs `claims.%s`: the claim that names them".formatted(allowed, claim));
    }
  }

  /** A claim's name, or the names on the way to it as a list. */
  private Optional<List<String>> claim(Section claims, String key) {
    return claims
        .given(key)
        .map(node -> {
          if (!(node instanceof Node.Sequence(var at, List<Node> steps))) {
            return List.of(claims.typed().text(node, "`" + key + "`"));
          }
          var path = new ArrayList<String>();
          steps.forEach(step -> path.add(claims.typed().text(step, "an item of `" + key + "`")));
          if (path.isEmpty()) {
            problems.error(node, "value", "`" + key + "` is empty; name a claim");
          }
          return path;
        });
  }

  private Optional<Duration> seconds(String key, long least, long most) {
    return IdentityReader.whole(item, key, new IdentityReader.Range(least, most), problems)
        .map(Duration::ofSeconds);
  }

  private void note(String key, String code, String message) {
    item.get(key).ifPresent(node -> problems.error(node, code, message));
  }
}
