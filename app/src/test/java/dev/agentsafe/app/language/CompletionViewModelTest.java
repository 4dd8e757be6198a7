package dev.agentsafe.app.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Later;
import dev.agentsafe.editors.assist.Offer;
import dev.agentsafe.editors.document.Edit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered, and what of it is left as somebody types on. */
final class CompletionViewModelTest {
  private static final String BEGUN = "rules:\n  - name: one\n    decision: ";

  @TempDir private Path folder = Path.of("");
  private final Later work = new Later();
  private LanguageSession session = new LanguageSession(Path.of("nowhere"), work);
  private CompletionViewModel model = new CompletionViewModel(session);

  @BeforeEach
  void open() throws Exception {
    LanguageSessionTest.write(folder, LanguageSessionTest.SHOP);
    session = new LanguageSession(folder.resolve("agent-safe.yaml"), work);
    model = new CompletionViewModel(session);
    session.edit(folder.resolve("policies/rules.yaml"), BEGUN);
  }

  private List<String> labels() {
    return model.shown().stream().map(Offer::label).toList();
  }

  private void typed(String word) {
    model.follow(BEGUN + word, BEGUN.length() + word.length());
  }

  @Test
  void offersAreNarrowedByWhatIsTypedAndComeBackWithIt() {
    model.ask(BEGUN, BEGUN.length(), false);
    assertThat(labels()).contains("allow", "deny", "require_approval");
    assertThat(model.selected()).as("it came up by itself").isEmpty();
    typed("d");
    assertThat(labels()).first().isEqualTo("deny");
    assertThat(model.selected()).map(Offer::label).contains("deny");
    typed("");
    assertThat(labels()).contains("allow", "require_approval");
    typed("q");
    assertThat(labels()).containsExactly("require_approval");
    typed("qx");
    assertThat(model.isShowing()).isFalse();
  }

  @Test
  void whatIsWrittenTakesThePlaceOfTheWholeWord() {
    model.ask(BEGUN, BEGUN.length(), true);
    typed("de");
    var written = model.accept(BEGUN.length() + 2).orElseThrow();
    assertThat(Edit.apply(BEGUN + "de", List.of(written.edit()))).isEqualTo(BEGUN + "deny");
    assertThat(written.caret()).isEqualTo(BEGUN.length() + 4);
    assertThat(model.isShowing()).isFalse();
  }

  @Test
  void leavingTheWordClosesIt() {
    model.ask(BEGUN, BEGUN.length(), true);
    model.follow(BEGUN, 3);
    assertThat(model.isShowing()).isFalse();

    model.ask(BEGUN, BEGUN.length(), true);
    model.follow("# before\n" + BEGUN, BEGUN.length() + 9);
    assertThat(model.isShowing()).isFalse();

    model.ask(BEGUN, BEGUN.length(), true);
    typed("\n");
    assertThat(model.isShowing()).isFalse();
  }

  @Test
  void aWordThatIsCompleteIsNotOfferedAgain() {
    model.ask(BEGUN, BEGUN.length(), false);
    typed("allow");
    assertThat(model.isShowing()).isFalse();
  }

  @Test
  void anAnswerThatComesAfterTheCaretIsElsewhereShowsNothingAndWritesNothing() {
    work.hold();
    model.ask(BEGUN, BEGUN.length(), true);
    model.follow(BEGUN, 3);
    work.letGo();
    assertThat(model.isShowing()).isFalse();
    assertThat(model.accept(3)).isEmpty();
  }

  @Test
  void anAnswerThatComesAfterMoreIsTypedShowsNothing() {
    work.hold();
    model.ask(BEGUN, BEGUN.length(), false);
    session.edit(folder.resolve("policies/rules.yaml"), BEGUN + "al");
    work.letGo();
    assertThat(model.isShowing()).isFalse();
  }
}
