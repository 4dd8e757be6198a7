package dev.agentsafe.core.credential;

import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** HashiCorp Vault over its HTTP API: KV version 2, and secrets that Vault makes for one use. */
final class VaultKind implements CredentialKind {
  private static final List<String> ENGINES = List.of("kv2", "dynamic");
  private static final String SEGMENT = "(?!\\.+(?:/|$))[A-Za-z0-9._-]{1,128}";

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public Set<String> keys() {
    return Set.of(
        "address",
        "token_file",
        "namespace",
        "engine",
        "mount",
        "path",
        "fields",
        "ca_file",
        "private_network");
  }

  @Override
  public CredentialSource read(Section settings, Path root) {
    var dynamic =
        settings
            .word("engine", w -> ENGINES.contains(w) ? Optional.of(w) : Optional.empty(), ENGINES)
            .equals("dynamic");
    var server =
        new VaultApi.Server(
            address(settings),
            path(settings, root, "token_file", Optional.of(settings.text("token_file")))
                .orElse(root),
            settings.optionalText("namespace"),
            path(settings, root, "ca_file", settings.optionalText("ca_file")),
            settings.flag("private_network", false));
    var mount = settings.text("mount");
    if (!mount.matches(SEGMENT + "(/" + SEGMENT + ")*")) {
      refuse(settings, "mount", "`" + mount + "` is no mount, such as `secret` or `team/database`");
    }
    return new VaultSource(
        new VaultApi(server),
        new VaultSource.Place(dynamic, mount, settings.text("path"), FieldMap.read(settings)));
  }

  private static Destination address(Section settings) {
    var text = settings.text("address");
    return switch (Destination.parse(text)) {
      case Destination.Read.Good(var destination) when destination.target().equals("/") ->
          destination;
      case Destination.Read.Good _ -> {
        refuse(settings, "address", "`" + text + "` has a path; give `https://host:port` alone");
        yield nowhere();
      }
      case Destination.Read.Bad(var why) -> {
        refuse(settings, "address", "`" + text + "` will not do: " + why);
        yield nowhere();
      }
    };
  }

  private static Destination nowhere() {
    return new Destination("https", "invalid.invalid", 443, "/");
  }

  private static Optional<Path> path(
      Section settings, Path root, String key, Optional<String> given) {
    return given.flatMap(text -> {
      try {
        return Optional.of(root.resolve(text).normalize());
      } catch (InvalidPathException e) {
        refuse(settings, key, "`" + text + "` is no path");
        return Optional.empty();
      }
    });
  }

  private static void refuse(Section settings, String key, String message) {
    settings.get(key).ifPresent(node -> settings.problems().error(node, "source", message));
  }
}
