package dev.agentsafe.core.identity;

import com.auth0.jwt.algorithms.Algorithm;
import dev.agentsafe.core.CoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The HMAC key that an installation of 0.16 shares among its parts; never shown. */
public final class SharedKey {
  private final Algorithm algorithm;

  private SharedKey(Algorithm algorithm) {
    this.algorithm = algorithm;
  }

  /** A key as {@code signing_key} of the workspace gives it: its UTF-8 bytes. */
  public static SharedKey of(String text) {
    if (text.isEmpty()) {
      throw new CoreException("`signing_key` is empty. Give 0.16's key, or remove the line.");
    }
    return new SharedKey(Algorithm.HMAC256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The keys a workspace signs and reads with. */
  public record Pair(TokenKeys keys, Optional<SharedKey> shared) {
    /** Keys that stay as they are. */
    public Pair(SigningKeys keys, Optional<SharedKey> shared) {
      this(TokenKeys.fixed(keys), shared);
    }
  }

  Algorithm algorithm() {
    return algorithm;
  }

  @Override
  public String toString() {
    return "a shared key";
  }
}
