package dev.agentsafe.core.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes, keys and checkpoints are those of the specifications and nothing else passes as one. */
final class SignedNoteTest {
  /** Key and note of the documentation of Go's {@code golang.org/x/mod/sumdb/note}. */
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String PETERS_TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String PETERS_LINE =
      "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path folder;

  private final NoteKey ed25519 = NoteKey.generate("example.com/log", SignatureType.ED25519);
  private final NoteKey mlDsa = NoteKey.generate("example.com/log", SignatureType.ML_DSA_44);
  private final NoteKey witness =
      NoteKey.generate("example.com/witness", SignatureType.ED25519_COSIGNATURE);
  private final Checkpoint checkpoint =
      new Checkpoint("example.com/log", 20_852_163, TreeHash.ofLeaf(new byte[] {1}));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SignedNote note(byte[] bytes) {
    return ((SignedNote.Read.Good) SignedNote.read(bytes)).note();
  }

  @Test
  void aNoteOfTheReferenceImplementationIsAccepted() throws Exception {
    var key = VerifierKey.parse(PETER).orElseThrow();
    var bytes = utf8(PETERS_TEXT + "\n" + PETERS_LINE);
    assertThat(key.vkey()).isEqualTo(PETER);
    assertThat(note(bytes).check(List.of(key)))
        .isEqualTo(new SignedNote.Checked.Good(List.of(key)));
    assertThat(note(bytes).bytes()).isEqualTo(bytes);
    assertThat(PlainTlog.open(new String(bytes, StandardCharsets.UTF_8), PETER))
        .isEqualTo(PETERS_TEXT);
  }

