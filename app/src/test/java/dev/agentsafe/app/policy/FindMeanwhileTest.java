package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.editors.code.Around;
import dev.agentsafe.editors.code.CodeView;
import dev.agentsafe.editors.code.Phrase;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** What a find bar says while what it looks for takes its time. */
@AtTheScreen
final class FindMeanwhileTest {
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /** Does nothing away from the screen before it is told to. */
  private final class Slow implements Around {
    private final Around quick = new AroundCode(new AtOnce());

    @Override
    public String words(Phrase phrase, Object... arguments) {
      return quick.words(phrase, arguments);
    }

    @Override
    public <T> void away(Callable<T> slow, Consumer<T> done, Consumer<String> failed) {
      waiting.add(() -> quick.away(slow, done, failed));
    }
  }

  private void finish() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private CodeView finding(String text) {
    var code = new CodeView(now -> {}, new Slow());
    new Scene(code, 480, 320);
    code.applyCss();
    code.show(text);
    code.find(true);
    ((TextField) code.lookup("#find-wanted")).setText("one");
    ((TextField) code.lookup("#find-replacement")).setText("two");
    finish();
    return code;
  }

  private static void replaceAll(CodeView code) {
    code.lookup("#find-replace-all").fireEvent(new ActionEvent());
  }

  private static String label(CodeView code, String id) {
    return ((Labeled) code.lookup(id)).getText();
  }

  @Test
  void theNextPlaceIsOneOfTheTextAsItIsByThen() throws Exception {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var code = finding("a: one\nb: one\n");
      assertThat(code.selection()).isEqualTo(new Selection(3, 6));
      code.apply(List.of(new Edit(0, 0, "x: 1\n")), 5);
      OnStage.press(code.lookup(".code-area"), KeyCode.F3);
      assertThat(code.selection()).as("nothing is known yet").isEqualTo(Selection.at(5));
      finish();
      assertThat(code.selection()).isEqualTo(new Selection(8, 11));
      code.apply(List.of(new Edit(0, 5, "")), 10);
      OnStage.press(code.lookup(".code-area"), KeyCode.F3, "shift");
      finish();
      assertThat(code.selection()).isEqualTo(new Selection(3, 6));

      code.apply(List.of(new Edit(0, 0, "y")), 1);
      OnStage.press(code.lookup(".code-area"), KeyCode.F3);
      code.apply(List.of(new Edit(1, 1, "z")), 2);
      finish();
      assertThat(code.selection()).as("who types on stays there").isEqualTo(Selection.at(2));
      replace(code);
      assertThat(code.text()).as("it goes to the place first").isEqualTo("yza: one\nb: one\n");
      return assertThat(code.selection()).isEqualTo(new Selection(5, 8));
    });
  }

  private static void replace(CodeView code) {
    code.lookup("#find-replace").fireEvent(new ActionEvent());
  }

  @Test
  void howManyWereReplacedIsSaidUntilSomebodyLooksAnew() throws Exception {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var code = finding("a: one\nb: one\n");
      replaceAll(code);
      finish();
      assertThat(code.text()).isEqualTo("a: two\nb: two\n");
      assertThat(label(code, "#find-count")).isEqualTo("2 replaced");
      ((TextField) code.lookup("#find-wanted")).setText("two");
      finish();
      return assertThat(label(code, "#find-count")).as("from the caret on").isEqualTo("2 of 2");
    });
  }

  @Test
  void whatIsTypedWhileAllIsReplacedStaysAndIsSaid() throws Exception {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var code = finding("a: one\nb: one\n");
      replaceAll(code);
      code.apply(List.of(new Edit(0, 0, "x: 1\n")), 5);
      finish();
      assertThat(code.text()).isEqualTo("x: 1\na: one\nb: one\n");
      assertThat(label(code, "#find-trouble")).contains("changed meanwhile");
      replaceAll(code);
      finish();
      assertThat(code.text()).isEqualTo("x: 1\na: two\nb: two\n");
      return assertThat(label(code, "#find-trouble")).isEqualTo("");
    });
  }
}
