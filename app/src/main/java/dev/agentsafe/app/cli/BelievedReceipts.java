package dev.agentsafe.app.cli;

import dev.agentsafe.core.anchor.AnchorTrust;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose receipts count, as a command is told it. */
final class BelievedReceipts {
  @Option(
      names = "--authority",
      paramLabel = "PEM",
      description = "Certificates that vouch for time-stamps; others do not count then.")
  private List<String> authorities = new ArrayList<>();

  @Option(
      names = "--witness",
      paramLabel = "VKEY",
      description = "A witness whose cosignatures count; others do not count then.")
  private List<String> witnesses = new ArrayList<>();

  @Option(
      names = "--quorum",
      paramLabel = "N",
      description = "So many witnesses must have cosigned.")
  private @Nullable Integer quorum;

  /** What was told; empty, and said why, where it names nobody. */
  Optional<AnchorText.Wanted> read(Session session) {
    if (quorum != null && quorum < 1) {
      session.complain("`--quorum` is a number of witnesses, at least 1, not `" + quorum + "`.");
      return Optional.empty();
    }
    var trust = AnchorTrust.NONE;
    for (var witness : witnesses) {
      var named = PinnedKey.read(session, witness).filter(VerifierKey::isCosigner);
      if (named.isEmpty()) {
        session.complain("`" + witness + "` is no key of a witness; it looks like `name+id+key`.");
        return Optional.empty();
      }
      trust = trust.with(named.get());
    }
    for (var authority : authorities) {
      try {
        trust = trust.with(session.resolve(authority));
      } catch (IOException e) {
        session.complain(
            "`" + authority + "` holds no certificates that could be read: " + e.getMessage());
        return Optional.empty();
      }
    }
    return Optional.of(
        new AnchorText.Wanted(
            trust, quorum == null ? OptionalInt.empty() : OptionalInt.of(quorum)));
  }
}
