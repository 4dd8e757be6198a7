package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.layout.VBox;

/** What approving alone means: who is told, that the run is marked, that it is reviewed. */
final class GlassNotice {
  private GlassNotice() {}

  static VBox of(Question.Liberty liberty) {
    var title = Section.text(Words.of("glass.title"), "strong");
    title.setGraphic(Icon.WARN.node());
    var alone = liberty.alone().orElse(new Question.Alone(List.of(), java.util.Optional.empty()));
    var box =
        new VBox(
            title,
            Section.text(
                alone.told().isEmpty()
                    ? Words.of("glass.nobody")
                    : Words.of("glass.told", names(alone.told()))),
            Section.text(Words.of("glass.then")));
    alone
        .blocked()
        .ifPresent(why -> box.getChildren().add(Section.text(Untrusted.line(why), "strong")));
    box.getStyleClass().addAll("notice", "notice-bad");
    box.setId("answer-glass-notice");
    return box;
  }

  private static String names(List<String> told) {
    return told.stream().map(t -> Untrusted.line(t, 60)).collect(Collectors.joining(", "));
  }
}
