package dev.agentsafe.core.egress;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * {@code egress} of the settings: what this workspace reaches, and whom it trusts there.
 *
 * @param certificates a PEM file of certificates that are trusted besides the system's
 */
public record EgressSettings(Reach reach, Optional<Path> certificates) {
  private static final Set<String> KEYS = Set.of("hosts", "private_networks", "ca_certificates");

  /** Reaches nothing. */
  public static final EgressSettings NONE = new EgressSettings(Reach.NOTHING, Optional.empty());

  /** Reads the section; what does not hold is noted. */
  public static EgressSettings read(Node node, Path root, Problems problems) {
    var item = Section.open(node, "`egress`", KEYS, problems);
    var sites = new HashSet<String>();
    for (var host : item.items("hosts")) {
      site(item.typed().text(host, "an item of `hosts`"), host, problems).ifPresent(sites::add);
    }
    var networks = new ArrayList<Network>();
    for (var range : item.items("private_networks")) {
      network(item.typed().text(range, "an item of `private_networks`"), range, problems)
          .ifPresent(networks::add);
    }
    return new EgressSettings(
        new Reach(sites, networks),
        item.given("ca_certificates")
            .map(at -> path(root, item.typed().text(at, "`ca_certificates`"), at, problems)));
  }

  private static Optional<String> site(String text, Node at, Problems problems) {
    return switch (Destination.parse("https://" + text + "/")) {
      case Destination.Read.Good(var destination) when destination.target().equals("/") ->
          Optional.of(destination.site());
      case Destination.Read.Good other -> {
        problems.error(at, "egress", "`" + text + "` is no host; write `host` or `host:port`");
        yield Optional.empty();
      }
      case Destination.Read.Bad(var why) -> {
        problems.error(at, "egress", "`" + text + "` is no host: " + why);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Network> network(String text, Node at, Problems problems) {
    var network = Network.parse(text);
    if (network.isEmpty()) {
      problems.error(
          at,
          "egress",
          "`"
              + text
              + "` is no range of addresses; write the first address and the length of its"
              + " prefix, such as `10.20.0.0/16`");
    } else if (network.get().isNeverReached()) {
      problems.error(
          at,
          "egress",
          "`"
              + text
              + "` is this machine, its link or its cloud's metadata, which are never"
              + " reached; remove the line");
      return Optional.empty();
    }
    return network;
  }

  /** A path seen from the workspace; what is none is noted. */
  public static Path path(Path root, String text, Node at, Problems problems) {
    try {
      return root.resolve(text).normalize();
    } catch (InvalidPathException e) {
      problems.error(at, "path", "`" + text + "` is no path");
      return root;
    }
  }

  /** Notes where a URL is none, or leads to a site that is not named. */
  public void check(String url, Node at, Problems problems) {
    switch (Destination.parse(url)) {
      case Destination.Read.Bad(var why) ->
          problems.error(at, "egress", "`" + url + "` cannot be used: " + why);
      case Destination.Read.Good(var destination) ->
          reach.objection(destination).ifPresent(why -> problems.error(at, "egress", why));
    }
  }

  /**
   * A client that reaches this, with those limits.
   *
   * @throws CoreException where {@code ca_certificates} cannot be read
   */
  public Egress.Config config(Egress.Limits limits) {
    return new Egress.Config(reach, limits, trust(), Resolver.system());
  }

  private SSLContext trust() {
    if (certificates.isEmpty()) {
      return Trust.system();
    }
    try {
      return Trust.systemAnd(certificates.get());
    } catch (IOException e) {
      throw new CoreException("`egress.ca_certificates` cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is named, for people. */
  public List<String> sites() {
    return reach.sites().stream().sorted().toList();
  }
}
