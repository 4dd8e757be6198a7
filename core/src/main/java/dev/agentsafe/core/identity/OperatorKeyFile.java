package dev.agentsafe.core.identity;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.time.Instant;

/** An operator's key in a PKCS#12 file behind a passphrase; the file is its owner's alone. */
public final class OperatorKeyFile {
  /** A passphrase has at least so many characters. */
  public static final int SHORTEST = 12;

  private static final String TYPE = "PKCS12";

  private OperatorKeyFile() {}

  /** What came of opening a key file. */
  public sealed interface Opened {
    /** The passphrase is right. */
    record Unlocked(OperatorSigner signer) implements Opened {}

    /** It is not, or the file is none; the words are for the operator. */
    record Refused(String why) implements Opened {}
  }

  /**
   * Writes a key durably.
   *
   * @throws CoreException where the passphrase is too short, a file is there already, or it cannot
   *     be written
   */
  public static void write(
      Path file, OperatorSigner signer, OperatorId id, char[] passphrase, Instant now) {
    if (passphrase.length < SHORTEST) {
      throw new CoreException(
          "The passphrase is too short; take at least " + SHORTEST + " characters.");
    }
    if (Files.exists(file)) {
      throw new CoreException("`" + file + "` is there already; nothing was written.");
    }
    try {
      var store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      store.setKeyEntry(
          id.value(),
          signer.privateKey(),
          passphrase,
          new Certificate[] {SelfSigned.of(signer, id.value(), now)});
      var bytes = new ByteArrayOutputStream();
      store.store(bytes, passphrase);
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        OwnerFiles.createFolder(folder);
      }
      OwnerFiles.write(file, bytes.toByteArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new CoreException(
          "The key file `" + file + "` cannot be written. Check the folder's permissions.", e);
    }
  }

  /** Opens a key file. */
  public static Opened open(Path file, char[] passphrase) {
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(TYPE);
      store.load(in, passphrase);
      for (var alias : java.util.Collections.list(store.aliases())) {
        if (store.getKey(alias, passphrase) instanceof PrivateKey key) {
          var signer =
              OperatorSigner.of(new KeyPair(store.getCertificate(alias).getPublicKey(), key));
          return isWhole(signer)
              ? new Opened.Unlocked(signer)
              : new Opened.Refused("The two halves of the key in `" + file + "` do not fit.");
        }
      }
      return new Opened.Refused("`" + file + "` holds no private key.");
    } catch (IOException | GeneralSecurityException e) {
      return new Opened.Refused(
          e.getCause() instanceof UnrecoverableKeyException
                  || e instanceof UnrecoverableKeyException
              ? "The passphrase of `" + file + "` is another one."
              : "`" + file + "` cannot be read as a PKCS#12 file. Restore it from a backup.");
    } catch (CoreException e) {
      return new Opened.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isWhole(OperatorSigner signer) {
    var probe = new byte[] {1, 2, 3};
    return signer.publicKey().verifies(probe, signer.sign(probe));
  }
}
