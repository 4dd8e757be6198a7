package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.CredentialSource.Wanted;
import dev.agentsafe.core.credential.CredentialTemplate;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.credential.TokenRequestSettings;
import dev.agentsafe.core.credential.TokenRequester;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a cluster's API for tokens of a service account ({@code TokenRequest}); thread-safe.
 *
 * <p>Nothing that the cluster says is part of a message: it may hold the token.
 */
public final class TokenRequests implements TokenRequester {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** For the service loader. */
  public TokenRequests() {
    // Nothing is opened before a token is asked for.
  }

  @Override
  public Obtained request(TokenRequestSettings settings, Wanted wanted) {
    var template = new CredentialScope(Proof.KIND, settings.account().template(), 1);
    return switch (CredentialTemplate.fill(template, wanted.params())) {
      case CredentialTemplate.Filled.Missing(var names) ->
          new Obtained.Refused(
              "the service account needs the parameters `"
                  + String.join("`, `", names)
                  + "`, which the request does not have");
      case CredentialTemplate.Filled.Complete(var filled) ->
          request(
              settings,
              wanted,
              new TokenRequestSettings.Account(
                  filled.fields().text("namespace").orElse(""),
                  filled.fields().text("service_account").orElse("")));
    };
  }

  private static Obtained request(
      TokenRequestSettings settings, Wanted wanted, TokenRequestSettings.Account account) {
    if (!Grammar.LABEL.takes(account.namespace()) || !Grammar.SUBDOMAIN.takes(account.name())) {
      return new Obtained.Refused(
          "`" + account.namespace() + "/" + account.name() + "` is no name of a service account");
    }
    return switch (context(settings, wanted.subject().target())) {
      case Asked.Nobody(var why) -> new Obtained.Refused(why);
      case Asked.Context(var context) -> {
        var file = settings.cluster().kubeconfig().orElseGet(Kubeconfig::own);
        try (var clusters = new Clusters(Map.of(), Optional.of(file), PATIENCE);
            var visit = clusters.open(context, Deadline.in(PATIENCE))) {
          var asking = asking(settings.bounds(), wanted.scope().ttlSeconds());
          yield credential(
              visit.cluster().token(account.namespace(), account.name(), asking), wanted);
        } catch (Failure failure) {
          yield new Obtained.Refused(
              meaning(failure, account.namespace() + "/" + account.name(), context));
        } catch (ExecutorException e) {
          yield new Obtained.Refused(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  /** Which cluster is asked. */
  private sealed interface Asked {
    record Context(String name) implements Asked {}

    record Nobody(String why) implements Asked {}
  }

  /** A token is good for the cluster that made it; no other may ever see it. */
  private static Asked context(TokenRequestSettings settings, Optional<Target> target) {
    var said = settings.cluster().context();
    var bound =
        target
            .flatMap(Target::binding)
            .filter(b -> b.system().equals(Proof.KIND))
            .flatMap(b -> Optional.ofNullable(b.coordinates().get("context")));
    if (said.isPresent() && target.isPresent() && !said.equals(bound)) {
      return new Asked.Nobody(
          "its tokens are for the context `%s`, and `%s` is %s"
              .formatted(
                  said.get(),
                  target.get().id(),
                  bound.map(b -> "in `" + b + "`").orElse("in none")));
    }
    return said.or(() -> bound)
        .<Asked>map(Asked.Context::new)
        .orElseGet(
            () -> new Asked.Nobody("neither its `context` nor a target says which cluster to ask"));
  }

  private static TokenRequest asking(TokenRequestSettings.Bounds bounds, long seconds) {
    var spec =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(bounds.audiences())
            .withExpirationSeconds(bounds.seconds(seconds));
    bounds
        .object()
        .ifPresent(object ->
            spec.withNewBoundObjectRef(
                "v1", object.kind(), object.name(), object.uid().orElse(null)));
    return spec.endSpec().build();
  }

  private static Obtained credential(TokenRequest answer, Wanted wanted) {
    var status = Optional.ofNullable(answer.getStatus());
    var token = status.flatMap(s -> Optional.ofNullable(s.getToken())).filter(t -> !t.isEmpty());
    var until = status.flatMap(s -> Optional.ofNullable(s.getExpirationTimestamp()));
    var end = until.flatMap(TokenRequests::time);
    if (token.isEmpty() || end.isEmpty()) {
      return new Obtained.Refused(
          "what the cluster answers is no token with an end; is it a Kubernetes API?");
    }
    return new Obtained.Good(
        new Credential(
            wanted.scope().type(),
            new Secret(Map.of(Proof.TOKEN, token.get())),
            end,
            Credential.Revocation.none()));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String meaning(Failure failure, String account, String context) {
    return switch (failure.code()) {
      case 0 -> "the cluster of `" + context + "` gave no answer: " + failure.words();
      case 401 -> "the cluster does not know the user of the context `" + context + "` (401)";
      case 403 ->
          "the user of the context `%s` may not `create` `serviceaccounts/token` for `%s` (403)"
              .formatted(context, account);
      case 404 ->
          "there is no service account `%s`, or not what it is `bound_to` (404)".formatted(account);
      case 409 -> "what it is `bound_to` is another object by now (409)";
      case 400, 422 ->
          "the cluster does not take the request (%d); check `audiences`, `expiration` and `bound_to`"
              .formatted(failure.code());
      default -> "the cluster answered " + failure.code();
    };
  }
}
