package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a notifier that sends mails. */
final class MailReader {
  /** Bare addresses without quotes and comments: nothing in them can be read as something else. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
              + "@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private static final int LONGEST = 254;
  private static final int MOST = 50;

  private final Section item;
  private final EgressSettings egress;
  private final Path root;
  private final Problems problems;

  MailReader(Section item, EgressSettings egress, Path root, Problems problems) {
    this.item = item;
    this.egress = egress;
    this.root = root;
    this.problems = problems;
  }

  Optional<NotifierSettings.Where> read() {
    var privacy =
        item.get("security").isEmpty()
            ? NotifierSettings.Privacy.STARTTLS
            : item.word(
                "security",
                NotifierSettings.Privacy::of,
                List.of(NotifierSettings.Privacy.values()));
    var server = server(privacy);
    var from = item.text("from");
    item.get("from").ifPresent(at -> check(from, at));
    var to = new ArrayList<String>();
    item.require("to");
    for (var each : item.items("to")) {
      var address = item.typed().text(each, "an item of `to`");
      check(address, each);
      to.add(address);
    }
    item.get("to")
        .filter(at -> to.isEmpty() || to.size() > MOST)
        .ifPresent(at ->
            problems.error(
                at, "mail", "`to` names at least one address and at most %d".formatted(MOST)));
    return Optional.of(new NotifierSettings.Mail(server, login(), from, to));
  }

  private NotifierSettings.Server server(NotifierSettings.Privacy privacy) {
    var host = item.text("host");
    var usual = privacy == NotifierSettings.Privacy.TLS ? 465 : 587;
    var port = item.whole("port", BigInteger.valueOf(usual));
    if (port.signum() <= 0 || port.bitLength() > 16) {
      item.get("port")
          .ifPresent(at ->
              problems.error(
                  at, "range", "`port` must be between 1 and 65535, not `%s`".formatted(port)));
      return new NotifierSettings.Server(host, usual, privacy);
    }
    var shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    var scheme = privacy == NotifierSettings.Privacy.NONE ? "http://" : "https://";
    item.get("host").ifPresent(at -> egress.check(scheme + shown + ":" + port + "/", at, problems));
    return new NotifierSettings.Server(host, port.intValue(), privacy);
  }

  private Optional<NotifierSettings.Login> login() {
    var user = item.optionalText("user");
    var password = item.given("password").flatMap(at -> ShipperReader.secret(at, root, problems));
    if (user.isPresent() != item.given("password").isPresent()) {
      problems.error(item.node(), "mail", "`user` and `password` stand together or not at all");
    }
    return user.flatMap(u -> password.map(p -> new NotifierSettings.Login(u, p)));
  }

  private void check(String address, Node at) {
    if (address.length() > LONGEST || !ADDRESS.matcher(address).matches()) {
      problems.error(
          at, "mail", "`" + address + "` is no bare address such as `oncall@ops.example`");
    }
  }
}