  @Test
  void aKeyThatIsNotExactlyAsWrittenIsNone() {
    for (var i = 0; i <= PETER.length(); i++) {
      for (var j = i + 1; j <= PETER.length(); j++) {
        if (i > 0 || j < PETER.length()) {
          assertThat(VerifierKey.parse(PETER.substring(i, j))).isEmpty();
        }
      }
    }
    for (var i = 0; i < PETER.length(); i++) {
      var chars = PETER.toCharArray();
      chars[i]++;
      assertThat(VerifierKey.parse(new String(chars))).as(new String(chars)).isEmpty();
    }
    for (var bad :
        List.of(
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "++",
            "a+00000000+")) {
      assertThat(VerifierKey.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void whatIsNotFormedAsANoteIsNone() {
    var good = PETERS_TEXT + "\n" + PETERS_LINE;
    for (var bad :
        List.of(
            "",
            "\n",
            PETERS_TEXT,
            PETERS_TEXT + "\n",
            PETERS_TEXT + PETERS_LINE,
            PETERS_TEXT + "\n" + PETERS_LINE.stripTrailing(),
            PETERS_TEXT + "\n" + PETERS_LINE + "\n",
            PETERS_TEXT + "\n" + PETERS_LINE + "more\n",
            PETERS_TEXT + "\n" + PETERS_LINE.replace("\u2014", "-"),
            PETERS_TEXT + "\n" + PETERS_LINE.replace("\u2014 ", "\u2014  "),
            PETERS_TEXT + "\n" + PETERS_LINE.replace("Peter", "Peter+"),
            PETERS_TEXT + "\n" + PETERS_LINE.replace("Peter", "Peter\u00a0"),
            PETERS_TEXT + "\n" + PETERS_LINE.replace("=", ""),
            PETERS_TEXT + "\n" + PETERS_LINE.replace("AM=", "AN="),
            PETERS_TEXT + "\n\u2014 PeterNeumann x08g\n",
            PETERS_TEXT + "\n" + PETERS_LINE.repeat(65),
            good.replace("\n", "\r\n"),
            good.replace("cryptography", "crypto\tgraphy"))) {
      assertThat(SignedNote.read(utf8(bad))).as(bad).isInstanceOf(SignedNote.Read.Bad.class);
    }
    assertThat(SignedNote.read(new byte[] {(byte) 0xff, '\n', '\n'}))
        .isInstanceOf(SignedNote.Read.Bad.class);
    assertThat(SignedNote.read(new byte[SignedNote.LONGEST + 1]))
        .isInstanceOf(SignedNote.Read.Bad.class);
  }

  @Test
  void everyKindOfKeySignsACheckpointAndAnIndependentReaderAgrees() throws Exception {
    var keys = List.of(ed25519, mlDsa, witness);
    var note = checkpoint.sign(keys, NOW);
    var known = keys.stream().map(NoteKey::verifier).toList();
    assertThat(Checkpoint.open(note.bytes(), known))
        .isEqualTo(new Checkpoint.Opened.Good(checkpoint, note, known));
    var text = new String(note.bytes(), StandardCharsets.UTF_8);
    for (var key : List.of(ed25519, mlDsa)) {
      assertThat(PlainTlog.open(text, key.verifier().vkey())).isEqualTo(checkpoint.text());
    }
    var later = checkpoint.sign(List.of(mlDsa), NOW.plusSeconds(1));
    assertThat(later.signatures()).isNotEqualTo(checkpoint.sign(List.of(mlDsa), NOW).signatures());
    assertThat(later.check(List.of(mlDsa.verifier()))).isInstanceOf(SignedNote.Checked.Good.class);
  }

  @Test
  void anyChangeToASignedCheckpointIsNoticed() {
    var random = new Random(5);
    for (var key : List.of(ed25519, mlDsa, witness)) {
      var bytes = checkpoint.sign(List.of(key), NOW).bytes();
      for (var i = 0; i < 400; i++) {
        var changed = bytes.clone();
        var at = i < 120 ? i % bytes.length : random.nextInt(bytes.length);
        changed[at] ^= (byte) (1 << random.nextInt(8));
        assertThat(Checkpoint.open(changed, List.of(key.verifier())))
            .isInstanceOf(Checkpoint.Opened.Bad.class);
      }
    }
  }

  @Test
  void aForgedSignatureBesideAGoodOneIsNoticedAndAStrangersIsNot() {
    var other = NoteKey.generate("example.com/log", SignatureType.ED25519);
    var note = checkpoint.sign(List.of(ed25519, other), NOW);
    assertThat(note.check(List.of(ed25519.verifier())))
        .isEqualTo(new SignedNote.Checked.Good(List.of(ed25519.verifier())));
    assertThat(note.check(List.of(mlDsa.verifier()))).isInstanceOf(SignedNote.Checked.Bad.class);
    var another = new Checkpoint(checkpoint.origin(), 7, checkpoint.root());
    var forged =
        checkpoint.sign(List.of(ed25519), NOW).with(another.sign(List.of(mlDsa), NOW).signatures());
    assertThat(forged.check(List.of(ed25519.verifier(), mlDsa.verifier())))
        .isInstanceOf(SignedNote.Checked.Bad.class);
  }

  @Test
  void aCheckpointHasThreeLinesAndOneSpelling() {
    assertThat(Checkpoint.parse(checkpoint.text())).contains(checkpoint);
    var root = checkpoint.root().base64();
    for (var bad :
        List.of(
            "",
            "log\n1\n" + root,
            "log\n1\n" + root + "\nextension\n",
            "log\n1\n" + root + "\n\n",
            "\n1\n" + root + "\n",
            "log\n01\n" + root + "\n",
            "log\n-1\n" + root + "\n",
            "log\n+1\n" + root + "\n",
            "log\n\u0661\n" + root + "\n",
            "log\n9999999999999999999\n" + root + "\n",
            "log\n1\n" + root.replace("=", "") + "\n",
            "log\n1\n" + Base64.getEncoder().encodeToString(new byte[31]) + "\n")) {
      assertThat(Checkpoint.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void noBytesWhateverMakeReadingThrow() {
    var random = new Random(11);
    var seed = checkpoint.sign(List.of(ed25519), NOW).bytes();
    for (var i = 0; i < 3000; i++) {
      var bytes = i % 3 == 0 ? new byte[random.nextInt(200)] : seed.clone();
      if (i % 3 == 0) {
        random.nextBytes(bytes);
      }
      for (var k = random.nextInt(6); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) "\n\n \u2014+=A0".charAt(random.nextInt(8));
      }
      if (!java.util.Arrays.equals(bytes, seed)) {
        assertThat(Checkpoint.open(bytes, List.of(ed25519.verifier())))
            .isInstanceOf(Checkpoint.Opened.Bad.class);
      }
    }
  }

  @Test
  void aKeyFileIsItsOwnersAloneAndComesBackAsItWas() throws Exception {
    for (var key : List.of(ed25519, mlDsa)) {
      var file = folder.resolve(key.verifier().idText());
      key.write(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      var back = NoteKey.read(file);
      assertThat(back.verifier()).isEqualTo(key.verifier());
      assertThat(checkpoint.sign(List.of(back), NOW).check(List.of(key.verifier())))
          .isInstanceOf(SignedNote.Checked.Good.class);
      assertThat(back.toString()).isEqualTo(key.verifier().vkey());
    }
  }

  @Test
  void aKeyFileWhoseHalvesDoNotBelongTogetherIsRefused() throws Exception {
    var file = folder.resolve("key");
    ed25519.write(file);
    var stranger = NoteKey.generate("example.com/log", SignatureType.ED25519).verifier().vkey();
    for (var bad :
        List.of(
            "",
            Files.readString(file).replace(ed25519.verifier().vkey(), stranger),
            Files.readString(file).replace("BEGIN", "BEGUN"),
            Files.readString(file).replaceFirst("MC4", "AAAA"))) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> NoteKey.read(file))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("is not a key of a log");
    }
    assertThatThrownBy(() -> NoteKey.read(folder.resolve("absent")))
        .isInstanceOf(CoreException.class);
  }
}
