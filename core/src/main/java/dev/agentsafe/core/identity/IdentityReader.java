package dev.agentsafe.core.identity;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code identity} of the settings. */
public final class IdentityReader {
  private static final Set<String> IDENTITY = keys("issuers", "delegation");
  private static final Set<String> DELEGATION = keys("max_depth", "max_life", "children");
  private static final long LONGEST_LIFE = Duration.ofDays(30).toSeconds();

  private final Problems problems;

  private IdentityReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads the section; what does not hold is noted.
   *
   * @param root what paths are relative to
   * @param own the workspace's own issuer, which nobody else can be
   */
  public static IdentitySettings read(Node node, Path root, String own, Problems problems) {
    return new IdentityReader(problems).settings(node, root, own);
  }

  static Set<String> keys(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(keys)));
  }

  private IdentitySettings settings(Node node, Path root, String own) {
    var item = Section.open(node, "`identity`", IDENTITY, problems);
    var nodes = item.items("issuers");
    var issuers = nodes.stream().map(n -> IssuerReader.read(n, root, problems)).toList();
    for (var i = 0; i < nodes.size(); i++) {
      distinct(issuers.get(i), nodes.get(i), issuers.subList(0, i), own);
    }
    var handing = item.given("delegation").map(this::delegation).orElse(IdentitySettings.NONE);
    return new IdentitySettings(
        issuers, handing.maxDepth(), handing.delegatedLife(), handing.children());
  }

  private void distinct(ForeignIssuer issuer, Node at, List<ForeignIssuer> earlier, String own) {
    var name = issuer.pinned().issuer();
    if (name.equals(own)) {
      problems.error(
          at, "issuer", "`" + name + "` is this workspace's own issuer; leave it out here");
    }
    for (var other : earlier) {
      if (other.pinned().issuer().equals(name)) {
        problems.error(at, "issuer", "the issuer `" + name + "` is given twice; remove one");
      }
      if (other.prefix().equals(issuer.prefix())) {
        problems.error(
            at,
            "prefix",
            "the prefix `"
                + issuer.prefix()
                + "` is another issuer's; its agents could not be told apart");
      }
    }
  }

  private IdentitySettings delegation(Node node) {
    var item = Section.open(node, "`delegation`", DELEGATION, problems);
    var children = new LinkedHashMap<String, List<String>>();
    item.given("children")
        .ifPresent(map ->
            item.typed()
                .entries(map, "`children`", (parent, ids) -> children.put(parent, ids(item, ids))));
    return new IdentitySettings(
        List.of(),
        (int) whole(item, "max_depth", new Range(0, IdentityTokens.DEEPEST)).orElse(5L).longValue(),
        whole(item, "max_life", new Range(1, LONGEST_LIFE)).map(Duration::ofSeconds),
        Map.copyOf(children));
  }

  private List<String> ids(Section item, Node node) {
    if (!(node instanceof Node.Sequence(var at, List<Node> nodes))) {
      problems.error(node, "type", "the children of a parent must be a list of ids");
      return List.of();
    }
    var ids = new HashSet<String>();
    for (var each : nodes) {
      var id = item.typed().text(each, "an id of a child");
      ReservedIds.objection(new AgentId(id))
          .ifPresent(why -> problems.error(each, "agent-id", "`" + id + "` is no agent: " + why));
      ids.add(id);
    }
    return List.copyOf(ids);
  }

  /** What a number may be. */
  record Range(long least, long most) {}

  private Optional<Long> whole(Section item, String key, Range range) {
    return whole(item, key, range, problems);
  }

  static Optional<Long> whole(Section item, String key, Range range, Problems problems) {
    var value = item.optionalWhole(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get().compareTo(BigInteger.valueOf(range.least())) < 0
        || value.get().compareTo(BigInteger.valueOf(range.most())) > 0) {
      item.get(key)
          .ifPresent(node ->
              problems.error(
                  node,
                  "range",
                  "`%s` must be at least %d and at most %d, not `%s`"
                      .formatted(key, range.least(), range.most(), value.get())));
      return Optional.empty();
    }
    return value.map(BigInteger::longValueExact);
  }
}
