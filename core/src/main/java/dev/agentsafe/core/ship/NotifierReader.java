package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code notifiers} of the settings. */
public final class NotifierReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final List<String> TYPES = List.of("webhook", "slack", "email");
  private static final Set<String> HOOK = Set.of("name", "type", "on", "url", "secret");
  private static final Set<String> MAIL =
      Set.of("name", "type", "on", "host", "port", "security", "from", "to", "user", "password");
  private static final Set<String> SLACK = Set.of("name", "type", "on", "address");

  private NotifierReader() {}

  /**
   * Reads the list; what does not hold is noted.
   *
   * @param taken the names of the shippers
   */
  public static List<NotifierSettings> read(
      List<Node> nodes, Set<String> taken, EgressSettings egress, Path root, Problems problems) {
    var names = new HashSet<>(taken);
    var all = new ArrayList<NotifierSettings>();
    for (var node : nodes) {
      var item = Section.open(node, "a notifier", keys(node), problems);
      var name = item.text("name");
      if (!NAME.matcher(name).matches()) {
        problems.error(
            node, "value", "`name` cannot be `" + name + "`; it must match `" + NAME + "`");
      }
      if (!names.add(name)) {
        problems.error(node, "duplicate", "`" + name + "` already names a shipper or a notifier");
      }
      where(item, egress, root, problems)
          .ifPresent(where -> all.add(new NotifierSettings(name, topics(item), where)));
    }
    return List.copyOf(all);
  }

  private static Set<String> keys(Node node) {
    return switch (Section.peek(node, "type")) {
      case "slack" -> SLACK;
      case "email" -> MAIL;
      default -> HOOK;
    };
  }

  private static Set<NotifierSettings.Topic> topics(Section item) {
    var every = List.of(NotifierSettings.Topic.values());
    return Set.copyOf(item.words("on", NotifierSettings.Topic::of, every).orElse(every));
  }

  private static Optional<NotifierSettings.Where> where(
      Section item, EgressSettings egress, Path root, Problems problems) {
    var type = item.word("type", t -> Optional.of(t).filter(TYPES::contains), TYPES);
    if (type.equals("slack")) {
      item.require("address");
      return item.get("address")
          .flatMap(at -> ShipperReader.secret(at, root, problems))
          .map(NotifierSettings.Slack::new);
    }
    if (type.equals("email")) {
      return new MailReader(item, egress, root, problems).read();
    }
    var url = item.text("url");
    item.get("url").ifPresent(at -> egress.check(url, at, problems));
    item.require("secret");
    return item.get("secret")
        .flatMap(at -> ShipperReader.secret(at, root, problems))
        .map(secret -> new NotifierSettings.Hook(url, secret));
  }
}
