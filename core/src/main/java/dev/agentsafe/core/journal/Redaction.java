package dev.agentsafe.core.journal;

import static java.util.stream.Collectors.toSet;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts a keyed digest in the place of what is secret, before an entry is hashed; thread-safe.
 *
 * <p>The same value gives the same digest within one journal, so that two entries can be compared
 * without either telling the value.
 */
public final class Redaction implements Scrubber.Marks {
  private static final int KEY_BYTES = 32;
  private static final String MEMBER = "redacted";
  private static final String DIGEST = "hmac-sha256:";
  private static final String IN_TEXT = "[redacted " + DIGEST;

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
    return redact(secret(action), params);
  }

  /** The names of the parameters that the action declares secret. */
  public static Set<String> secret(Action action) {
    return action.parameters().stream()
        .filter(p -> p.use().secret())
        .map(Parameter::name)
        .collect(toSet());
  }

  /** The parameters without the values of those names. */
  public Value.Fields redact(Set<String> secret, Value.Fields params) {
    if (secret.stream().noneMatch(params.values()::containsKey)) {
      return params;
    }
    var kept = new LinkedHashMap<>(params.values());
    secret.forEach(name -> kept.computeIfPresent(name, (n, value) -> digest(value)));
    return new Value.Fields(kept);
  }

  /**
   * Takes secrets out of what is said about one request.
   *
   * @param known values that are secret whatever they look like
   */
  public Scrubber scrubber(List<Value> known) {
    return new Scrubber(this, known);
  }

  /** The values of the parameters that the action declares secret. */
  public static List<Value> declared(Action action, Value.Fields params) {
    return action.parameters().stream()
        .filter(p -> p.use().secret())
        .flatMap(p -> params.get(p.name()).stream())
        .toList();
  }

  /** Whether something in it was taken out, so that it is not what it was. */
  public static boolean isHidden(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.contains(IN_TEXT);
      case Value.Items(var items) -> items.stream().anyMatch(Redaction::isHidden);
      case Value.Fields fields ->
          isMark(fields) || fields.values().values().stream().anyMatch(Redaction::isHidden);
      case Value.Bool _, Value.Int _, Value.Real _, Value.Null _ -> false;
    };
  }

  static boolean isMark(Value value) {
    return value instanceof Value.Fields fields
        && fields.values().size() == 1
        && fields.text(MEMBER).filter(t -> t.startsWith(DIGEST)).isPresent();
  }

  @Override
  public String mark(Value value) {
    return IN_TEXT + hex(value) + "]";
  }

  @Override
  public Value digest(Value value) {
    return new Value.Fields(Map.of(MEMBER, Value.of(DIGEST + hex(value))));
  }

  private String hex(Value value) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(encoding.apply(value)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks HMAC-SHA-256", e);
    }
  }
}
