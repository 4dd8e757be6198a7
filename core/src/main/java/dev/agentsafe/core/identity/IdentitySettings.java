package dev.agentsafe.core.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose tokens a workspace reads besides its own, and how authority may be handed on: {@code
 * identity} of the settings; immutable.
 *
 * @param children per parent the ids, beside {@code parent/child}, that it may give
 */
public record IdentitySettings(
    List<ForeignIssuer> issuers,
    int maxDepth,
    Optional<java.time.Duration> delegatedLife,
    Map<String, List<String>> children) {

  /** Its own tokens alone, handed on within the usual limits. */
  public static final IdentitySettings NONE =
      new IdentitySettings(List.of(), IdentityTokens.DEEPEST, Optional.empty(), Map.of());

  public IdentitySettings {
    issuers = List.copyOf(issuers);
    children = Map.copyOf(children);
  }

  /** The limits on handing authority on. */
  public IdentityTokens.Handing handing() {
    return new IdentityTokens.Handing(
        maxDepth,
        delegatedLife,
        (parent, child) ->
            children.getOrDefault(parent.value(), List.of()).contains(child.value()));
  }
}
