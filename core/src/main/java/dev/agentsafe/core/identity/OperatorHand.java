package dev.agentsafe.core.identity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The person at this machine and the key they sign with, once it is unlocked; thread-safe.
 *
 * <p>A passphrase is asked for once after each start: what is unlocked stays so until the process
 * ends.
 */
public final class OperatorHand {
  private final Operators.Member member;
  private final AtomicReference<State> state;

  private OperatorHand(Operators.Member member, State state) {
    this.member = member;
    this.state = new AtomicReference<>(state);
  }

  /** Whether this person can sign. */
  public sealed interface State {
    /** Yes. */
    record Ready(OperatorSigner signer) implements State {}

    /** After the passphrase of that file. */
    record Locked(Path file) implements State {}

    /** No; the words say what is missing. */
    record Without(String why) implements State {}
  }

  /** A person whose key needs no passphrase. */
  public static OperatorHand ready(Operator operator, OperatorSigner signer) {
    return new OperatorHand(
        Operators.of(operator, signer.publicKey()).members().getFirst(), new State.Ready(signer));
  }

  /** A person whose key is in that file. */
  public static OperatorHand locked(Operators.Member member, Path file) {
    return new OperatorHand(member, new State.Locked(file));
  }

  /** A person who cannot sign here. */
  public static OperatorHand without(Operator operator, String why) {
    return new OperatorHand(
        new Operators.Member(operator, java.util.List.of()), new State.Without(why));
  }

  /** Who it is. */
  public Operator operator() {
    return member.operator();
  }

  /** Whether they can sign now. */
  public State state() {
    return state.get();
  }

  /** The unlocked key. */
  public Optional<OperatorSigner> signer() {
    return state.get() instanceof State.Ready(var signer) ? Optional.of(signer) : Optional.empty();
  }

  /**
   * Unlocks the key; the passphrase is wiped, whatever comes of it.
   *
   * @return why it stays locked; empty: it is unlocked
   */
  public Optional<String> unlock(char[] passphrase) {
    try {
      return switch (state.get()) {
        case State.Ready r -> Optional.empty();
        case State.Without(var why) -> Optional.of(why);
        case State.Locked(var file) -> unlock(file, passphrase);
      };
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private Optional<String> unlock(Path file, char[] passphrase) {
    return switch (OperatorKeyFile.open(file, passphrase)) {
      case OperatorKeyFile.Opened.Refused(var why) -> Optional.of(why);
      case OperatorKeyFile.Opened.Unlocked(var signer) -> {
        if (member.key(signer.publicKey().id()).isEmpty()) {
          yield Optional.of(
              "The key in `"
                  + file
                  + "` is not one that operators.yaml has for `"
                  + operator().id()
                  + "`; add it there: "
                  + signer.publicKey().text());
        }
        state.set(new State.Ready(signer));
        yield Optional.empty();
      }
    };
  }
}
