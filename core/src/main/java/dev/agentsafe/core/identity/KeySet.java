package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public keys of a JSON Web Key Set (RFC 7517) that can verify; immutable.
 *
 * <p>A key that is not for verifying, too weak, malformed, private or symmetric is left out; of two
 * keys of one id and one kind neither counts.
 */
final class KeySet {
  private static final int MOST_KEYS = 100;

  private final List<WebKey> keys;

  private KeySet(List<WebKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** What came of reading a key set. */
  sealed interface Parsed {
    /** It has at least one key of use. */
    record Good(KeySet keys) implements Parsed {}

    /** It has not. */
    record Bad(String why) implements Parsed {}
  }

  static Parsed parse(String text) {
    if (!(Json.read(text) instanceof Json.Read.Good(Value.Fields document))
        || !(document.get("keys").orElse(Value.NULL) instanceof Value.Items(var items))) {
      return new Parsed.Bad("what it answers is no JSON Web Key Set");
    }
    if (items.size() > MOST_KEYS) {
      return new Parsed.Bad("its key set holds more than " + MOST_KEYS + " keys");
    }
    var keys = new ArrayList<WebKey>();
    for (var item : items) {
      if (item instanceof Value.Fields fields) {
        WebKey.read(fields).ifPresent(keys::add);
      }
    }
    return keys.isEmpty()
        ? new Parsed.Bad("its key set holds no key that this workspace can verify with")
        : new Parsed.Good(new KeySet(keys));
  }

  /** The one key of that id for that algorithm. */
  Optional<PublicKey> find(String id, SignatureAlgorithm algorithm) {
    var found = keys.stream().filter(k -> k.id().equals(id) && k.serves(algorithm)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst().key()) : Optional.empty();
  }
}
