package dev.agentsafe.core.identity;

import dev.agentsafe.core.CoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The keys of a workspace while it is open: others take their place without a restart; thread-safe.
 *
 * <p>A token that names a key which is not known, but lies in the folder, has the folder read
 * again: another process put it there.
 */
public final class TokenKeys {
  /** Nobody may go on with an old key for longer. */
  public static final Duration LONGEST_GRACE = Duration.ofDays(30);

  private static final System.Logger LOG = System.getLogger(TokenKeys.class.getName());
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** How long a folder that could not be read is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Optional<Path> folder;
  private volatile SigningKeys keys;
  private volatile Consumer<SigningKeys> found = keys -> {};
  private Instant notBefore = Instant.MIN;

  private TokenKeys(Optional<Path> folder, SigningKeys keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** Those keys, for good. */
  public static TokenKeys fixed(SigningKeys keys) {
    return new TokenKeys(Optional.empty(), keys);
  }

  /**
   * The keys of that folder; where none signs, one is made and written durably.
   *
   * @throws CoreException where a file is no key of ours, or the folder cannot be read or written
   */
  public static TokenKeys open(Path folder, Instant now) {
    return new TokenKeys(Optional.of(folder), SigningKeys.open(folder, now));
  }

  /** Calls back when the folder was read again and held others; once for each time. */
  public void whenFound(Consumer<SigningKeys> listener) {
    found = listener;
  }

  /** The keys as they are now. */
  public SigningKeys now() {
    return keys;
  }

  /** A change of keys. */
  public record Rotation(String signs, List<String> retired, Instant until) {
    public Rotation {
      retired = List.copyOf(retired);
    }
  }

  /**
   * Puts a new key in the place of those that sign; what they signed is good for that long.
   *
   * @param record makes the change known before it is made; where it throws, nothing is changed
   * @throws CoreException where it could not be recorded, or the folder cannot be written
   */
  public synchronized Rotation rotate(Duration grace, Instant now, Consumer<Rotation> record) {
    var at = folder.orElseThrow(() -> new CoreException("These keys are not to be changed."));
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      throw new CoreException("The time for the old key must be from 0 to 30 days.");
    }
    // Another process may have changed them meanwhile.
    var current = SigningKeys.load(at).orElse(keys);
    var made = KeyFile.generate(now);
    var until = now.plus(grace).truncatedTo(ChronoUnit.SECONDS);
    var retired =
        current.ends().entrySet().stream()
            .filter(end -> end.getValue().isEmpty())
            .map(java.util.Map.Entry::getKey)
            .toList();
    var rotation = new Rotation(made.id(), retired, until);
    record.accept(rotation);
    keys = current.replaced(at, made, until);
    return rotation;
  }

  /** What is behind a key id. */
  sealed interface Named {
    /** A key that counts. */
    record Key(ECPublicKey key) implements Named {}

    /** A key that was retired. */
    record Retired() implements Named {}

    /** None of ours. */
    record Unknown() implements Named {}
  }

  /** The key of that id. */
  Named named(String id, Instant now) {
    var current = keys.ids().contains(id) ? keys : readAgain(id, now);
    return current
        .publicKey(id, now)
        .<Named>map(Named.Key::new)
        .orElseGet(() -> current.ids().contains(id) ? new Named.Retired() : new Named.Unknown());
  }

  private SigningKeys readAgain(String id, Instant now) {
    var there =
        ID.matcher(id).matches()
            && folder.filter(f -> Files.exists(f.resolve(id + SigningKeys.SUFFIX))).isPresent();
    return there ? readAgain(folder.orElseThrow(), id, now) : keys;
  }

  private synchronized SigningKeys readAgain(Path at, String id, Instant now) {
    if (keys.ids().contains(id) || now.isBefore(notBefore)) {
      return keys;
    }
    try {
      SigningKeys.load(at)
          .ifPresent(read -> {
            keys = read;
            found.accept(read);
          });
    } catch (CoreException e) {
      // What is known goes on counting; the token is refused like any whose key is not known.
      notBefore = now.plus(PAUSE);
      LOG.log(System.Logger.Level.WARNING, "the keys cannot be read again: {0}", e.getMessage());
    }
    return keys;
  }
}
