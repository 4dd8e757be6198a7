package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys change while tokens are read and written; another process is another object here. */
final class TokenKeysTest {
  private static final Instant NOW = Forge.NOW;
  private static final Caller BOT = Caller.of(new AgentId("deploy-bot"));

  @TempDir private Path root;
  private Path folder;
  private TokenKeys keys;

  @BeforeEach
  void setUp() {
    folder = root.resolve("keys");
    keys = TokenKeys.open(folder, NOW);
  }

  @Test
  void bothKeysCountUntilTheTimeIsOverAndThenTheNewOneAlone() {
    var before = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    var told = new ArrayList<TokenKeys.Rotation>();

    var rotation = keys.rotate(Duration.ofHours(1), NOW, told::add);

    var after = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    assertThat(told).containsExactly(rotation);
    assertThat(rotation.until()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(verified(keys, before, NOW)).isInstanceOf(Verified.Known.class);
    assertThat(verified(keys, before, NOW.plusSeconds(3599))).isInstanceOf(Verified.Known.class);
    assertThat(verified(keys, before, NOW.plusSeconds(3600)))
        .isInstanceOfSatisfying(
            Verified.Refused.class, no -> assertThat(no.reason()).contains("was retired"));
    assertThat(verified(keys, after, NOW.plusSeconds(3600))).isInstanceOf(Verified.Known.class);
    assertThat(verified(TokenKeys.open(folder, NOW), before, NOW.plusSeconds(3600)))
        .as("after a restart too")
        .isInstanceOf(Verified.Refused.class);
  }

  @Test
  void anOldKeyCanSignNothingAnyMore() throws IOException {
    var old = keys.now().activeId();
    var file = folder.resolve(old + ".jwk");
    assertThat(Files.readString(file)).contains("\"d\"");

    var rotation = keys.rotate(Duration.ofHours(1), NOW, change -> {});

    assertThat(rotation.retired()).containsExactly(old);
    assertThat(Files.readString(file)).contains("\"retires\"").doesNotContain("\"d\"");
    assertThat(keys.now().activeId()).isEqualTo(rotation.signs()).isNotEqualTo(old);
    assertThat(SigningKeys.open(folder, NOW).activeId()).isEqualTo(rotation.signs());
  }

  @Test
  void withoutTimeTheOldKeyIsRefusedAtOnce() {
    var before = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    keys.rotate(Duration.ZERO, NOW, change -> {});
    assertThat(verified(keys, before, NOW)).isInstanceOf(Verified.Refused.class);
  }

  @Test
  void anotherRotationDoesNotLengthenTheTimeOfAKeyThatWasRetired() {
    var first = tokens(keys).issue(BOT, Duration.ofDays(10), NOW);
    keys.rotate(Duration.ofMinutes(1), NOW, change -> {});
    keys.rotate(Duration.ofDays(2), NOW, change -> {});
    assertThat(verified(keys, first, NOW.plusSeconds(59))).isInstanceOf(Verified.Known.class);
    assertThat(verified(keys, first, NOW.plusSeconds(60))).isInstanceOf(Verified.Refused.class);
    assertThat(SigningKeys.open(folder, NOW).ids()).hasSize(3);
  }

  @Test
  void whatAnotherProcessDidIsTakenWhenATokenNamesIt() {
    var seen = new ArrayList<String>();
    keys.whenFound(found -> seen.add(found.activeId()));
    var before = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    var elsewhere = TokenKeys.open(folder, NOW);
    var rotation = elsewhere.rotate(Duration.ofMinutes(1), NOW, change -> {});
    var after = tokens(elsewhere).issue(BOT, Duration.ofDays(1), NOW);

    assertThat(verified(keys, after, NOW)).isInstanceOf(Verified.Known.class);
    assertThat(verified(keys, after, NOW)).isInstanceOf(Verified.Known.class);

    assertThat(seen).containsExactly(rotation.signs());
    assertThat(verified(keys, before, NOW.plusSeconds(60))).isInstanceOf(Verified.Refused.class);
    assertThat(tokens(keys).issue(BOT, Duration.ofDays(1), NOW))
        .satisfies(token ->
            assertThat(verified(elsewhere, token, NOW)).isInstanceOf(Verified.Known.class));
  }

  @Test
  void aKeyThatIsNotThereIsUnknownWhateverItsName() {
    for (var id : List.of("", "x", "../keys/x", "A".repeat(43), "A".repeat(42) + "/", "\0")) {
      assertThat(keys.named(id, NOW)).isInstanceOf(TokenKeys.Named.Unknown.class);
    }
  }

  @Test
  void aFolderThatIsDamagedMeanwhileStopsNobodyWhoIsKnown() throws IOException {
    var before = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    var elsewhere = TokenKeys.open(folder, NOW);
    elsewhere.rotate(Duration.ofMinutes(1), NOW, change -> {});
    var after = tokens(elsewhere).issue(BOT, Duration.ofDays(1), NOW);
    var file = folder.resolve(elsewhere.now().activeId() + ".jwk");
    var good = Files.readString(file);
    Files.writeString(file, "{}");

    assertThat(verified(keys, after, NOW)).isInstanceOf(Verified.Refused.class);
    assertThat(verified(keys, before, NOW)).isInstanceOf(Verified.Known.class);

    Files.writeString(file, good);
    assertThat(verified(keys, after, NOW.plusSeconds(1)))
        .as("it is not read for every such token")
        .isInstanceOf(Verified.Refused.class);
    assertThat(verified(keys, after, NOW.plusSeconds(5))).isInstanceOf(Verified.Known.class);
  }

  @Test
  void whatCannotBeRecordedIsNotDone() throws IOException {
    var before = keys.now().activeId();
    assertThatThrownBy(() ->
            keys.rotate(
                Duration.ofHours(1),
                NOW,
                change -> {
                  throw new CoreException("the journal cannot be written");
                }))
        .isInstanceOf(CoreException.class);
    assertThat(keys.now().activeId()).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aCrashBetweenTheFilesLeavesKeysThatWork() throws IOException {
    var before = tokens(keys).issue(BOT, Duration.ofDays(1), NOW);
    var old = folder.resolve(keys.now().activeId() + ".jwk");
    var asItWas = Files.readString(old);
    var rotation = keys.rotate(Duration.ofHours(1), NOW.plusSeconds(1), change -> {});
    Files.writeString(old, asItWas);

    var opened = TokenKeys.open(folder, NOW);
    assertThat(opened.now().activeId()).isEqualTo(rotation.signs());
    assertThat(verified(opened, before, NOW.plusSeconds(7200))).isInstanceOf(Verified.Known.class);
    assertThat(opened.rotate(Duration.ZERO, NOW, change -> {}).retired()).hasSize(2);
    assertThat(verified(opened, before, NOW)).isInstanceOf(Verified.Refused.class);
  }

  @Test
  void aTimeBeyondThirtyDaysIsRefused() {
    for (var grace : List.of(Duration.ofDays(30).plusSeconds(1), Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> keys.rotate(grace, NOW, change -> {}))
          .isInstanceOf(CoreException.class);
    }
  }

  private static IdentityTokens tokens(TokenKeys keys) {
    return new IdentityTokens(
        IdentityTokens.Config.of("agent-safe", new SharedKey.Pair(keys, Optional.empty())));
  }

  private static Verified verified(TokenKeys keys, String token, Instant now) {
    return tokens(keys).verify(token, now);
  }
}
