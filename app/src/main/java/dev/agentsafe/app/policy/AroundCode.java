package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.editors.code.Around;
import dev.agentsafe.editors.code.Phrase;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The words and threads of this window for its code areas. */
final class AroundCode implements Around {
  private final Work work;

  AroundCode(Work work) {
    this.work = work;
  }

  @Override
  public String words(Phrase phrase, Object... arguments) {
    return switch (phrase) {
      case EDITOR -> Words.of("code.editor");
      case LINE_PROBLEMS -> Words.of("code.line.problems", arguments);
      case FIND -> Words.of("code.find");
      case REPLACEMENT -> Words.of("code.replacement");
      case MATCH_CASE -> Words.of("code.case");
      case WHOLE_WORD -> Words.of("code.word");
      case EXPRESSION -> Words.of("code.expression");
      case NEXT -> Words.of("code.next");
      case PREVIOUS -> Words.of("code.previous");
      case CLOSE -> Words.of("code.close");
      case REPLACE -> Words.of("code.replace");
      case REPLACE_ALL -> Words.of("code.replace.all");
      case COUNT -> Words.of("code.count", arguments);
      case FOUND -> Words.of("code.found", arguments);
      case NOTHING_FOUND -> Words.of("code.nothing");
      case BAD_EXPRESSION -> Words.of("code.expression.bad", arguments);
      case BAD_REPLACEMENT -> Words.of("code.replacement.bad", arguments);
      case TOO_LONG -> Words.of("code.too.long");
      case REPLACED -> Words.of("code.replaced", arguments);
      case CHANGED_MEANWHILE -> Words.of("code.changed");
      case LINE -> Words.of("code.line");
      case LINE_HELP -> Words.of("code.line.help", arguments);
      case UNDO -> Words.of("code.undo");
      case REDO -> Words.of("code.redo");
      case CUT -> Words.of("code.cut");
      case COPY -> Words.of("code.copy");
      case PASTE -> Words.of("code.paste");
      case SELECT_ALL -> Words.of("code.select.all");
      case COMMENT -> Words.of("code.comment");
      case WRAP -> Words.of("code.wrap");
      case FIXES -> Words.of("code.fixes", arguments);
    };
  }

  @Override
  public <T> void away(Callable<T> slow, Consumer<T> done, Consumer<String> failed) {
    work.quietly(progress -> slow.call(), done, failed);
  }
}
