package dev.agentsafe.app.language;

import dev.agentsafe.editors.assist.Offer;
import dev.agentsafe.editors.document.Edit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What can be written at the caret, and what of it still fits what is typed meanwhile; belongs to
 * the FX thread.
 *
 * <p>What came up by itself has nothing chosen until something is typed that it fits, or somebody
 * chooses: then Enter still begins a line.
 */
final class CompletionViewModel {
  /** Nothing is chosen. */
  static final int NONE = -1;

  private final LanguageSession session;
  private final ObservableList<Offer> shown = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(this, "chosen", NONE);
  private Optional<Answer> answer = Optional.empty();

  /** Where the caret is, as far as it was told. */
  private int latest;

  /**
   * What was answered.
   *
   * @param caret where it was asked about
   * @param wanted whether somebody asked for it
   */
  private record Answer(String text, int caret, boolean wanted, List<Offer> offers) {}

  /** What an offer writes, and where the caret is afterwards. */
  record Written(Edit edit, int caret) {}

  CompletionViewModel(LanguageSession session) {
    this.session = session;
  }

  /** What is offered; nothing: it is not showing. */
  ObservableList<Offer> shown() {
    return shown;
  }

  /** Which of the offers is chosen; {@link #NONE}: none. */
  ReadOnlyIntegerProperty chosen() {
    return chosen.getReadOnlyProperty();
  }

  boolean isShowing() {
    return !shown.isEmpty();
  }

  /**
   * Asks what can be written there.
   *
   * @param wanted whether somebody asked for it, and it did not come up by itself
   */
  void ask(String text, int caret, boolean wanted) {
    latest = caret;
    session.completion(
        caret,
        offers -> {
          answer = Optional.of(new Answer(text, caret, wanted, offers));
          follow(text, latest);
        });
  }

  /** Keeps what fits the text as it is by now; nothing where the caret has left the word. */
  void follow(String text, int caret) {
    latest = caret;
    if (answer.isEmpty()) {
      return;
    }
    var asked = answer.get();
    if (!isSameAround(asked, text, caret)) {
      close();
      return;
    }
    var before = selected();
    var fitting =
        asked.offers().stream()
            .filter(offer -> offer.fits(begun(offer, text, caret)))
            .sorted(Comparator.comparing(offer -> !begins(offer, begun(offer, text, caret))))
            .toList();
    if (fitting.isEmpty() || isWritten(fitting, asked, text, caret)) {
      close();
      return;
    }
    chosen.set(NONE);
    shown.setAll(fitting);
    int kept = before.map(fitting::indexOf).orElse(NONE);
    boolean isMeant = asked.wanted() || !begun(fitting.getFirst(), text, caret).isEmpty();
    chosen.set(kept > 0 && caret == asked.caret() ? kept : isMeant ? 0 : NONE);
  }

  /** Whether the text is the one that was asked about but for what was typed at its caret. */
  private static boolean isSameAround(Answer asked, String text, int caret) {
    int more = caret - asked.caret();
    int from = asked.offers().stream().mapToInt(o -> o.insertion().edit().from()).max().orElse(0);
    return caret >= from
        && text.length() - asked.text().length() == more
        && text.regionMatches(0, asked.text(), 0, Math.min(caret, asked.caret()))
        && text.regionMatches(caret, asked.text(), asked.caret(), text.length() - caret)
        && text.substring(Math.min(caret, asked.caret()), caret).indexOf('\n') < 0;
  }

  private static boolean isWritten(List<Offer> fitting, Answer asked, String text, int caret) {
    if (fitting.size() > 1 || asked.wanted()) {
      return false;
    }
    var edit = moved(fitting.getFirst().insertion().edit(), caret - asked.caret());
    return text.startsWith(edit.text(), edit.from())
        && edit.text().length() == edit.to() - edit.from();
  }

  private static String begun(Offer offer, String text, int caret) {
    var written = text.substring(Math.min(caret, offer.insertion().edit().from()), caret);
    return written.startsWith("\"") || written.startsWith("'") ? written.substring(1) : written;
  }

  private static boolean begins(Offer offer, String begun) {
    return offer.label().regionMatches(true, 0, begun, 0, begun.length());
  }

  /** Chooses the next offer, or that many further on; from the last to the first. */
  void move(int by) {
    int count = shown.size();
    if (count > 0) {
      int from = chosen.get() == NONE && by < 0 ? 0 : chosen.get();
      chosen.set(
          Math.abs(by) == 1
              ? Math.floorMod(from + by, count)
              : Math.clamp(from + by, 0, count - 1));
    }
  }

  void choose(int offer) {
    chosen.set(offer);
  }

  /** The chosen offer. */
  Optional<Offer> selected() {
    int at = chosen.get();
    return at >= 0 && at < shown.size() ? Optional.of(shown.get(at)) : Optional.empty();
  }

  /** Takes the chosen offer, or the first where none is chosen; nothing shows afterwards. */
  Optional<Written> accept(int caret) {
    var taken =
        answer.flatMap(asked ->
            selected()
                .or(() -> shown.stream().findFirst())
                .map(Offer::insertion)
                .map(insertion -> {
                  var edit = moved(insertion.edit(), caret - asked.caret());
                  return new Written(edit, edit.from() + insertion.caret());
                }));
    close();
    return taken;
  }

  private static Edit moved(Edit edit, int by) {
    return new Edit(edit.from(), Math.max(edit.from(), edit.to() + by), edit.text());
  }

  void close() {
    answer = Optional.empty();
    chosen.set(NONE);
    shown.clear();
  }

  /** Whether what stands before the caret begins something, so that help with it is welcome. */
  static boolean isBegun(String text, int caret) {
    if (caret == 0 || caret > text.length()) {
      return false;
    }
    char last = text.charAt(caret - 1);
    if (last == ' ') {
      return caret > 1 && (text.charAt(caret - 2) == ':' || isDash(text, caret - 2));
    }
    return Character.isLetter(last) || last == '[';
  }

  private static boolean isDash(String text, int at) {
    if (text.charAt(at) != '-') {
      return false;
    }
    int line = text.lastIndexOf('\n', at) + 1;
    return text.substring(line, at).isBlank();
  }
}
