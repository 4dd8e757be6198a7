package dev.agentsafe.editors.typing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.document.Edit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever was done can be undone, and done again. */
final class HistoryTest {
  private final History history = new History();
  private String text = "";
  private Selection selection = Selection.at(0);

  private void change(Change change, boolean isTyping) {
    if (!change.edits().isEmpty()) {
      var edit = Edit.covering(text, change.edits());
      history.add(
          new History.Step(
              edit.from(),
              text.substring(edit.from(), edit.to()),
              edit.text(),
              selection,
              change.selection()),
          isTyping);
      text = Edit.apply(text, List.of(edit));
    }
    selection = change.selection();
  }

  private void type(String what) {
    what.chars().forEach(c -> change(Pairing.typed(text, selection, Character.toString(c)), true));
  }

  private boolean undo() {
    var step = history.undo();
    step.ifPresent(s -> {
      text = Edit.apply(text, List.of(s.undoing()));
      selection = s.before();
    });
    return step.isPresent();
  }

  private boolean redo() {
    var step = history.redo();
    step.ifPresent(s -> {
      text = Edit.apply(text, List.of(s.redoing()));
      selection = s.after();
    });
    return step.isPresent();
  }

  @Test
  void wordsAreUndoneWordByWord() {
    type("one two  three");
    undo();
    assertThat(text).isEqualTo("one two  ");
    undo();
    assertThat(text).isEqualTo("one ");
    redo();
    assertThat(text).isEqualTo("one two  ");
    undo();
    undo();
    assertThat(text).isEmpty();
    assertThat(undo()).isFalse();
  }

  @Test
  void whatIsTypedElsewhereIsAStepOfItsOwn() {
    type("ab");
    selection = Selection.at(0);
    type("c");
    undo();
    assertThat(text).isEqualTo("ab");
  }

  @Test
  void takingBackIsOneStep() {
    type("abc");
    for (int i = 0; i < 3; i++) {
      change(Pairing.backspace(text, selection), true);
    }
    assertThat(text).isEmpty();
    undo();
    assertThat(text).isEqualTo("abc");
    assertThat(selection).isEqualTo(Selection.at(3));
  }

  @Test
  void somethingNewForgetsWhatWasUndone() {
    type("a");
    undo();
    type("b");
    assertThat(redo()).isFalse();
    assertThat(text).isEqualTo("b");
  }

  @Test
  void undoingRestoresEverything() {
    var random = new Random(17);
    for (int round = 0; round < 100; round++) {
      history.clear();
      text = Marked.some(random).text();
      selection = Selection.at(0);
      var begin = text;
      for (int i = 0; i < 50; i++) {
        something(random);
      }
      var end = text;
      while (undo()) {
        assertThat(selection.to()).isLessThanOrEqualTo(text.length());
      }
      assertThat(text).isEqualTo(begin);
      while (redo()) {
        assertThat(selection.to()).isLessThanOrEqualTo(text.length());
      }
      assertThat(text).isEqualTo(end);
    }
  }

  private void something(Random random) {
    if (random.nextInt(4) == 0) {
      selection =
          new Selection(random.nextInt(text.length() + 1), random.nextInt(text.length() + 1));
    }
    switch (random.nextInt(8)) {
      case 0 -> change(Commenting.toggle(text, selection), false);
      case 1 -> change(Indenting.enter(text, selection, "\n"), false);
      case 2 -> change(Indenting.in(text, selection), false);
      case 3 -> change(Indenting.out(text, selection), false);
      case 4 -> change(Pairing.backspace(text, selection), true);
      case 5 -> change(Moving.doubled(text, selection, random.nextBoolean()), false);
      case 6 -> Moving.up(text, selection).ifPresent(c -> change(c, false));
      default -> type(Character.toString("a [\"'x".charAt(random.nextInt(6))));
    }
  }

  @Test
  void whatIsTooMuchIsForgottenOldestFirst() {
    for (int i = 0; i < 1_010; i++) {
      change(Pairing.typed(text, Selection.at(text.length()), "x"), false);
    }
    int undone = 0;
    while (undo()) {
      undone++;
    }
    assertThat(undone).isEqualTo(1_000);
    assertThat(text).isEqualTo("x".repeat(10));
  }
}
