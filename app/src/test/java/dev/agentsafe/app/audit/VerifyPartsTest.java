package dev.agentsafe.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.audit.VerifyViewModel.Stage;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.audit.SeenCheckpoints;
import dev.agentsafe.core.audit.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor reads of a verification. */
@AtTheScreen
final class VerifyPartsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void thatTheMachineCouldNotRememberALogIsARowOfItsOwn() throws Exception {
    Toolkit.start(true);
    var log =
        new SealedLog(folder, "example.com/shop")
            .lines(40, "bot")
            .seal(Instant.parse("2026-03-01T03:00:00Z"));
    var seen = new SeenCheckpoints(folder.resolve("seen"));
    var model = new VerifyViewModel(new AtOnce(), log.file, Clock.systemUTC(), seen);
    assertThat(words(verified(model))).noneMatch(text -> text.contains("could not remember"));

    // As where it is on a disk that is not there.
    Files.move(seen.folder(), folder.resolve("before"));
    Files.createSymbolicLink(seen.folder(), folder.resolve("absent"));

    var report = verified(model);
    assertThat(report.found().verdict()).isEqualTo(new Verdict.Valid(40, 0));
    assertThat(words(report)).anyMatch(text -> text.contains("could not remember"));
  }

  private static VerifyReport.Log verified(VerifyViewModel model) {
    model.verify();
    return (VerifyReport.Log) ((Stage.Done) model.stage().get()).report();
  }

  private static List<String> words(VerifyReport report) throws InterruptedException {
    return Toolkit.call(() ->
        new Pane(VerifyParts.of(report, Optional.empty()).toArray(Node[]::new))
            .lookupAll(".label").stream()
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .toList());
  }
}
