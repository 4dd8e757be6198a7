package dev.agentsafe.core.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What others published about the ways of signing that a checkpoint uses. */
final class PublishedSignaturesTest {
  private static final boolean DEEP = Boolean.getBoolean("deep");

  /**
   * C2SP's Community Cryptography Test Vectors, ML-DSA/accumulated: the hash of so many public keys
   * and deterministic signatures of an empty message.
   */
  private static final int ML_DSA_KEYS = DEEP ? 10_000 : 100;

  private static final String ML_DSA_44 =
      DEEP
          ? "e7fd21f6a59bcba60d65adc44404bb29a7c00e5d8d3ec06a732c00a306a7d143"
          : "d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4";

  private static final HexFormat HEX = HexFormat.of();

  @Test
  void mlDsa44IsThatOfThePublishedVectors() throws Exception {
    var seeds = new Shake128();
    var accumulated = MessageDigest.getInstance("SHAKE128-256");
    for (var i = 0; i < ML_DSA_KEYS; i++) {
      var generator = KeyPairGenerator.getInstance("ML-DSA-44");
      generator.initialize(NamedParameterSpec.ML_DSA_44, new Fixed(seeds.read(32)));
      var pair = generator.generateKeyPair();
      var key = SignatureType.ML_DSA_44.raw(pair.getPublic());
      var signer = Signature.getInstance("ML-DSA-44");
      signer.initSign(pair.getPrivate(), new Fixed(new byte[32]));
      var signature = signer.sign();
      accumulated.update(key);
      accumulated.update(signature);
      var read = SignatureType.ML_DSA_44.publicKey(key).orElseThrow();
      assertThat(SignatureType.ML_DSA_44.verifies(read, new byte[0], signature)).isTrue();
      assertThat(SignatureType.ML_DSA_44.verifies(read, new byte[1], signature)).isFalse();
    }
    assertThat(HEX.formatHex(accumulated.digest())).isEqualTo(ML_DSA_44);
  }

  @Test
  void ed25519AcceptsWhatIsOneAndNothingElse() throws Exception {
    var lines = lines();
    assertThat(lines).hasSize(11);
    for (var line : lines) {
      var parts = line.split(" ", -1);
      var key = SignatureType.ED25519.publicKey(HEX.parseHex(parts[1])).orElseThrow();
      var message = parts[2].equals("-") ? new byte[0] : HEX.parseHex(parts[2]);
      assertThat(SignatureType.ED25519.verifies(key, message, HEX.parseHex(parts[3])))
          .as(parts[0])
          .isEqualTo(parts[4].equals("valid"));
    }
  }

  @Test
  void theHashBehindTheVectorsIsShake128() throws GeneralSecurityException {
    assertThat(new Shake128().read(32))
        .isEqualTo(MessageDigest.getInstance("SHAKE128-256").digest());
  }

  private static List<String> lines() throws IOException {
    try (var in = PublishedSignaturesTest.class.getResourceAsStream("ed25519.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  /** Gives the same bytes each time it is asked. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient byte[] given;

    Fixed(byte[] given) {
      this.given = given;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(given, 0, bytes, 0, bytes.length);
    }
  }
}
