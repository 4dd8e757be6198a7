package dev.agentsafe.editors.code;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.finding.Lookout;
import dev.agentsafe.editors.finding.Places;
import dev.agentsafe.editors.finding.Query;
import dev.agentsafe.editors.finding.Search;
import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.layout.VBox;

/** Finds and replaces in a code view; FX thread only. */
final class FindBar extends VBox {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CodeView view;
  private final Around around;
  private final FindFields fields;
  private final Lookout lookout = new Lookout(PATIENCE);
  private Places places = Places.NONE;

  /** Where the place to select next begins, once it is known what there is. */
  private OptionalInt wish = OptionalInt.empty();

  /** What a key asks for that came before it was known where the places are by now. */
  private Optional<Runnable> step = Optional.empty();

  /** Whether the places are those of an earlier text or query. */
  private boolean isLooking;

  /** What the places were found by. */
  private Optional<Query> foundBy = Optional.empty();

  private AtomicBoolean calledOff = new AtomicBoolean();
  private AtomicBoolean replacingOff = new AtomicBoolean();

  /** What is said of the last replacement until somebody looks anew: how many places it was. */
  private String count = "";

  /** What is said of it until then: why nothing was replaced. */
  private String trouble = "";

  FindBar(CodeView view, Around around) {
    this.view = view;
    this.around = around;
    fields = new FindFields(this, around);
    getStyleClass().add("find-bar");
    getChildren().addAll(fields.rows());
    setVisible(false);
    managedProperty().bind(visibleProperty());
    view.selectionProperty().subscribe(now -> tell());
  }

  /** Shows the bar with what is selected, if that is part of a line. */
  void open(boolean isReplacing) {
    var selection = view.selection();
    var selected = view.text().substring(selection.from(), selection.to());
    setVisible(true);
    fields.open(isReplacing);
    if (!selected.isEmpty() && selected.lines().count() == 1) {
      fields.look(selected);
    }
    fields.focus();
    look(OptionalInt.empty());
  }

  void close() {
    calledOff.set(true);
    replacingOff.set(true);
    places = Places.NONE;
    isLooking = false;
    step = Optional.empty();
    setVisible(false);
    view.found(places);
    view.requestAreaFocus();
  }

  /** What is looked for was typed anew: the first place from here on is selected. */
  void typed() {
    look(OptionalInt.of(view.selection().from()));
  }

  /** The text is another one. */
  void textChanged() {
    // Who types on does not wait to be taken elsewhere.
    step = Optional.empty();
    if (isVisible()) {
      look(OptionalInt.empty());
    }
  }

  private void look(OptionalInt next) {
    count = "";
    trouble = "";
    calledOff.set(true);
    var mine = new AtomicBoolean();
    calledOff = mine;
    wish = next.isPresent() ? next : wish;
    isLooking = true;
    var text = view.text();
    var query = fields.query();
    around.away(
        () ->
            lookout.<Search.Found>look(
                off -> Search.all(text, query, off), mine::get, new Search.Found.Ended()),
        found -> {
          if (!mine.get()) {
            foundBy = Optional.of(query);
            isLooking = false;
            looked(found);
          }
        },
        why -> {
          if (!mine.get()) {
            isLooking = false;
            none(why);
            view.found(places);
            tell();
          }
        });
  }

  private void looked(Search.Found found) {
    switch (found) {
      case Search.Found.At(var at) -> {
        places = at;
        fields.trouble(trouble);
        var wanted = wish;
        wish = OptionalInt.empty();
        wanted.ifPresent(offset -> select(places.next(offset)));
        var next = step;
        step = Optional.empty();
        next.ifPresent(Runnable::run);
      }
      case Search.Found.Bad(var why) -> none(around.words(Phrase.BAD_EXPRESSION, why));
      case Search.Found.Ended() -> none(around.words(Phrase.TOO_LONG));
    }
    view.found(places);
    tell();
  }

  private void none(String why) {
    places = Places.NONE;
    wish = OptionalInt.empty();
    step = Optional.empty();
    fields.trouble(why);
  }

