package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which tokens a Kubernetes cluster is asked for; immutable. */
public record TokenRequestSettings(Cluster cluster, Account account, Bounds bounds) {

  /** No cluster makes tokens for less than ten minutes. */
  public static final int SHORTEST = 600;

  /** None is asked for a longer life than this. */
  public static final int LONGEST = 3600;

  /**
   * Where it is asked, as the context's own user.
   *
   * @param context absent: the one that the target is bound to
   * @param kubeconfig absent: the user's
   */
  public record Cluster(Optional<String> context, Optional<Path> kubeconfig) {}

  /**
   * Whose token it is; both may hold <code>{{ params.x }}</code>.
   *
   * @param name of the service account
   */
  public record Account(String namespace, String name) {
    /** Both as fields, for their templates to be filled. */
    public Value.Fields template() {
      return Value.EMPTY
          .with("namespace", Value.of(namespace))
          .with("service_account", Value.of(name));
    }
  }

  /**
   * What narrows it.
   *
   * @param audiences empty: the cluster's own API
   * @param seconds absent: as long as the action says, within the limits
   * @param object what it ends with
   */
  public record Bounds(List<String> audiences, OptionalInt seconds, Optional<Bound> object) {
    public Bounds {
      audiences = List.copyOf(audiences);
    }

    /** For how long it is asked for credentials of that life. */
    public long seconds(long wanted) {
      return seconds.isPresent() ? seconds.getAsInt() : Math.clamp(wanted, SHORTEST, LONGEST);
    }
  }

  /**
   * An object in the service account's namespace; when it is gone, the token is no good any more.
   *
   * @param kind {@code Pod} or {@code Secret}
   */
  public record Bound(String kind, String name, Optional<String> uid) {}
}
