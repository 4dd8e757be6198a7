package dev.agentsafe.core.anchor;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperReader;
import dev.agentsafe.core.tlog.VerifierKey;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code anchors} of the settings. */
public final class AnchorReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final List<String> TYPES = List.of("rfc3161", "s3", "witness");
  private static final Set<String> SECTION = Set.of("every", "overdue", "quorum", "with");
  private static final int LEAST_SECONDS = 10;
  private static final int MOST_SECONDS = 30 * 24 * 3600;

  private final EgressSettings egress;
  private final Path root;
  private final Problems problems;

  private AnchorReader(EgressSettings egress, Path root, Problems problems) {
    this.egress = egress;
    this.root = root;
    this.problems = problems;
  }

  /** Reads the section; what does not hold is noted. */
  public static AnchorSettings read(
      Node node, EgressSettings egress, Path root, Problems problems) {
    return new AnchorReader(egress, root, problems).read(node);
  }

  private AnchorSettings read(Node node) {
    var section = Section.open(node, "`anchors`", SECTION, problems);
    var every = number(section, "every", 3600, LEAST_SECONDS, MOST_SECONDS);
    var overdue = number(section, "overdue", 3 * every, LEAST_SECONDS, 3 * MOST_SECONDS);
    var names = new HashSet<String>();
    var all = new ArrayList<AnchorSettings.Named>();
    for (var item : section.items("with")) {
      anchor(item)
          .ifPresent(anchor -> {
            if (!names.add(anchor.name())) {
              problems.error(item, "duplicate", "two anchors are named `" + anchor.name() + "`");
            }
            all.add(anchor);
          });
    }
    return new AnchorSettings(
        new AnchorSettings.Pace(Duration.ofSeconds(every), Duration.ofSeconds(overdue)),
        quorum(section, all),
        all);
  }

  private int quorum(Section section, List<AnchorSettings.Named> all) {
    var witnesses = all.stream().filter(a -> a.kind() == Kind.COSIGNATURE).count();
    var quorum = number(section, "quorum", 1, 1, 64);
    section
        .get("quorum")
        .filter(at -> quorum > witnesses)
        .ifPresent(at ->
            problems.error(
                at,
                "quorum",
                "`quorum` is `%d`, and there are %d witnesses".formatted(quorum, witnesses)));
    return quorum;
  }

  private Optional<AnchorSettings.Named> anchor(Node node) {
    var said = Section.peek(node, "type");
    var type = TYPES.contains(said) ? said : "";
    var item =
        Section.open(
            node,
            type.isEmpty() ? "an anchor" : "an anchor of type `" + type + "`",
            keys(type),
            problems);
    item.word("type", t -> Optional.of(t).filter(TYPES::contains), TYPES);
    var name = item.text("name");
    if (!NAME.matcher(name).matches()) {
      item.get("name")
          .ifPresent(at ->
              problems.error(
                  at, "value", "`name` cannot be `" + name + "`; it must match `" + NAME + "`"));
    }
    return where(type, item).map(where -> new AnchorSettings.Named(name, where));
  }

  private static Set<String> keys(String type) {
    var keys = new HashSet<>(Set.of("name", "type"));
    var all = type.isEmpty();
    if (all || type.equals("rfc3161")) {
      keys.addAll(Set.of("url", "certificates"));
    }
    if (all || type.equals("witness")) {
      keys.addAll(Set.of("url", "key"));
    }
    if (all || type.equals("s3")) {
      keys.addAll(Set.of("bucket", "prefix", "region", "endpoint", "retention_days", "mode"));
    }
    return keys;
  }

  private Optional<AnchorSettings.Where> where(String type, Section item) {
    return switch (type) {
      case "rfc3161" -> authority(item);
      case "s3" -> Optional.of(bucket(item));
      case "witness" -> witness(item);
      default -> Optional.empty();
    };
  }

  private Optional<AnchorSettings.Where> authority(Section item) {
    var url = url(item);
    var file = item.text("certificates");
    return item.get("certificates")
        .map(
            at -> new AnchorSettings.Authority(url, EgressSettings.path(root, file, at, problems)));
  }

  private Optional<AnchorSettings.Where> witness(Section item) {
    var url = url(item);
    var text = item.text("key");
    var key = VerifierKey.parse(text).filter(VerifierKey::isCosigner);
    if (key.isEmpty()) {
      item.get("key")
          .ifPresent(at ->
              problems.error(
                  at,
                  "key",
                  "`key` cannot be `"
                      + text
                      + "`; a witness' key looks like `name+id+key` and is one for cosignatures"));
    }
    return key.map(k -> new AnchorSettings.Cosigner(url, k));
  }

  private AnchorSettings.Where bucket(Section item) {
    item.require("retention_days");
    var mode =
        item.get("mode").isEmpty()
            ? ObjectStore.Mode.COMPLIANCE
            : item.word("mode", ObjectStore.Mode::of, List.of(ObjectStore.Mode.values()));
    var place = ShipperReader.bucket(item, "agent-safe-anchors/", egress, problems);
    if (place.retentionDays().isEmpty()) {
      item.get("retention_days")
          .ifPresent(at -> problems.error(at, "type", "`retention_days` must be a whole number"));
    }
    return new AnchorSettings.Bucket(place, mode, place.retentionDays().orElse(1));
  }

  private String url(Section item) {
    var url = item.text("url");
    item.get("url").ifPresent(at -> egress.check(url, at, problems));
    return url;
  }

  private int number(Section item, String key, int fallback, int least, int most) {
    var value = item.whole(key, BigInteger.valueOf(fallback));
    if (value.compareTo(BigInteger.valueOf(least)) >= 0
        && value.compareTo(BigInteger.valueOf(most)) <= 0) {
      return value.intValue();
    }
    item.get(key)
        .ifPresent(at ->
            problems.error(
                at,
                "range",
                "`%s` must be between %d and %d, not `%s`".formatted(key, least, most, value)));
    return fallback;
  }
}
