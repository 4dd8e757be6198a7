package dev.agentsafe.core.credential;

import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.request.ActionRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which source serves which action, as {@code credentials} of the settings says; immutable.
 *
 * @param servings in the order of the file; the first that fits serves
 */
public record Credentials(Map<String, CredentialSource> sources, List<Serving> servings) {

  /** Nothing is said: executors use what they are configured with. */
  public static final Credentials NONE = new Credentials(Map.of(), List.of());

  public Credentials {
    sources = Map.copyOf(sources);
    servings = List.copyOf(servings);
  }

  /**
   * Whom a source serves.
   *
   * @param type of the credentials that the action declares
   * @param actions their names; empty: all
   * @param on what they act on
   */
  public record Serving(String type, List<String> actions, On on, String source) {
    public Serving {
      actions = List.copyOf(actions);
    }

    /** Whoever acts on whatever. */
    public static Serving all(String type, String source) {
      return new Serving(type, List.of(), new On(List.of(), List.of()), source);
    }

    private boolean fits(ActionRequest request, String wanted) {
      return type.equals(wanted)
          && (actions.isEmpty() || actions.contains(request.action().name().value()))
          && on.fits(request.target());
    }
  }

  /**
   * Targets that a source serves.
   *
   * @param targets their ids; empty: all
   * @param environments of the target; empty: all
   */
  public record On(List<String> targets, List<String> environments) {
    public On {
      targets = List.copyOf(targets);
      environments = List.copyOf(environments);
    }

    private boolean fits(Target target) {
      return (targets.isEmpty() || targets.contains(target.id().value()))
          && (environments.isEmpty()
              || environments.contains(target.standing().environment().label()));
    }
  }

  /** What came of asking for a request. */
  public sealed interface Outcome {
    /** It needs none, or the settings leave it to the executor. */
    record NotNeeded() implements Outcome {}

    /** Its executor gets this one; whoever asked ends it. */
    record Given(Credential credential) implements Outcome {}

    /** It needs one and there is none; nothing may be executed. */
    record Refused(String why) implements Outcome {}
  }

  /** Which source serves a request, and with which scope. */
  public sealed interface Route {
    /** None: it needs no credentials, or the settings leave it to the executor. */
    record None() implements Route {}

    /** That one. */
    record To(String source, CredentialScope scope) implements Route {}

    /** There should be one, and there is not. */
    record Broken(String why) implements Route {}
  }

  /** Which source serves that request; asks nobody. */
  public Route route(ActionRequest request) {
    var declared = request.action().scope().credentials();
    if (declared.isEmpty() || servings.isEmpty()) {
      return new Route.None();
    }
    var serving = servings.stream().filter(s -> s.fits(request, declared.get().type())).findFirst();
    if (serving.isEmpty()) {
      return new Route.Broken(
          "`credentials.serve` names no source for `%s` credentials of `%s` on `%s`."
              .formatted(declared.get().type(), request.action().name(), request.target().id()));
    }
    return switch (CredentialTemplate.fill(declared.get(), request.params())) {
      case CredentialTemplate.Filled.Complete(var scope) ->
          new Route.To(serving.get().source(), scope);
      case CredentialTemplate.Filled.Missing(var names) ->
          new Route.Broken(
              "The credentials of `%s` need the parameters `%s`, which the request does not have."
                  .formatted(request.action().name(), String.join("`, `", names)));
    };
  }

  /** Asks the source that serves that request. */
  public Outcome obtain(ActionRequest request, String auditId, Instant now) {
    return switch (route(request)) {
      case Route.None() -> new Outcome.NotNeeded();
      case Route.Broken(var why) -> new Outcome.Refused(why);
      case Route.To(var source, var scope) ->
          switch (ask(source, new CredentialSource.Wanted(scope, subject(request), auditId, now))) {
            case Obtained.Good(var credential) when credential.isOver(now) ->
                new Outcome.Refused(
                    "The source `%s` gives credentials that ended already: %s%s."
                        .formatted(
                            source, credential, credential.end().map(p -> "; " + p).orElse("")));
            case Obtained.Good(var credential) -> new Outcome.Given(credential);
            case Obtained.Refused(var why) ->
                new Outcome.Refused(
                    "The source `" + source + "` gives no credentials: " + why + ".");
          };
    };
  }

  /** There is a scope: it was routed by it. */
  private static CredentialSource.Subject subject(ActionRequest request) {
    return CredentialSource.Subject.of(
        request.action().scope().credentials().orElseThrow(), request);
  }

  /** Asks a source as that request would, whether or not it is the one that serves it. */
  public Obtained ask(String source, ActionRequest request, String auditId, Instant now) {
    var declared = request.action().scope().credentials();
    if (declared.isEmpty()) {
      return new Obtained.Refused("`" + request.action().name() + "` declares no credentials");
    }
    return switch (CredentialTemplate.fill(declared.get(), request.params())) {
      case CredentialTemplate.Filled.Complete(var scope) ->
          ask(source, new CredentialSource.Wanted(scope, subject(request), auditId, now));
      case CredentialTemplate.Filled.Missing(var names) ->
          new Obtained.Refused(
              "the request does not have the parameters `" + String.join("`, `", names) + "`");
    };
  }

  /** Asks a source, whatever it serves. */
  public Obtained ask(String source, CredentialSource.Wanted wanted) {
    var found = Optional.ofNullable(sources.get(source));
    if (found.isEmpty()) {
      return new Obtained.Refused("there is no source `" + source + "`");
    }
    try {
      return found.get().obtain(wanted);
    } catch (RuntimeException e) {
      // What it says might hold what it knows.
      return new Obtained.Refused("it failed with " + e.getClass().getSimpleName());
    }
  }
}
