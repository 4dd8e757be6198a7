package dev.agentsafe.core.identity;

import com.auth0.jwt.algorithms.Algorithm;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ES256 keys of a workspace: one signs, all verify until they are retired; immutable and
 * thread-safe.
 *
 * <p>Each lives in a file of its own, named after its id (the RFC 7638 thumbprint of its public
 * half), readable by its owner alone. A private key never appears in a message, and the file of a
 * key that was retired holds none.
 */
public final class SigningKeys {
  static final String SUFFIX = ".jwk";
  private final Map<String, KeyFile> byId;
  private final KeyFile active;

  private SigningKeys(List<KeyFile> retired, KeyFile active) {
    var map = new LinkedHashMap<String, KeyFile>();
    retired.forEach(k -> map.put(k.id(), k));
    map.put(active.id(), active);
    byId = Map.copyOf(map);
    this.active = active;
  }

  /**
   * The keys of that folder; where none signs, one is made and written durably.
   *
   * @throws CoreException where a file is no key of ours, or the folder cannot be read or written
   */
  public static SigningKeys open(Path folder, Instant now) {
    var keys = read(folder);
    return of(keys)
        .orElseGet(() -> {
          var made = KeyFile.generate(now);
          write(folder, made);
          return new SigningKeys(keys, made);
        });
  }

  /**
   * The keys of that folder; empty where none signs. Writes nothing.
   *
   * @throws CoreException where a file is no key of ours, or cannot be read
   */
  public static Optional<SigningKeys> load(Path folder) {
    return of(read(folder));
  }

  /**
   * The newest that may signs; a crash while keys were changed may have left another that could.
   */
  private static Optional<SigningKeys> of(List<KeyFile> oldestFirst) {
    return oldestFirst.reversed().stream()
        .filter(key -> key.privateKey().isPresent())
        .findFirst()
        .map(active -> new SigningKeys(oldestFirst, active));
  }

  private static List<KeyFile> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> String.valueOf(f.getFileName()).endsWith(SUFFIX))
          .map(KeyFile::read)
          .sorted(Comparator.comparing(KeyFile::created).thenComparing(KeyFile::id))
          .toList();
    } catch (IOException e) {
      throw new CoreException(
          "The key folder `" + folder + "` cannot be read. Check its permissions.", e);
    }
  }

  /**
   * Puts another key in the place of those that could sign; what they signed is good until then.
   *
   * <p>The new key is durable first: whatever fails after it, something signs and nothing that is
   * good is refused.
   */
  SigningKeys replaced(Path folder, KeyFile made, Instant until) {
    write(folder, made);
    var retired = byId.values().stream().map(key -> key.retired(until)).toList();
    retired.stream()
        .filter(key -> !key.equals(byId.get(key.id())))
        .forEach(key -> write(folder, key));
    return new SigningKeys(retired, made);
  }

  /** The id of the key that signs. */
  public String activeId() {
    return active.id();
  }

  KeyFile active() {
    return active;
  }

  /** The ids of all keys, retired ones included. */
  public Set<String> ids() {
    return byId.keySet();
  }

  /** From when on what each key signed is refused; those without an end are in use. */
  public Map<String, Optional<Instant>> ends() {
    var ends = new TreeMap<String, Optional<Instant>>();
    byId.forEach((id, key) -> ends.put(id, key.retires()));
    return ends;
  }

  /** The public half of that key while what it signed is good. */
  public Optional<ECPublicKey> publicKey(String id, Instant now) {
    return Optional.ofNullable(byId.get(id)).filter(k -> !k.isOver(now)).map(KeyFile::publicKey);
  }

  byte[] sign(byte[] header, byte[] payload) {
    return LowS.of(
        Algorithm.ECDSA256(active.publicKey(), active.privateKey().orElseThrow())
            .sign(header, payload));
  }

  private static void write(Path folder, KeyFile key) {
    var file = folder.resolve(key.id() + SUFFIX);
    try {
      OwnerFiles.createFolder(folder);
      OwnerFiles.write(file, key.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoreException(
          "The signing key `" + file + "` cannot be written. Check the folder's permissions.", e);
    }
  }
}
