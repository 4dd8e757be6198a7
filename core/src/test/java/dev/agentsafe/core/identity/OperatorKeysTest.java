package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of operators: as text, as signatures, in files. */
final class OperatorKeysTest {
  private static final byte[] MESSAGE = "agree".getBytes(StandardCharsets.UTF_8);
  private static final String PASSPHRASE = "correct horse battery";
  private static final OperatorId ANNA = new OperatorId("anna");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(OperatorKey.Kind.class)
  void onlyWhatTheHolderSignedVerifies(OperatorKey.Kind kind) {
    var signer = OperatorSigner.generate(kind);
    var other = OperatorSigner.generate(kind);
    var signature = signer.sign(MESSAGE);
    assertThat(signature).hasSize(64);
    assertThat(signer.publicKey().verifies(MESSAGE, signature)).isTrue();
    assertThat(other.publicKey().verifies(MESSAGE, signature)).isFalse();
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      var flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(signer.publicKey().verifies(MESSAGE, flipped)).as("bit %d", bit).isFalse();
    }
    assertThat(signer.publicKey().verifies(MESSAGE, new byte[64])).isFalse();
    assertThat(signer.publicKey().verifies(MESSAGE, Arrays.copyOf(signature, 63))).isFalse();
  }

  @Test
  void theOtherFormOfTheSameSignatureIsNone() {
    var signer = OperatorSigner.generate(OperatorKey.Kind.ES256);
    var signature = signer.sign(MESSAGE);
    var s = new BigInteger(1, signature, 32, 32);
    var high = LowS.ORDER.subtract(s).toByteArray();
    var twin = Arrays.copyOf(signature, 64);
    Arrays.fill(twin, 32, 64, (byte) 0);
    var length = Math.min(32, high.length);
    System.arraycopy(high, high.length - length, twin, 64 - length, length);
    assertThat(signer.publicKey().verifies(MESSAGE, twin)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(OperatorKey.Kind.class)
  void aKeyIsReadFromItsTextAndFromNoOther(OperatorKey.Kind kind) {
    var key = OperatorSigner.generate(kind).publicKey();
    assertThat(OperatorKey.parse(key.text())).contains(key);
    assertThat(key.id()).hasSize(64);
    assertThat(OperatorKey.parse(key.text() + "=")).isEmpty();
    assertThat(OperatorKey.parse(key.text().toUpperCase(java.util.Locale.ROOT))).isEmpty();
    assertThat(OperatorKey.parse("rsa:" + key.text())).isEmpty();
    assertThat(OperatorKey.parse("")).isEmpty();
    var other = kind == OperatorKey.Kind.ES256 ? "ed25519:" : "es256:";
    var body = key.text().substring(key.text().indexOf(':') + 1);
    assertThat(OperatorKey.parse(other + body)).isEmpty();
    var trailing = Arrays.copyOf(Base64.getDecoder().decode(body), body.length());
    assertThat(OperatorKey.parse(kind.label() + ":" + Base64.getEncoder().encodeToString(trailing)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(OperatorKey.Kind.class)
  void aKeyFileOpensWithItsPassphraseAlone(OperatorKey.Kind kind) throws Exception {
    var signer = OperatorSigner.generate(kind);
    var file = folder.resolve("keys").resolve("anna.p12");
    OperatorKeyFile.write(file, signer, ANNA, PASSPHRASE.toCharArray(), Instant.now());
    assertThat(OperatorKeyFile.open(file, PASSPHRASE.toCharArray()))
        .isInstanceOfSatisfying(
            OperatorKeyFile.Opened.Unlocked.class,
            u ->
                assertThat(signer.publicKey().verifies(MESSAGE, u.signer().sign(MESSAGE)))
                    .isTrue());
    assertThat(OperatorKeyFile.open(file, "correct horse".toCharArray()))
        .isEqualTo(
            new OperatorKeyFile.Opened.Refused("The passphrase of `" + file + "` is another one."));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    var raw = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(raw, raw.length / 2));
    assertThat(OperatorKeyFile.open(file, PASSPHRASE.toCharArray()))
        .isInstanceOf(OperatorKeyFile.Opened.Refused.class);
  }

  @ParameterizedTest
  @EnumSource(OperatorKey.Kind.class)
  void theCertificateInTheFileIsOne(OperatorKey.Kind kind) throws Exception {
    var file = folder.resolve("anna.p12");
    OperatorKeyFile.write(
        file, OperatorSigner.generate(kind), ANNA, PASSPHRASE.toCharArray(), Instant.now());
    var store = KeyStore.getInstance(file.toFile(), PASSPHRASE.toCharArray());
    var certificate = (X509Certificate) store.getCertificate("anna");
    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=anna");
  }

  @Test
  void aShortPassphraseAndAFileThatIsThereAreRefused() {
    var signer = OperatorSigner.generate(OperatorKey.Kind.ED25519);
    var file = folder.resolve("anna.p12");
    assertThatThrownBy(
            () -> OperatorKeyFile.write(file, signer, ANNA, "short".toCharArray(), Instant.now()))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("at least 12");
    OperatorKeyFile.write(file, signer, ANNA, PASSPHRASE.toCharArray(), Instant.now());
    assertThatThrownBy(() ->
            OperatorKeyFile.write(file, signer, ANNA, PASSPHRASE.toCharArray(), Instant.now()))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("there already");
  }

  @Test
  void aHandStaysLockedForAKeyThatIsNotListedForIt() {
    var file = folder.resolve("anna.p12");
    var signer = OperatorSigner.generate(OperatorKey.Kind.ED25519);
    OperatorKeyFile.write(file, signer, ANNA, PASSPHRASE.toCharArray(), Instant.now());
    var anna = new Operator(ANNA, "Anna", java.util.List.of(), java.util.List.of());
    var listed = Operators.of(anna, signer.publicKey()).members().getFirst();
    var other =
        Operators.of(anna, OperatorSigner.generate(OperatorKey.Kind.ED25519).publicKey())
            .members()
            .getFirst();
    var passphrase = PASSPHRASE.toCharArray();
    assertThat(OperatorHand.locked(other, file).unlock(passphrase)).isPresent();
    assertThat(passphrase).containsOnly('\0');
    var hand = OperatorHand.locked(listed, file);
    assertThat(hand.signer()).isEmpty();
    assertThat(hand.unlock("wrong".toCharArray())).isPresent();
    assertThat(hand.unlock(PASSPHRASE.toCharArray())).isEqualTo(Optional.empty());
    assertThat(hand.signer()).isPresent();
  }
}
