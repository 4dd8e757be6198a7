package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import java.util.Random;

/**
 * A text with its selection drawn into it: {@code <} where it begins, {@code |} where the caret is.
 */
record Marked(String text, Selection selection) {

  static Marked of(String drawn) {
    int caret = drawn.indexOf('|');
    int anchor = drawn.indexOf('<');
    if (anchor < 0) {
      return new Marked(drawn.replace("|", ""), Selection.at(caret));
    }
    var text = drawn.replace("|", "").replace("<", "");
    return anchor < caret
        ? new Marked(text, new Selection(anchor, caret - 1))
        : new Marked(text, new Selection(anchor - 1, caret));
  }

  static String after(String text, Change change) {
    var out = new StringBuilder(Edit.apply(text, change.edits()));
    var selection = change.selection();
    if (selection.isEmpty()) {
      return out.insert(selection.caret(), "|").toString();
    }
    boolean isBackwards = selection.caret() < selection.anchor();
    out.insert(selection.to(), isBackwards ? "<" : "|");
    return out.insert(selection.from(), isBackwards ? "|" : "<").toString();
  }

  /** Some text that looks like YAML, with some selection. */
  static Marked some(Random random) {
    String[] pieces = {
      "rules:",
      "\n",
      "\n  ",
      "\n    - ",
      "name: ",
      "a-b",
      "'",
      "\"",
      "[",
      "]",
      "{",
      "}",
      "# c",
      " ",
      "\t",
      "\u00fc",
      "\uD83D\uDE00",
      "|",
      ">",
      "-",
      ":",
      "\n\n"
    };
    var out = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      out.append(pieces[random.nextInt(pieces.length)]);
    }
    int length = out.length();
    int anchor = random.nextInt(length + 1);
    int caret = random.nextBoolean() ? anchor : random.nextInt(length + 1);
    return new Marked(out.toString(), new Selection(anchor, caret));
  }
}
