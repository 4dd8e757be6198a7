package dev.agentsafe.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.audit.VerifyViewModel.Stage;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.SeenCheckpoints;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.audit.Verification.KeyOrigin;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignatureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor sees of a log, whatever was done to it. */
final class VerifyViewModelTest {
  private static final String ORIGIN = "example.com/shop";
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

  @TempDir private Path folder = Path.of("");
  private SealedLog log = new SealedLog(Path.of(""), ORIGIN);
  private VerifyViewModel model =
      new VerifyViewModel(new AtOnce(), Path.of("audit.jsonl"), Clock.systemUTC());

  @BeforeEach
  void seal() throws IOException {
    log = new SealedLog(folder, ORIGIN).lines(40, "bot").seal(NOW.minusSeconds(90));
    model =
        new VerifyViewModel(
            new AtOnce(),
            log.file,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SeenCheckpoints(folder.resolve("seen")));
  }

  @Test
  void sealedLogIsValidAndItsCheckpointIsShown() {
    var report = verified();
    assertThat(report.found().verdict()).isEqualTo(new Verdict.Valid(40, 0));
    assertThat(report.found().seal().orElseThrow().keyOrigin()).isEqualTo(KeyOrigin.BESIDE);
    var facts = report.around().seal().orElseThrow();
    assertThat(facts.checkpoint().size()).isEqualTo(40);
    assertThat(facts.at()).contains(NOW.minusSeconds(90));
    assertThat(facts.signers())
        .extracting(SealFacts.Signer::algorithm)
        .containsExactly("Ed25519", "ML-DSA-44");
    assertThat(model.isOwn(report)).isTrue();
  }

  @Test
  void pastedKeyIsPinnedAndComparedAndAnotherOneIsNotBelieved() {
    model.key().set(log.key.verifier().vkey());
    assertThat(verified().found().seal().orElseThrow().keyOrigin()).isEqualTo(KeyOrigin.PINNED);

    model.key().set(NoteKey.generate(ORIGIN, SignatureType.ED25519).verifier().vkey());
    var report = verified();
    assertThat(report.found().verdict()).isInstanceOf(Verdict.BadSeal.class);
    assertThat(report.around().seal().orElseThrow().beside())
        .doesNotContain(report.around().pinned().orElseThrow());

    model.key().set("no+key");
    model.verify();
    assertThat(((Stage.Failed) model.stage().get()).why()).contains("`no+key` is no key");

    model.key().set(SealFolder.of(log.file).keys().toString());
    assertThat(verified().found().seal().orElseThrow().keyOrigin()).isEqualTo(KeyOrigin.PINNED);
  }

  @Test
  void firstBadLineIsShownBetweenItsNeighbours() throws IOException {
    log.change(17, "bot", "rob");
    var report = verified();
    assertThat(((Verdict.Failed) report.found().verdict()).line()).isEqualTo(17);
    assertThat(report.around().context())
        .extracting(VerifyReport.Line::number)
        .containsExactly(15L, 16L, 17L, 18L, 19L);
    assertThat(report.around().context().stream().filter(VerifyReport.Line::bad))
        .singleElement()
        .satisfies(l -> assertThat(l.text()).contains("rob", "evt-16"));
  }

  @Test
  void firstAndLastLineHaveFewerNeighbours() throws IOException {
    log.change(1, "bot", "rob");
    assertThat(verified().around().context())
        .extracting(VerifyReport.Line::number)
        .containsExactly(1L, 2L, 3L);
    log.change(1, "rob", "bot");
    log.change(40, "bot", "rob");
    assertThat(verified().around().context())
        .extracting(VerifyReport.Line::number)
        .containsExactly(38L, 39L, 40L);
  }

  @Test
  void whatIsCutOffOrUnsealedOrWrittenAnewIsSaid() throws IOException {
    log.cut(3);
    assertThat(verified().found().verdict()).isEqualTo(new Verdict.Truncated(40, 37));
    assertThat(VerdictWords.meaning(new Verdict.Truncated(40, 37))).startsWith("3 lines");

    var other = new SealedLog(Files.createDirectories(folder.resolve("plain")), "other");
    other.lines(5, "bot");
    model.file().set(other.file.toString());
    assertThat(verified().found().verdict()).isEqualTo(new Verdict.Valid(0, 5));
  }

  @Test
  void logThatIsAnotherThanTheOneSeenBeforeIsAFork() throws IOException {
    assertThat(verified().found().verdict().isValid()).isTrue();
    var forger = Files.createDirectories(folder.resolve("copy"));
    var forged = new SealedLog(forger, ORIGIN).lines(50, "rob").seal(NOW);
    model.file().set(forged.file.toString());
    assertThat(verified().found().verdict().isValid()).isFalse();
  }

  @Test
  void onlyWhatCameSinceIsReadAgainWhereThatIsWanted() throws IOException {
    verified();
    log.lines(10, "bot").seal(NOW);
    model.resume().set(true);
    var report = verified();
    assertThat(report.found().verdict()).isEqualTo(new Verdict.Valid(50, 0));
    assertThat(report.found().trusted()).isEqualTo(40);
    model.resume().set(false);
    assertThat(verified().found().trusted()).isZero();
  }

  @Test
  void folderIsTheLogInItAndABundleIsABundle() throws IOException {
    model.file().set(folder.toString());
    assertThat(verified().found().verdict().isValid()).isTrue();

    var bundle = folder.resolve("bundle");
    assertThat(LogBundle.export(log.file, 3, 6, bundle))
        .isInstanceOf(LogBundle.Exported.Good.class);
    model.file().set(bundle.toString());
    model.verify();
    var report = (VerifyReport.Bundle) ((Stage.Done) model.stage().get()).report();
    assertThat(report.found())
        .isInstanceOfSatisfying(
            LogBundle.Checked.Good.class,
            good -> {
              assertThat(good.from()).isEqualTo(4);
              assertThat(good.to()).isEqualTo(7);
            });
  }

  @Test
  void bytesOfNoTextAreShownAndHarmNothing() throws IOException {
    Files.write(log.file, new byte[] {(byte) 0xff, 0, 27, '[', '2', 'J', '\n', '{', '\n'});
    Files.delete(SealFolder.of(log.file).checkpoint());
    Files.delete(SealFolder.of(log.file).checkpoint(40));
    var report = verified();
    assertThat(report.found().verdict().isValid()).isFalse();
    assertThat(report.around().context())
        .allSatisfy(l -> assertThat(l.text()).doesNotContain("\u001b", "\u0000"));
  }

  private VerifyReport.Log verified() {
    model.verify();
    assertThat(model.stage().get()).isInstanceOf(Stage.Done.class);
    return (VerifyReport.Log) ((Stage.Done) model.stage().get()).report();
  }
}
