package dev.agentsafe.core.identity;

import dev.agentsafe.core.egress.Destination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody else whose tokens say who an agent is, as the workspace's settings pin them; immutable.
 *
 * @param prefix the first part of every id it gives: {@code prefix:name}
 */
public record ForeignIssuer(
    Pinned pinned, KeysAt keys, String prefix, Mapping mapping, Limits limits) {

  /** Ends the prefix; the workspace's own agents have none in their ids. */
  public static final String MARK = ":";

  /**
   * What a token must say and how it must be signed.
   *
   * @param audience the one audience of its tokens
   * @param required claims that must have exactly that text
   */
  public record Pinned(
      String issuer,
      String audience,
      Set<SignatureAlgorithm> algorithms,
      Map<String, String> required) {
    public Pinned {
      algorithms = Set.copyOf(algorithms);
      required = Map.copyOf(required);
    }
  }

  /** Where its keys are. */
  public sealed interface KeysAt {
    /**
     * Behind an address.
     *
     * @param authority certificates that the address is trusted by, where the system's are not
     *     meant
     * @param bearer a file with a token that the address asks for
     * @param privateNetwork whether it may lie in a network that is not public
     */
    record Address(
        Destination url, Optional<Path> authority, Optional<Path> bearer, boolean privateNetwork)
        implements KeysAt {}

    /** In a file. */
    record File(Path path) implements KeysAt {}

    /** Asks there. */
    default KeySource source() {
      return switch (this) {
        case Address address -> new KeyAddressSource(address);
        case File(var path) -> new KeyFileSource(path);
      };
    }
  }

  /** Which claims say what. */
  public sealed interface Mapping {
    /**
     * Claims by their paths.
     *
     * @param allowed the only roles and groups that it may give; others are left out
     */
    record Claimed(
        List<String> agentId,
        List<String> name,
        List<String> roles,
        List<String> groups,
        Caller.Grants allowed)
        implements Mapping {
      public Claimed {
        agentId = List.copyOf(agentId);
        name = List.copyOf(name);
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
      }
    }

    /**
     * A Kubernetes service account: {@code system:serviceaccount:NAMESPACE:NAME} becomes {@code
     * prefix:NAMESPACE/NAME} of the groups that Kubernetes itself gives it.
     */
    record ServiceAccount() implements Mapping {}
  }

  /**
   * What its tokens may not exceed.
   *
   * @param skew how far its clock may be off, either way
   * @param life how long one of its tokens may be good
   */
  public record Limits(Duration skew, Duration life) {}

  /** Whether that id is one that only this issuer gives. */
  boolean owns(String agentId) {
    return agentId.startsWith(prefix + MARK);
  }
}
