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

/**
 * The ES256 keys of a workspace: the newest signs, all of them verify; immutable and thread-safe.
 *
 * <p>Each lives in a file of its own, named after its id (the RFC 7638 thumbprint of its public
 * half), readable by its owner alone. A private key never appears in a message.
 */
public final class SigningKeys {
  private static final String SUFFIX = ".jwk";
  private final Map<String, KeyFile> byId;
  private final KeyFile active;

  private SigningKeys(List<KeyFile> oldestFirst) {
    var map = new LinkedHashMap<String, KeyFile>();
    oldestFirst.forEach(k -> map.put(k.id(), k));
    byId = Map.copyOf(map);
    active = oldestFirst.getLast();
  }

  /**
   * The keys of that folder; where there is none yet, one is made and written durably.
   *
   * @throws CoreException where a file is no key of ours, or the folder cannot be read or written
   */
  public static SigningKeys open(Path folder, Instant now) {
    return load(folder).orElseGet(() -> new SigningKeys(List.of(create(folder, now))));
  }

  /**
   * The keys of that folder; empty where there is none. Writes nothing.
   *
   * @throws CoreException where a file is no key of ours, or cannot be read
   */
  public static Optional<SigningKeys> load(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.list(folder)) {
      var keys =
          files
              .filter(f -> String.valueOf(f.getFileName()).endsWith(SUFFIX))
              .map(KeyFile::read)
              .sorted(Comparator.comparing(KeyFile::created).thenComparing(KeyFile::id))
              .toList();
      return keys.isEmpty() ? Optional.empty() : Optional.of(new SigningKeys(keys));
    } catch (IOException e) {
      throw new CoreException(
          "The key folder `" + folder + "` cannot be read. Check its permissions.", e);
    }
  }

  /** Makes a key that signs from now on; the older ones go on verifying. */
  public SigningKeys rotate(Path folder, Instant now) {
    var keys = new java.util.ArrayList<>(byId.values());
    keys.sort(Comparator.comparing(KeyFile::created).thenComparing(KeyFile::id));
    keys.add(create(folder, now));
    return new SigningKeys(keys);
  }

  /** The id of the key that signs. */
  public String activeId() {
    return active.id();
  }

  KeyFile active() {
    return active;
  }

  /** The ids of all keys that verify. */
  public Set<String> ids() {
    return byId.keySet();
  }

  /** The public half of that key, for those who verify without us. */
  public Optional<ECPublicKey> publicKey(String id) {
    return Optional.ofNullable(byId.get(id)).map(KeyFile::publicKey);
  }

  byte[] sign(byte[] header, byte[] payload) {
    return LowS.of(
        Algorithm.ECDSA256(active.publicKey(), active.privateKey()).sign(header, payload));
  }

  private static KeyFile create(Path folder, Instant now) {
    var key = KeyFile.generate(now);
    var file = folder.resolve(key.id() + SUFFIX);
    try {
      OwnerFiles.createFolder(folder);
      OwnerFiles.write(file, key.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoreException(
          "The signing key `" + file + "` cannot be written. Check the folder's permissions.", e);
    }
    return key;
  }
}
