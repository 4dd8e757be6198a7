package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts a keyed digest in the place of what is secret, before an entry is hashed; thread-safe.
 *
 * <p>The same value gives the same digest within one journal, so that two entries can be compared
 * without either telling the value.
 */
public final class Redaction {
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final Function<Value, byte[]> encoding;

  /**
   * A redaction under a journal's own key.
   *
   * @param key 32 random bytes
   * @param encoding the bytes a value's digest is taken over
   */
  public Redaction(byte[] key, Function<Value, byte[]> encoding) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.encoding = encoding;
  }

  /**
   * The redaction of a workspace; its key is made and kept in that file on first use.
   *
   * @throws CoreException where the file is no such key, or cannot be read or written
   */
  public static Redaction open(Path keyFile, Function<Value, byte[]> encoding) {
    try {
      if (!Files.exists(keyFile)) {
        var fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        OwnerFiles.write(keyFile, fresh);
      }
      var key = Files.readAllBytes(keyFile);
      if (key.length != KEY_BYTES) {
        throw new CoreException(
            "`" + keyFile + "` is not a redaction key. Restore it from a backup.");
      }
      return new Redaction(key, encoding);
    } catch (IOException e) {
      throw new CoreException(
          "The redaction key `" + keyFile + "` cannot be read or written. Check its permissions.",
          e);
    }
  }

  /** The parameters without the values of those that the action declares secret. */
  public Value.Fields redact(Action action, Value.Fields params) {
    var secret =
        action.parameters().stream().filter(p -> p.use().secret()).map(p -> p.name()).toList();
    if (secret.stream().noneMatch(params.values()::containsKey)) {
      return params;
    }
    var kept = new LinkedHashMap<>(params.values());
    secret.forEach(name -> kept.computeIfPresent(name, (n, value) -> digest(value)));
    return new Value.Fields(kept);
  }

  private Value digest(Value value) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var hex = HexFormat.of().formatHex(mac.doFinal(encoding.apply(value)));
      return new Value.Fields(Map.of("redacted", Value.of("hmac-sha256:" + hex)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks HMAC-SHA-256", e);
    }
  }
}