  void next() {
    if (!isVisible()) {
      open(false);
    }
    if (isLooking) {
      step = Optional.of(this::next);
      return;
    }
    var at = view.selection();
    boolean isOn = places.at(at.from(), at.to()).isPresent();
    select(places.next(isOn && at.isEmpty() ? at.to() + 1 : at.to()));
  }

  void previous() {
    if (!isVisible()) {
      open(false);
    }
    if (isLooking) {
      step = Optional.of(this::previous);
      return;
    }
    select(places.before(view.selection().from()));
  }

  private void select(OptionalInt index) {
    count = "";
    index.ifPresent(i -> view.select(new Selection(places.from(i), places.to(i))));
  }

  /** Replaces the place that is selected, and goes to the next one. */
  void replace() {
    var at = view.selection();
    // Only an expression that is known to end is looked for here, on the screen's thread.
    boolean isKnown = !isLooking && foundBy.equals(Optional.of(fields.query()));
    if (!isKnown || places.at(at.from(), at.to()).isEmpty()) {
      next();
      return;
    }
    switch (Search.replaceAt(view.text(), fields.query(), fields.replacement(), at.from())) {
      case Search.Replaced.By(var edits) -> {
        var fitting = fitting(edits);
        int end = at.from() + fitting.stream().mapToInt(e -> e.text().length()).sum();
        wish = OptionalInt.of(at.isEmpty() ? end + 1 : end);
        view.change(new Change(fitting, Selection.at(end)), false);
      }
      case Search.Replaced.Bad(var why) ->
          fields.trouble(around.words(Phrase.BAD_REPLACEMENT, why));
      case Search.Replaced.Ended() -> fields.trouble(around.words(Phrase.TOO_LONG));
    }
  }

  void replaceAll() {
    replacingOff.set(true);
    var mine = new AtomicBoolean();
    replacingOff = mine;
    var text = view.text();
    var query = fields.query();
    var replacement = fields.replacement();
    around.away(
        () ->
            lookout.<Search.Replaced>look(
                off -> Search.replaceAll(text, query, replacement, off),
                mine::get,
                new Search.Replaced.Ended()),
        replaced -> {
          if (!mine.get()) {
            replaced(text, replaced);
          }
        },
        fields::trouble);
  }

  private void replaced(String text, Search.Replaced replaced) {
    switch (replaced) {
      case Search.Replaced.By(var edits) -> {
        if (!text.equals(view.text())) {
          trouble = around.words(Phrase.CHANGED_MEANWHILE);
          fields.trouble(trouble);
          return;
        }
        var fitting = fitting(edits);
        int caret = view.caretOffset();
        view.change(new Change(fitting, Selection.at(Edit.moved(caret, fitting))), false);
        count = around.words(Phrase.REPLACED, edits.size());
        tell();
      }
      case Search.Replaced.Bad(var why) ->
          fields.trouble(around.words(Phrase.BAD_REPLACEMENT, why));
      case Search.Replaced.Ended() -> fields.trouble(around.words(Phrase.TOO_LONG));
    }
  }

  /** Those edits with the line ends of the text. */
  private List<Edit> fitting(List<Edit> edits) {
    return edits.stream()
        .map(edit -> new Edit(edit.from(), edit.to(), view.lines().fitting(edit.text())))
        .toList();
  }

  private void tell() {
    if (!isVisible()) {
      return;
    }
    var selection = view.selection();
    var current = places.at(selection.from(), selection.to());
    if (!count.isEmpty()) {
      fields.count(count);
    } else if (fields.query().text().isEmpty()) {
      fields.count("");
    } else if (places.count() == 0) {
      fields.count(around.words(Phrase.NOTHING_FOUND));
    } else if (current.isPresent()) {
      fields.count(around.words(Phrase.COUNT, current.getAsInt() + 1, places.count()));
    } else {
      fields.count(around.words(Phrase.FOUND, places.count()));
    }
  }
}
