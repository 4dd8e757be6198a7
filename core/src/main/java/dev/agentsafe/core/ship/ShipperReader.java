package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code shippers} of the settings. */
public final class ShipperReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9/_.=-]{0,200}");
  private static final List<String> TYPES =
      List.of("filesystem", "webhook", "splunk_hec", "syslog", "s3");

  private final Path root;
  private final EgressSettings egress;
  private final Problems problems;

  private ShipperReader(Path root, EgressSettings egress, Problems problems) {
    this.root = root;
    this.egress = egress;
    this.problems = problems;
  }

  /** Reads the list; what does not hold is noted. */
  public static List<ShipperSettings> read(
      List<Node> nodes, Path root, EgressSettings egress, Problems problems) {
    var reader = new ShipperReader(root, egress, problems);
    var names = new HashSet<String>();
    var all = new ArrayList<ShipperSettings>();
    for (var node : nodes) {
      reader
          .shipper(node)
          .ifPresent(shipper -> {
            if (!names.add(shipper.name())) {
              problems.error(node, "duplicate", "two shippers are named `" + shipper.name() + "`");
            }
            all.add(shipper);
          });
    }
    return List.copyOf(all);
  }

  private Optional<ShipperSettings> shipper(Node node) {
    var said = Section.peek(node, "type");
    var type = TYPES.contains(said) ? said : "";
    var item =
        Section.open(
            node,
            type.isEmpty() ? "a shipper" : "a shipper of type `" + type + "`",
            keys(type),
            problems);
    item.word("type", t -> Optional.of(t).filter(TYPES::contains), TYPES);
    var name = name(item);
    return where(type, item).map(where -> new ShipperSettings(name, where));
  }

  private static Set<String> keys(String type) {
    var keys = new HashSet<>(Set.of("name", "type"));
    keys.addAll(
        switch (type) {
          case "filesystem" -> Set.of("path");
          case "webhook" -> Set.of("url", "secret", "format");
          case "splunk_hec" -> Set.of("url", "token", "index", "format");
          case "syslog" -> Set.of("host", "port", "tls");
          case "s3" -> Set.of("bucket", "prefix", "region", "endpoint", "retention_days");
          default ->
              Set.of(
                  "path",
                  "url",
                  "secret",
                  "token",
                  "index",
                  "format",
                  "host",
                  "port",
                  "tls",
                  "bucket",
                  "prefix",
                  "region",
                  "endpoint",
                  "retention_days");
        });
    return keys;
  }

  private Optional<ShipperSettings.Where> where(String type, Section item) {
    return switch (type) {
      case "filesystem" -> Optional.of(new ShipperSettings.Copy(path(item, "path")));
      case "webhook" ->
          Optional.of(
              new ShipperSettings.Webhook(
                  url(item), item.given("secret").flatMap(this::secret), format(item)));
      case "splunk_hec" -> splunk(item);
      case "syslog" -> Optional.of(syslog(item));
      case "s3" -> Optional.of(bucket(item, "agent-safe/"));
      default -> Optional.empty();
    };
  }

  private Optional<ShipperSettings.Where> splunk(Section item) {
    var url = url(item);
    item.require("token");
    return item.get("token")
        .flatMap(this::secret)
        .map(token ->
            new ShipperSettings.Splunk(url, token, item.optionalText("index"), format(item)));
  }

  private ShipperSettings.Where syslog(Section item) {
    var host = item.text("host");
    var port = number(item, "port", 6514, 1, 65_535);
    var tls = item.flag("tls", true);
    var shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    item.get("host")
        .ifPresent(at ->
            egress.check((tls ? "https://" : "http://") + shown + ":" + port + "/", at, problems));
    return new ShipperSettings.Syslog(host, port, tls);
  }

  /**
   * Reads where a bucket is.
   *
   * @param prefix of the objects' names, where none is said
   */
  public static ShipperSettings.Bucket bucket(
      Section item, String prefix, EgressSettings egress, Problems problems) {
    return new ShipperReader(Path.of(""), egress, problems).bucket(item, prefix);
  }

  private ShipperSettings.Bucket bucket(Section item, String usual) {
    var bucket = matching(item, "bucket", item.text("bucket"), BUCKET);
    var prefix = matching(item, "prefix", item.text("prefix", usual), PREFIX);
    var endpoint = item.optionalText("endpoint");
    item.get("endpoint")
        .ifPresent(at -> endpoint.ifPresent(url -> egress.check(url, at, problems)));
    return new ShipperSettings.Bucket(
        bucket,
        prefix,
        item.text("region"),
        endpoint,
        item.given("retention_days").map(n -> number(item, "retention_days", 1, 1, 36_500)));
  }

  private String url(Section item) {
    var url = item.text("url");
    item.get("url").ifPresent(at -> egress.check(url, at, problems));
    return url;
  }

  private Format format(Section item) {
    return item.get("format").isEmpty()
        ? Format.LINE
        : item.word("format", Format::of, List.of(Format.values()));
  }

  private String name(Section item) {
    return matching(item, "name", item.text("name"), NAME);
  }

  private String matching(Section item, String key, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      item.get(key)
          .ifPresent(at ->
              problems.error(
                  at,
                  "value",
                  "`" + key + "` cannot be `" + value + "`; it must match `" + pattern + "`"));
    }
    return value;
  }

  private Path path(Section item, String key) {
    var text = item.text(key);
    return item.get(key)
        .map(at -> {
          if (text.isEmpty()) {
            problems.error(at, "value", "`" + key + "` is empty; name a file");
          }
          return EgressSettings.path(root, text, at, problems);
        })
        .orElse(root);
  }

  /** {@code {env: NAME}} or {@code {file: PATH}}; never the secret itself. */
  private Optional<SecretSource> secret(Node node) {
    return secret(node, root, problems);
  }

  /** Reads where a secret is: {@code {env: NAME}} or {@code {file: PATH}}. */
  public static Optional<SecretSource> secret(Node node, Path root, Problems problems) {
    if (!(node instanceof Node.Mapping)) {
      problems.error(
          node, "secret", "a secret does not stand here; write `{env: NAME}` or `{file: PATH}`");
      return Optional.empty();
    }
    var item = Section.open(node, "a secret", Set.of("env", "file"), problems);
    var env = item.optionalText("env").<SecretSource>map(SecretSource.Variable::new);
    var file =
        item.optionalText("file")
            .<SecretSource>map(
                f -> new SecretSource.InFile(EgressSettings.path(root, f, node, problems)));
    if (env.isPresent() == file.isPresent()) {
      problems.error(node, "secret", "a secret is in one place: `env` or `file`");
      return Optional.empty();
    }
    return env.or(() -> file);
  }

  private int number(Section item, String key, int fallback, int least, int most) {
    var value = item.whole(key, BigInteger.valueOf(fallback));
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      item.get(key)
          .ifPresent(at ->
              problems.error(
                  at,
                  "range",
                  "`%s` must be between %d and %d, not `%s`".formatted(key, least, most, value)));
      return fallback;
    }
    return value.intValue();
  }
}
