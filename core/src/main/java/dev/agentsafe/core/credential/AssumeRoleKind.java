package dev.agentsafe.core.credential;

import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.egress.Destination;
import dev.agentsafe.core.yaml.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/** A role of AWS, taken on for one execution with a session policy of its own. */
final class AssumeRoleKind implements CredentialKind {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}");
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

  /** Such as {@code eu-central-1}. */
  static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

  private static final Pattern EXTERNAL = Pattern.compile("[A-Za-z0-9+=,.@:/_-]{2,1224}");

  @Override
  public String name() {
    return "aws-role";
  }

  @Override
  public Set<String> keys() {
    return Set.of("role_arn", "region", "external_id", "endpoint");
  }

  @Override
  public CredentialSource read(Section settings, Path root) {
    var read =
        new AssumeRoleSettings(
            matching(
                settings, "role_arn", ROLE, "role, such as `arn:aws:iam::111122223333:role/ops`"),
            matching(settings, "region", REGION, "region, such as `eu-central-1`"),
            settings
                .optionalText("external_id")
                .map(id -> checked(settings, "external_id", id, EXTERNAL, "external id")),
            settings.optionalText("endpoint").flatMap(url -> endpoint(settings, url)));
    return wanted ->
        ServiceLoader.load(RoleAssumer.class)
            .findFirst()
            .map(assumer -> assumer.assume(read, wanted))
            .orElseGet(() -> new Obtained.Refused("nothing here speaks with AWS"));
  }

  private static String matching(Section settings, String key, Pattern grammar, String what) {
    return checked(settings, key, settings.text(key), grammar, what);
  }

  private static String checked(
      Section settings, String key, String text, Pattern grammar, String what) {
    if (!grammar.matcher(text).matches()) {
      refuse(settings, key, "`" + text + "` is no " + what);
    }
    return text;
  }

  /** Where a section says that AWS is, in its place; what cannot be used is noted. */
  static Optional<URI> endpoint(Section settings, String url) {
    return switch (Destination.parse(url)) {
      case Destination.Read.Good(var destination)
          when destination.scheme().equals("http") && !HERE.contains(destination.host()) -> {
        refuse(settings, "endpoint", "`" + url + "` is not safe: give `https`, or this machine");
        yield Optional.empty();
      }
      case Destination.Read.Good(var destination) when destination.target().equals("/") ->
          Optional.of(URI.create(url));
      case Destination.Read.Good _ -> {
        refuse(settings, "endpoint", "`" + url + "` has a path; give `https://host:port` alone");
        yield Optional.empty();
      }
      case Destination.Read.Bad(var why) -> {
        refuse(settings, "endpoint", "`" + url + "` will not do: " + why);
        yield Optional.empty();
      }
    };
  }

  private static void refuse(Section settings, String key, String message) {
    settings.get(key).ifPresent(node -> settings.problems().error(node, "source", message));
  }
}
