package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T8: of a few hundred hostile tokens at each door, and of every flipped bit of good ones, none is
 * taken anywhere; the good ones are.
 */
final class HostileTokensTest {
  private static final boolean DEEP = Boolean.getBoolean("deep");
  private static final int TICKETS = 20;

  /** Each bit is flipped in one ticket of so many; the first, and all of them when deep, in all. */
  private static final int STRIDE = 5;

  @TempDir private Path folder;
  private TrustedIssuer provider;
  private List<HostileDoor> doors;
  private Forge forge;

  @BeforeEach
  void setUp() {
    provider = new TrustedIssuer();
    forge = new Forge(folder, Optional.of(Forge.SHARED));
    var identities =
        new Identities(forge.identities, ProviderSettings.of(provider).settings().issuers());
    doors =
        List.of(
            HostileDoor.tickets(forge),
            HostileDoor.identities(forge, identities),
            HostileDoor.foreignEc(provider, identities),
            HostileDoor.foreignRsa(provider, identities));
  }

  @AfterEach
  void tearDown() {
    provider.close();
  }

  @Test
  void theGoodOnesAreTakenAndAtTheirOwnDoorAlone() {
    for (var door : doors) {
      assertThat(door.refusal().apply(door.genuine())).as(door.name()).isEmpty();
      assertThat(door.takes(door.signed(door.header(), door.payload()))).isTrue();
    }
    var tickets = doors.getFirst();
    var identities = doors.get(1);
    assertThat(tickets.takes(identities.genuine())).isFalse();
    assertThat(identities.takes(tickets.genuine())).isFalse();
    assertThat(tickets.takes(doors.getLast().genuine())).isFalse();
  }

  @Test
  void noHostileTokenIsTakenAnywhere() {
    for (var door : doors) {
      var hostile = HostileTokens.at(door);
      assertThat(hostile).as(door.name()).hasSizeGreaterThanOrEqualTo(300);
      System.out.printf("hostile tokens at %s: %d%n", door.name(), hostile.size());
      var taken = new ArrayList<String>();
      hostile.forEach((what, token) -> {
        for (var other : doors) {
          var reason = other.refusal().apply(token);
          if (reason.isEmpty()) {
            taken.add(what + " at " + other.name());
          }
          tellsNothing(reason, token);
        }
      });
      assertThat(taken).as("made for %s", door.name()).isEmpty();
      assertThat(door.takes(door.genuine())).as("after all that").isTrue();
    }
  }

  @Test
  void everyFlippedBitOfWhatWasHandedOnIsNoticed() {
    var identities =
        new Identities(forge.identities, ProviderSettings.of(provider).settings().issuers());
    var door = HostileDoor.delegated(forge, identities);
    assertThat(survivors(door.genuine(), door, some(bytesFlipped(door.genuine())))).isEmpty();
  }

  @Test
  void aKeyOnItsWayOutIsNoWeakerAndIsNothingAfterIt() {
    var live = TokenKeys.open(folder, Forge.NOW);
    live.rotate(Duration.ofMinutes(5), Forge.NOW, change -> {});
    var ours =
        new IdentityTokens(
            IdentityTokens.Config.of("agent-safe", new SharedKey.Pair(live, Optional.empty())));
    var reading = new Identities(ours, ProviderSettings.of(provider).settings().issuers());
    var door = HostileDoor.retired(forge, reading, Forge.NOW);
    var after = HostileDoor.retired(forge, reading, Forge.NOW.plusSeconds(300));
    var hostile = HostileTokens.at(door);
    System.out.printf("hostile tokens at a key on its way out: %d%n", hostile.size());

    assertThat(door.takes(door.genuine())).isTrue();
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(300);
    assertThat(hostile.entrySet().stream().filter(e -> door.takes(e.getValue()))).isEmpty();
    assertThat(after.takes(door.genuine())).isFalse();
    assertThat(after.takes(door.signed(door.header(), door.payload()))).isFalse();
    assertThat(hostile.values().stream().filter(after::takes)).isEmpty();
  }

  @Test
  void aTicketIsNoIdentityAndTheReverseWhoeverSignedIt() {
    for (var door : doors) {
      for (var other : doors) {
        if (!door.name().equals(other.name()) && !(door.isForeign() && other.isForeign())) {
          assertThat(other.takes(door.signed(other.header(), door.payload())))
              .as("payload of %s, header of %s", door.name(), other.name())
              .isFalse();
          assertThat(other.takes(door.signed(door.header(), other.payload())))
              .as("header of %s, payload of %s", door.name(), other.name())
              .isFalse();
        }
      }
    }
  }

  @Test
  void everyFlippedBitOfTwentyTicketsIsNoticed() {
    var door = doors.getFirst();
    assertThat(survivors(door.genuine(), door, bytesFlipped(door.genuine()))).isEmpty();
    for (var i = 0; i < TICKETS; i++) {
      var ticket = forge.ticket().token();
      assertThat(survivors(ticket, door, lettersFlipped(ticket, i, DEEP ? 1 : STRIDE))).isEmpty();
      if (DEEP) {
        assertThat(survivors(ticket, door, bytesFlipped(ticket))).isEmpty();
      }
    }
  }

  @Test
  void everyFlippedBitOfIdentitiesIsNoticed() {
    for (var door : doors.subList(1, doors.size())) {
      var token = door.genuine();
      assertThat(survivors(token, door, some(lettersFlipped(token)))).as(door.name()).isEmpty();
      assertThat(survivors(token, door, some(bytesFlipped(token)))).as(door.name()).isEmpty();
    }
  }

  private static List<String> survivors(String token, HostileDoor door, Stream<String> flipped) {
    assertThat(door.takes(token)).isTrue();
    return flipped.parallel().filter(door::takes).toList();
  }

  /** Every so many of them; all when deep. */
  private static Stream<String> some(Stream<String> flipped) {
    var all = flipped.toList();
    return DEEP
        ? all.stream()
        : IntStream.iterate(0, i -> i < all.size(), i -> i + STRIDE).mapToObj(all::get);
  }

  /** Each bit of the text. */
  private static Stream<String> lettersFlipped(String token) {
    return lettersFlipped(token, 0, 1);
  }

  /** Each bit of the text that is so many behind the one before. */
  private static Stream<String> lettersFlipped(String token, int first, int stride) {
    return IntStream.range(0, token.length() * 8)
        .filter(i -> i % stride == first % stride)
        .mapToObj(i -> {
          var chars = token.toCharArray();
          chars[i / 8] ^= (char) (1 << i % 8);
          return new String(chars);
        });
  }

  /** Each bit of what the text stands for. */
  private static Stream<String> bytesFlipped(String token) {
    return IntStream.range(0, 3)
        .boxed()
        .flatMap(part -> {
          var good = Forge.bytes(token, part);
          return IntStream.range(0, good.length * 8)
              .mapToObj(i -> {
                var changed = good.clone();
                changed[i / 8] ^= (byte) (1 << i % 8);
                return Forge.with(token, part, Forge.encode(changed));
              });
        });
  }

  private static void tellsNothing(String reason, String token) {
    assertThat(reason).hasSizeLessThan(200);
    Arrays.stream(token.split("\\.", -1))
        .filter(p -> p.length() > 8 && p.length() < 10_000)
        .forEach(p -> assertThat(reason).doesNotContain(p));
  }
}
