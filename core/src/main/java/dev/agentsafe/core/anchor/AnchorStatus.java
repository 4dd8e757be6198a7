package dev.agentsafe.core.anchor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far an anchor has come.
 *
 * @param size how many lines the latest checkpoint covers that it gave a receipt for
 * @param at the time that this receipt says; empty: it gave none yet
 * @param problem what keeps the next; empty: nothing
 */
public record AnchorStatus(
    String name, Kind kind, long size, Optional<Instant> at, Optional<String> problem) {

  /**
   * Where the anchors of a workspace note how far they are.
   *
   * @param local what the machine keeps beside the workspace's files
   */
  public static Path folder(Path local) {
    return local.resolve("anchors");
  }

  /** How far each of them has come, whichever process anchors; reads small files. */
  public static List<AnchorStatus> all(AnchorSettings settings, Path local) {
    return settings.with().stream()
        .map(named -> {
          var state = AnchorState.read(AnchorState.file(folder(local), named.name()));
          return new AnchorStatus(
              named.name(),
              named.kind(),
              state.place().size(),
              state.at(),
              state.trouble().map(AnchorState.Trouble::why));
        })
        .toList();
  }

  /** How many lines so many witnesses have cosigned, each at least; 0 where they have not. */
  public static long witnessed(List<AnchorStatus> all, int quorum) {
    return all.stream()
        .filter(s -> s.kind() == Kind.COSIGNATURE)
        .map(AnchorStatus::size)
        .sorted(Comparator.reverseOrder())
        .skip(quorum - 1L)
        .findFirst()
        .orElse(0L);
  }
}
