package dev.agentsafe.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that was exported after the log's keys were rotated verifies as one before that. */
final class RotatedBundleTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;

  private VerifierKey before;
  private VerifierKey after;

  @BeforeEach
  void export() throws IOException {
    var log = folder.resolve("audit.jsonl");
    var sealing = new Sealing(folder.resolve("keys"), Integer.MAX_VALUE, NEVER, NEVER);
    var config = new FileJournal.Config(Clock.systemUTC()).sealed(sealing);
    try (var journal = FileJournal.open(log, config)) {
      journal.append(Entries.decision("before"));
      journal.rotateKeys("operator:anna", "yearly");
      journal.append(Entries.decision("after"));
    }
    var keys = SealFolder.of(log).readKeys();
    before = keys.get(0);
    after = keys.get(2);
    assertThat(LogBundle.export(log, 1, 3, folder.resolve("bundle")))
        .isInstanceOf(LogBundle.Exported.Good.class);
  }

  private LogBundle.Checked check(List<VerifierKey> pinned) throws IOException {
    return new LogBundle(folder.resolve("bundle")).check(pinned);
  }

  @Test
  void itVerifiesByTheKeysThatCameWithItAndByTheOneThatSigned() throws Exception {
    for (var pinned : List.of(List.<VerifierKey>of(), List.of(after))) {
      assertThat(check(pinned))
          .isInstanceOfSatisfying(
              LogBundle.Checked.Good.class,
              good -> {
                assertThat(good.from()).isEqualTo(2);
                assertThat(good.to()).isEqualTo(4);
                assertThat(good.key()).isEqualTo(after);
              });
    }
  }

  @Test
  void aPinnedKeyOfBeforeTheRotationIsToldTheOneThatSigned() throws Exception {
    assertThat(check(List.of(before)))
        .isInstanceOfSatisfying(
            LogBundle.Checked.Bad.class,
            bad ->
                assertThat(bad.why())
                    .contains("the key that is pinned stands in the bundle and did not sign it")
                    .contains("if the log's keys were rotated")
                    .contains("pin `" + after.vkey() + "`"));
  }

  @Test
  void aPinnedKeyThatIsNotInTheBundleIsToldNothingOfOthers() throws Exception {
    var other = NoteKey.generate(before.name(), SignatureType.ED25519).verifier();
    assertThat(check(List.of(other)))
        .isEqualTo(
            new LogBundle.Checked.Bad("the checkpoint: no key that is known here signed it"));
  }
}
