package dev.agentsafe.core.credential;

import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;

/** Short-lived tokens of a service account, made by its cluster for one execution. */
final class TokenRequestKind implements CredentialKind {
  private static final Set<String> BOUND = Set.of("kind", "name", "uid");
  private static final List<String> BINDING = List.of("Pod", "Secret");

  @Override
  public String name() {
    return "kubernetes-token";
  }

  @Override
  public Set<String> keys() {
    return Set.of(
        "context",
        "kubeconfig",
        "namespace",
        "service_account",
        "audiences",
        "expiration",
        "bound_to");
  }

  @Override
  public CredentialSource read(Section settings, Path root) {
    var read =
        new TokenRequestSettings(
            new TokenRequestSettings.Cluster(
                settings.optionalText("context"), kubeconfig(settings, root)),
            new TokenRequestSettings.Account(
                settings.text("namespace"), settings.text("service_account")),
            new TokenRequestSettings.Bounds(
                settings.texts("audiences"), expiration(settings), bound(settings)));
    return wanted ->
        ServiceLoader.load(TokenRequester.class)
            .findFirst()
            .map(requester -> requester.request(read, wanted))
            .orElseGet(() -> new Obtained.Refused("nothing here speaks with Kubernetes"));
  }

  private static Optional<Path> kubeconfig(Section settings, Path root) {
    return settings
        .optionalText("kubeconfig")
        .flatMap(text -> {
          try {
            return Optional.of(root.resolve(text).normalize());
          } catch (InvalidPathException e) {
            note("kubeconfig", "source", settings, "`" + text + "` is no path");
            return Optional.empty();
          }
        });
  }

  private static OptionalInt expiration(Section settings) {
    var given = settings.optionalWhole("expiration");
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    var seconds = given.get().bitLength() < Integer.SIZE ? given.get().intValue() : -1;
    if (seconds < TokenRequestSettings.SHORTEST || seconds > TokenRequestSettings.LONGEST) {
      note(
          "expiration",
          "range",
          settings,
          "`expiration` is %s; it is from %d to %d seconds"
              .formatted(given.get(), TokenRequestSettings.SHORTEST, TokenRequestSettings.LONGEST));
      return OptionalInt.empty();
    }
    return OptionalInt.of(seconds);
  }

  private static Optional<TokenRequestSettings.Bound> bound(Section settings) {
    return settings.given("bound_to").map(node -> bound(settings, node));
  }

  private static TokenRequestSettings.Bound bound(Section settings, Node node) {
    var item = Section.open(node, "`bound_to`", BOUND, settings.problems());
    return new TokenRequestSettings.Bound(
        item.word("kind", w -> BINDING.contains(w) ? Optional.of(w) : Optional.empty(), BINDING),
        item.text("name"),
        item.optionalText("uid"));
  }

  private static void note(String key, String code, Section settings, String message) {
    settings.get(key).ifPresent(node -> settings.problems().error(node, code, message));
  }
}
