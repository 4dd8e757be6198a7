package dev.agentsafe.core.identity;

import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The people who may answer questions, with the keys they sign with; immutable. */
public record Operators(List<Member> members) {
  /** Nobody. */
  public static final Operators NONE = new Operators(List.of());

  public Operators {
    members = List.copyOf(members);
  }

  /** One person. */
  public record Member(Operator operator, List<Key> keys) {
    public Member {
      keys = List.copyOf(keys);
    }

    /** That key of this person. */
    public Optional<Key> key(String keyId) {
      return keys.stream().filter(k -> k.key().id().equals(keyId)).findFirst();
    }
  }

  /**
   * A key of a person.
   *
   * @param retired from then on it signs nothing that counts; what it signed before still verifies
   */
  public record Key(OperatorKey key, Optional<Instant> retired) {

    /** Whether what it signs at that moment counts. */
    public boolean isGoodAt(Instant when) {
      return retired.isEmpty() || when.isBefore(retired.get());
    }
  }

  /** One person with one key. */
  public static Operators of(Operator operator, OperatorKey key) {
    return new Operators(List.of(new Member(operator, List.of(new Key(key, Optional.empty())))));
  }

  /** That person. */
  public Optional<Member> find(OperatorId id) {
    return members.stream().filter(m -> m.operator().id().equals(id)).findFirst();
  }

  /** Whose key that is. */
  public Optional<Member> holder(String keyId) {
    return members.stream().filter(m -> m.key(keyId).isPresent()).findFirst();
  }

  /**
   * A name in the form in which two spellings of one person are equal: compatible characters made
   * the same (NFKC), case and surrounding space taken away.
   */
  public static String folded(String name) {
    var once = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    return Normalizer.normalize(once, Normalizer.Form.NFKC);
  }
}
